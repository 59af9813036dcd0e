package dev.inferencekey.autoconfigure;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

import dev.inferencekey.credential.Redaction;
import dev.inferencekey.error.ConfigurationException;

import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.core.env.Environment;

/**
 * The names of the configured workloads, as they can be known before there are beans.
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
	 * @throws ConfigurationException if a name is not valid, or two are too much alike
	 */
	public static Set<String> in(Environment environment) {
		Set<String> names = Binder.get(environment)
			.bind(PROPERTY, Bindable.mapOf(String.class, WorkloadProperties.class))
			.orElseGet(Map::of)
			.keySet();
		Map<String, String> withoutDashes = new HashMap<>();
		for (String name : names) {
			if (!NAME.matcher(name).matches()) {
				throw new ConfigurationException(null,
						"The workload name \"" + Redaction.redact(name) + "\" in " + PROPERTY + " is not valid.",
						"Use lower-case letters, digits and dashes, beginning with a letter or digit, such as support-bot.");
			}
			String other = withoutDashes.put(name.replace("-", ""), name);
			if (other != null) {
				throw new ConfigurationException(null,
						"The workload names \"" + other + "\" and \"" + name + "\" in " + PROPERTY
								+ " differ only in dashes.",
						"Keep one of them. An environment variable for \"" + (other.contains("-") ? other : name)
								+ "\" is written with an underscore for each dash, for example "
								+ "INFERENCEKEY_WORKLOADS_"
								+ (other.contains("-") ? other : name).replace('-', '_').toUpperCase(Locale.ROOT)
								+ "_API_KEY.");
			}
		}
		return names;
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
