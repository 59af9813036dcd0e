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

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

import dev.inferencekey.credential.ApiKey;
import dev.inferencekey.error.ConfigurationException;

import org.springframework.boot.context.properties.bind.BindHandler;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.core.env.Environment;

/**
 * Reads the names of the configured workloads before there are beans.
 */
public final class WorkloadNames {

	static final String PROPERTY = "inferencekey.workloads";

	private static final Pattern NAME = Pattern.compile("[a-z0-9][a-z0-9-]*");

	private WorkloadNames() {
	}

	/**
	 * Read the names before there are beans.
	 * @param environment holds the properties
	 * @return the names in the order of the configuration
	 * @throws ConfigurationException if a name is not valid, or two names are too much
	 * alike
	 */
	public static Set<String> in(Environment environment) {
		Set<String> names = Binder.get(environment)
			.bind(PROPERTY, Bindable.mapOf(String.class, WorkloadProperties.class),
					new BlankValuesBindHandler(BindHandler.DEFAULT, environment::resolvePlaceholders))
			.orElseGet(Map::of)
			.keySet();
		Map<String, String> withoutDashes = new HashMap<>();
		for (String name : names) {
			validate(name);
			String other = withoutDashes.put(name.replace("-", ""), name);
			if (other != null) {
				throw alike(other, name);
			}
		}
		return names;
	}

	private static void validate(String name) {
		if (ApiKey.looksLikeKey(name)) {
			throw new ConfigurationException(null, "A name of a workload in " + PROPERTY + " looks like a key.",
					"Use the workload's name there, and set the key below it, for example " + PROPERTY
							+ ".support-bot.api-key.");
		}
		if (!NAME.matcher(name).matches()) {
			String valid = name.replaceAll("(?<=[a-z0-9])(?=[A-Z])", "-")
				.toLowerCase(Locale.ROOT)
				.replaceAll("[^a-z0-9]+", "-")
				.replaceAll("^-|-$", "");
			throw new ConfigurationException(null,
					"The workload name \"" + name + "\" in " + PROPERTY + " is not valid.",
					"Use lower-case letters, digits and dashes, starting with a letter or digit, such as "
							+ (valid.isEmpty() ? "support-bot" : valid) + ".");
		}
	}

	private static ConfigurationException alike(String one, String other) {
		String dashed = one.contains("-") ? one : other;
		return new ConfigurationException(null,
				"The workload names \"" + one + "\" and \"" + other + "\" in " + PROPERTY + " differ only in dashes.",
				"Keep one of them. An environment variable for \"" + dashed
						+ "\" has an underscore for each dash, for example INFERENCEKEY_WORKLOADS_"
						+ dashed.replace('-', '_').toUpperCase(Locale.ROOT) + "_API_KEY.");
	}

	/**
	 * The parameter name that injects a workload.
	 * @param name the workload's name, such as {@code support-bot}
	 * @return the name in camel case, such as {@code supportBot}
	 */
	static String parameterName(String name) {
		StringBuilder camelCase = new StringBuilder();
		boolean upper = false;
		for (int i = 0; i < name.length(); i++) {
			char c = name.charAt(i);
			if (c == '-') {
				upper = true;
			}
			else {
				camelCase.append(upper ? Character.toUpperCase(c) : c);
				upper = false;
			}
		}
		return camelCase.toString();
	}

}
