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
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

import dev.inferencekey.credential.Redaction;
import dev.inferencekey.error.ConfigurationException;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.Environment;
import org.springframework.core.env.SystemEnvironmentPropertySource;

/**
 * Environment variables that are meant for a workload. They change one that is
 * configured, but cannot add one with a dash in its name, since an underscore may stand
 * for a dash or for a dot.
 */
final class WorkloadVariables {

	private static final Log logger = LogFactory.getLog(WorkloadVariables.class);

	private static final String ROOT = "INFERENCEKEY_";

	private static final String PREFIX = ROOT + "WORKLOADS_";

	private WorkloadVariables() {
	}

	/**
	 * Find variables that belong to no workload.
	 * @param environment holds the variables
	 * @param workloads the names of all configured workloads
	 * @throws ConfigurationException if there are such variables and not one workload;
	 * otherwise the log warns of them, since several applications may share an
	 * environment
	 */
	static void check(Environment environment, Collection<String> workloads) {
		for (String variable : names(environment, PREFIX)) {
			String rest = variable.substring(PREFIX.length());
			if (workloads.stream().anyMatch((workload) -> belongs(rest, workload))) {
				continue;
			}
			String problem = "The environment variable " + Redaction.redact(variable)
					+ " belongs to no configured workload"
					+ (workloads.isEmpty() ? ", and there is none at all." : ".");
			String remedy = remedy(meant(rest), workloads);
			if (workloads.isEmpty()) {
				throw new ConfigurationException(null, problem, remedy);
			}
			logger.warn(problem + " " + remedy);
		}
		if (workloads.isEmpty()) {
			names(environment, ROOT).forEach(WorkloadVariables::checkPrefix);
		}
	}

	private static void checkPrefix(String variable) {
		String[] elements = variable.split("_", 3);
		if (elements.length == 3 && SimilarNames.isClose(elements[1], "workloads")) {
			String shown = Redaction.redact(variable);
			throw new ConfigurationException(null,
					"The environment variable " + shown
							+ " belongs to no configured workload, and there is none at all.",
					"Did you mean " + PREFIX + Redaction.redact(elements[2])
							+ "? It applies to a workload that is configured, for example in application.properties.");
		}
	}

	private static List<String> names(Environment environment, String prefix) {
		List<String> names = new ArrayList<>();
		if (environment instanceof ConfigurableEnvironment configurable) {
			configurable.getPropertySources()
				.stream()
				.filter(SystemEnvironmentPropertySource.class::isInstance)
				.flatMap((source) -> Stream.of(((SystemEnvironmentPropertySource) source).getPropertyNames()))
				.filter((name) -> name.toUpperCase(Locale.ROOT).startsWith(prefix))
				.sorted()
				.forEach(names::add);
		}
		return names;
	}

	private static boolean belongs(String rest, String workload) {
		String canonical = canonical(rest);
		return canonical.equals(canonical(workload)) || KnownProperties.OF_WORKLOAD.values()
			.stream()
			.map((property) -> canonical(workload + property))
			.anyMatch((known) -> canonical.equals(known) || canonical.matches(known + "\\d+"));
	}

	private static String canonical(String name) {
		return SimilarNames.canonical(name).replace(".", "");
	}

	// The name of the workload, where what follows is a property.
	private static @Nullable String meant(String rest) {
		String name = rest.toLowerCase(Locale.ROOT).replace('_', '-');
		return KnownProperties.OF_WORKLOAD.values()
			.stream()
			.map((property) -> "-" + property.replace('.', '-'))
			.filter((suffix) -> name.endsWith(suffix) && name.length() > suffix.length())
			.max(Comparator.comparingInt(String::length))
			.map((suffix) -> name.substring(0, name.length() - suffix.length()))
			.orElse(null);
	}

	private static String remedy(@Nullable String meant, Collection<String> workloads) {
		if (meant == null) {
			return "Correct the name: after the workload's name comes one of its properties, such as _API_KEY.";
		}
		String close = SimilarNames.closest(meant, workloads);
		if (close != null) {
			return "Did you mean workload \"" + close + "\", whose variables begin with " + PREFIX
					+ close.replace('-', '_').toUpperCase(Locale.ROOT) + "_?";
		}
		return "Configure the workload, for example by inferencekey.workloads." + meant + ".slug=" + meant
				+ " in application.properties; the variable then applies to it.";
	}

}
