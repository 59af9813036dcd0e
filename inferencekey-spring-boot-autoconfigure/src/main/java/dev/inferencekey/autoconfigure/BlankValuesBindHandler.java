/*
 * Copyright 2026 the original author or authors.
 *
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * You may obtain a copy of the License at
 *
 *      https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software
 * distributed under the License is distributed on an "AS IS" BASIS,
 * WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied.
 * See the License for the specific language governing permissions and
 * limitations under the License.
 */

package dev.inferencekey.autoconfigure;

import java.util.function.UnaryOperator;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.bind.AbstractBindHandler;
import org.springframework.boot.context.properties.bind.BindContext;
import org.springframework.boot.context.properties.bind.BindHandler;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.source.ConfigurationProperty;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.boot.context.properties.source.ConfigurationPropertySource;
import org.springframework.boot.context.properties.source.ConfigurationPropertyState;
import org.springframework.core.convert.ConversionException;

/**
 * Takes a blank value below {@code inferencekey} for an absent one, whatever its type:
 * {@code ${TIMEOUT:}} leaves the default. A workload without settings,
 * {@code support-bot:} in YAML, is one that has all from the common settings.
 */
class BlankValuesBindHandler extends AbstractBindHandler {

	private static final ConfigurationPropertyName ROOT = ConfigurationPropertyName.of(PropertyCheck.PREFIX);

	private static final ConfigurationPropertyName HEALTH = ConfigurationPropertyName
		.of("management.health.inferencekey");

	private final UnaryOperator<String> placeholders;

	BlankValuesBindHandler(BindHandler parent, UnaryOperator<String> placeholders) {
		super(parent);
		this.placeholders = placeholders;
	}

	// A blank text stays, since it may be all that names a workload.
	@Override
	public <T> @Nullable Bindable<T> onStart(ConfigurationPropertyName name, Bindable<T> target, BindContext context) {
		Class<?> type = target.getType().resolve(Object.class);
		boolean kept = type == String.class || type == WorkloadProperties.class;
		return (!kept && isOurs(name) && isBlank(name, context) && !hasMore(name, context)) ? null
				: super.onStart(name, target, context);
	}

	@Override
	public @Nullable Object onFailure(ConfigurationPropertyName name, Bindable<?> target, BindContext context,
			Exception error) throws Exception {
		if (target.getType().resolve() == WorkloadProperties.class && error instanceof ConversionException
				&& isOurs(name) && isBlank(name, context)) {
			return new WorkloadProperties();
		}
		return super.onFailure(name, target, context, error);
	}

	private static boolean isOurs(ConfigurationPropertyName name) {
		return ROOT.isAncestorOf(name) || HEALTH.isAncestorOf(name);
	}

	private static boolean hasMore(ConfigurationPropertyName name, BindContext context) {
		for (ConfigurationPropertySource source : context.getSources()) {
			if (source.containsDescendantOf(name) == ConfigurationPropertyState.PRESENT) {
				return true;
			}
		}
		return false;
	}

	private boolean isBlank(ConfigurationPropertyName name, BindContext context) {
		for (ConfigurationPropertySource source : context.getSources()) {
			ConfigurationProperty property = source.getConfigurationProperty(name);
			if (property != null) {
				return property.getValue() instanceof CharSequence text
						&& this.placeholders.apply(text.toString()).isBlank();
			}
		}
		return false;
	}

}
