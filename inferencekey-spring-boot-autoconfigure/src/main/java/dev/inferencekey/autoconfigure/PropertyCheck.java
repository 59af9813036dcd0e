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

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;

import dev.inferencekey.credential.Redaction;
import dev.inferencekey.error.ConfigurationException;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.source.ConfigurationProperty;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName.Form;
import org.springframework.boot.context.properties.source.ConfigurationPropertySource;
import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.boot.context.properties.source.IterableConfigurationPropertySource;
import org.springframework.boot.origin.Origin;
import org.springframework.core.env.Environment;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.core.env.SystemEnvironmentPropertySource;

/**
 * Refuses names below {@code inferencekey} that nothing binds: a misspelt time-out that
 * nobody notices is worse. Spring Boot's own check comes too late for an application that
 * misses an {@code Endpoint}, takes blank values for unknown properties, and suggests
 * nothing.
 */
final class PropertyCheck {

	static final String PREFIX = "inferencekey";

	private static final ConfigurationPropertyName ROOT = ConfigurationPropertyName.of(PREFIX);

	private static final String WORKLOADS = "workloads";

	// A report is to fit on a screen.
	private static final int MAX_LISTED = 3;

	private PropertyCheck() {
	}

	/**
	 * Check all names.
	 * @param environment holds the properties
	 * @throws ConfigurationException if a name is unknown, or workloads are a list
	 */
	static void check(Environment environment) {
		Map<String, String> unknown = new TreeMap<>();
		Set<String> known = new TreeSet<>();
		for (ConfigurationPropertySource source : ConfigurationPropertySources.get(environment)) {
			if (source instanceof IterableConfigurationPropertySource names && !isSystemEnvironment(source)) {
				names.stream().filter((name) -> ROOT.isAncestorOf(name) && !isKnown(name)).forEach((name) -> {
					String suggestion = containsKey(name) ? null : suggestion(path(name));
					unknown.putIfAbsent(shown(name), describe(source, name, suggestion));
					if (suggestion == null) {
						known.add(namesBeside(path(name)));
					}
				});
			}
		}
		if (!unknown.isEmpty()) {
			throw new ConfigurationException(null, problem(new ArrayList<>(unknown.values())),
					"Correct the name, or remove the property." + String.join("", known));
		}
	}

	// Variables of this prefix that are no properties are common, INFERENCEKEY_SDK_TOKEN
	// among them.
	private static boolean isSystemEnvironment(ConfigurationPropertySource source) {
		return source.getUnderlyingSource() instanceof SystemEnvironmentPropertySource environment
				&& environment.getName().endsWith(StandardEnvironment.SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME);
	}

	private static boolean isKnown(ConfigurationPropertyName name) {
		List<String> path = path(name);
		if (!isWorkloads(path.get(0))) {
			return KnownProperties.OF_ALL.contains(path);
		}
		if (path.size() > 1 && name.isNumericIndex(2)) {
			throw new ConfigurationException(null, "The value of inferencekey.workloads is a list.",
					"Make it a map with the name of each workload as key, for example inferencekey.workloads.support-bot.api-key.");
		}
		return path.size() <= 2 || KnownProperties.OF_WORKLOAD.contains(path.subList(2, path.size()));
	}

	private static boolean isWorkloads(String element) {
		return SimilarNames.canonical(element).equals(WORKLOADS);
	}

	private static List<String> path(ConfigurationPropertyName name) {
		List<String> path = new ArrayList<>();
		for (int i = 1; i < name.getNumberOfElements(); i++) {
			path.add(name.getElement(i, Form.DASHED));
		}
		return path;
	}

	private static String problem(List<String> unknown) {
		if (unknown.size() == 1) {
			return "Unknown property " + unknown.get(0);
		}
		StringBuilder problem = new StringBuilder("Unknown properties:");
		unknown.stream().limit(MAX_LISTED).forEach((each) -> problem.append("\n  ").append(each));
		if (unknown.size() > MAX_LISTED) {
			problem.append("\n  and ").append(unknown.size() - MAX_LISTED).append(" more.");
		}
		return problem.toString();
	}

	private static String describe(ConfigurationPropertySource source, ConfigurationPropertyName name,
			@Nullable String suggestion) {
		return shown(name) + origin(source.getConfigurationProperty(name)) + "."
				+ ((suggestion != null) ? " Did you mean " + suggestion + "?" : "");
	}

	/**
	 * Where a property was set, as messages show it.
	 * @param property the property, {@code null} if it is not known
	 * @return the origin in parentheses after a blank, or an empty text
	 */
	static String origin(@Nullable ConfigurationProperty property) {
		Origin origin = Origin.from(property);
		// Where there are no lines, the name of the property comes first.
		return (origin != null) ? " (" + Redaction.redact(origin.toString()).replaceFirst("^\"[^\"]*\" from ", "") + ")"
				: "";
	}

	/**
	 * A name as messages show it. Relaxed binding drops underscores, by which a key that
	 * is misplaced in a name would be recognised, so that its original form decides.
	 * @param name the name of a property
	 * @return the name without secrets
	 */
	static String shown(ConfigurationPropertyName name) {
		StringBuilder shown = new StringBuilder();
		for (int i = 0; i < name.getNumberOfElements(); i++) {
			String original = name.getElement(i, Form.ORIGINAL);
			String redacted = Redaction.redact(original);
			String element = redacted.equals(original) ? name.getElement(i, Form.DASHED) : redacted;
			if (name.isNumericIndex(i)) {
				shown.append('[').append(element).append(']');
			}
			else {
				shown.append((i > 0) ? "." : "").append(element);
			}
		}
		return Redaction.redact(shown.toString());
	}

	/**
	 * Find properties whose first element is almost {@code inferencekey}.
	 * @param environment holds the properties
	 * @return that element, or {@code null} if there is none
	 */
	static @Nullable String similarRoot(Environment environment) {
		for (ConfigurationPropertySource source : ConfigurationPropertySources.get(environment)) {
			if (source instanceof IterableConfigurationPropertySource names) {
				String similar = names.stream()
					.filter((name) -> !name.isEmpty())
					.map((name) -> name.getElement(0, Form.DASHED))
					.filter((root) -> !SimilarNames.canonical(root).equals(PREFIX)
							&& SimilarNames.isClose(root, PREFIX))
					.findFirst()
					.orElse(null);
				if (similar != null) {
					return similar;
				}
			}
		}
		return null;
	}

	// Without the name of the workload, which may be a key in the wrong place.
	private static String namesBeside(List<String> path) {
		boolean ofWorkload = isWorkloads(path.get(0));
		KnownProperties known = ofWorkload ? KnownProperties.OF_WORKLOAD : KnownProperties.OF_ALL;
		String first = path.get(ofWorkload ? 2 : 0);
		List<String> ofGroup = known.below(first);
		return " Below " + PREFIX + (ofWorkload ? "." + WORKLOADS + ".<name>" : "")
				+ (ofGroup.isEmpty() ? "" : "." + first) + " there are "
				+ String.join(", ", ofGroup.isEmpty() ? known.first() : ofGroup) + ".";
	}

	private static boolean containsKey(ConfigurationPropertyName name) {
		return shown(name).contains("…");
	}

	private static @Nullable String suggestion(List<String> path) {
		String name = String.join(".", path);
		if (isWorkloads(path.get(0))) {
			return ofWorkload(path.subList(1, path.size()));
		}
		if (path.size() > 1 && SimilarNames.isClose(path.get(0), WORKLOADS)) {
			List<String> below = path.subList(1, path.size());
			String corrected = (below.size() > 1 && !isKnownOfWorkload(below)) ? ofWorkload(below) : null;
			return (corrected != null) ? corrected : PREFIX + "." + WORKLOADS + "." + String.join(".", below);
		}
		String close = KnownProperties.OF_ALL.closest(name);
		if (close == null && path.size() > 1 && isKnownOfWorkload(path)) {
			return PREFIX + "." + WORKLOADS + "." + name;
		}
		String known = (close != null) ? close : KnownProperties.OF_ALL.elsewhere(name);
		return (known != null) ? PREFIX + "." + known : null;
	}

	private static boolean isKnownOfWorkload(List<String> path) {
		return KnownProperties.OF_WORKLOAD.contains(path.subList(1, path.size()));
	}

	private static @Nullable String ofWorkload(List<String> path) {
		String prefix = PREFIX + "." + WORKLOADS + ".";
		// A list where a map belongs.
		if (path.size() > 2 && path.get(1).matches("\\d+")) {
			return ofWorkload(Stream.concat(Stream.of(path.get(0)), path.stream().skip(2)).toList());
		}
		// A dot in the name of a workload where a dash belongs.
		for (int i = 2; i < path.size(); i++) {
			if (KnownProperties.OF_WORKLOAD.contains(path.subList(i, path.size()))) {
				return prefix + String.join("-", path.subList(0, i)) + "."
						+ String.join(".", path.subList(i, path.size()));
			}
		}
		String name = String.join(".", path.subList(1, path.size()));
		String close = KnownProperties.OF_WORKLOAD.closest(name);
		String known = (close != null) ? close : KnownProperties.OF_WORKLOAD.elsewhere(name);
		return (known != null) ? prefix + path.get(0) + "." + known : null;
	}

}
