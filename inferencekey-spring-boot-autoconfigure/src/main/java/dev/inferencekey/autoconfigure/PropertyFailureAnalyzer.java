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

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.stream.Collectors;

import dev.inferencekey.credential.Redaction;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.bind.BindException;
import org.springframework.boot.context.properties.source.ConfigurationProperty;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.util.ClassUtils;

/**
 * Explains a property of ours whose value cannot be converted. Spring Boot's own analyzer
 * would print the value, and a misplaced value is often a key.
 */
@Order(Ordered.HIGHEST_PRECEDENCE)
class PropertyFailureAnalyzer extends AbstractFailureAnalyzer<BindException> {

	private static final List<ConfigurationPropertyName> PREFIXES = List.of(
			ConfigurationPropertyName.of(PropertyCheck.PREFIX),
			ConfigurationPropertyName.of("management.health.inferencekey"));

	@Override
	protected @Nullable FailureAnalysis analyze(Throwable rootFailure, BindException cause) {
		ConfigurationPropertyName name = cause.getName();
		if (PREFIXES.stream().noneMatch((prefix) -> prefix.equals(name) || prefix.isAncestorOf(name))) {
			return null;
		}
		String shown = PropertyCheck.shown(name);
		String unresolved = unresolved(cause.getProperty());
		if (unresolved != null) {
			return new FailureAnalysis(
					shown + PropertyCheck.origin(cause.getProperty()) + " refers to ${" + unresolved
							+ "}, which is not set.",
					"Set the environment variable or property " + unresolved + ", or change " + shown + ".", cause);
		}
		Class<?> type = ClassUtils.resolvePrimitiveIfNecessary(cause.getTarget().getType().resolve(Object.class));
		if (isGroup(type)) {
			return new FailureAnalysis(
					shown + PropertyCheck.origin(cause.getProperty())
							+ " has a value, but only properties below it can be set.",
					groupRemedy(name, shown), cause);
		}
		return new FailureAnalysis("The value of " + shown + PropertyCheck.origin(cause.getProperty()) + " is not "
				+ noun(type) + "." + suggestion(type, cause.getProperty()),
				"Set " + shown + " to " + example(type) + ".", cause);
	}

	private static @Nullable String unresolved(@Nullable ConfigurationProperty property) {
		Matcher placeholder = PropertyValues.PLACEHOLDER
			.matcher((property != null) ? String.valueOf(property.getValue()) : "");
		return placeholder.find() ? Redaction.redact(placeholder.group(1)) : null;
	}

	private static boolean isGroup(Class<?> type) {
		return !type.isEnum() && !type.getName().startsWith("java.lang.") && type != Duration.class
				&& !List.class.isAssignableFrom(type);
	}

	private static String groupRemedy(ConfigurationPropertyName name, String shown) {
		ConfigurationPropertyName workloads = ConfigurationPropertyName.of(WorkloadNames.PROPERTY);
		if (workloads.equals(name)) {
			return "Set the properties of each workload below its name, for example " + shown + ".support-bot.api-key.";
		}
		if (workloads.isParentOf(name)) {
			return "Set a property below it; a key, for example, is set by " + shown + ".api-key.";
		}
		boolean ofWorkload = workloads.isAncestorOf(name);
		List<String> below = (ofWorkload ? KnownProperties.OF_WORKLOAD : KnownProperties.OF_ALL)
			.below(name.subName(ofWorkload ? 3 : 1).toString());
		return "Set one of " + below.stream().map((each) -> shown + "." + each).collect(Collectors.joining(", ")) + ".";
	}

	private static String noun(Class<?> type) {
		if (type == Duration.class) {
			return "a valid duration";
		}
		if (type == Integer.class || type == Long.class) {
			return "a valid whole number";
		}
		if (Number.class.isAssignableFrom(type)) {
			return "a valid number";
		}
		if (List.class.isAssignableFrom(type)) {
			return "a list without gaps";
		}
		return (type == Boolean.class) ? "true or false" : "one of the values that it can have";
	}

	// The value itself may be a key.
	private static String suggestion(Class<?> type, @Nullable ConfigurationProperty property) {
		String close = (type.isEnum() && property != null)
				? SimilarNames.closest(String.valueOf(property.getValue()), constants(type)) : null;
		return (close != null) ? " Did you mean " + close + "?" : "";
	}

	private static List<String> constants(Class<?> type) {
		return Arrays.stream(type.getEnumConstants())
			.map((constant) -> constant.toString().toLowerCase(Locale.ROOT).replace('_', '-'))
			.toList();
	}

	private static String example(Class<?> type) {
		if (type == Duration.class) {
			return "a number with a unit, such as 500ms, 10s or 2m";
		}
		if (type.isEnum()) {
			return "one of " + String.join(", ", constants(type));
		}
		if (type == Integer.class || type == Long.class) {
			return "a whole number, such as 10";
		}
		if (Number.class.isAssignableFrom(type)) {
			return "a number, such as 0.5";
		}
		if (List.class.isAssignableFrom(type)) {
			return "a list, or name its elements from [0] on";
		}
		return (type == Boolean.class) ? "true or false" : "a value of another form";
	}

}
