package dev.inferencekey.autoconfigure;

import java.time.Duration;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

import dev.inferencekey.credential.Redaction;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.bind.BindException;
import org.springframework.boot.context.properties.bind.UnboundConfigurationPropertiesException;
import org.springframework.boot.context.properties.source.ConfigurationProperty;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;

/**
 * Shows unknown and unusable properties below {@code inferencekey}. Spring Boot's own
 * analyzers would print their values, and a misplaced value is often a key.
 */
@Order(Ordered.HIGHEST_PRECEDENCE)
class PropertyFailureAnalyzer extends AbstractFailureAnalyzer<BindException> {

	private static final ConfigurationPropertyName PREFIX = ConfigurationPropertyName.of("inferencekey");

	@Override
	protected @Nullable FailureAnalysis analyze(Throwable rootFailure, BindException cause) {
		if (!PREFIX.equals(cause.getName()) && !PREFIX.isAncestorOf(cause.getName())) {
			return null;
		}
		UnboundConfigurationPropertiesException unbound = findCause(cause,
				UnboundConfigurationPropertiesException.class);
		return (unbound != null) ? unknown(unbound, cause) : unusable(cause);
	}

	private static FailureAnalysis unknown(UnboundConfigurationPropertiesException unbound, BindException cause) {
		StringBuilder description = new StringBuilder("Unknown properties:\n");
		Set<ConfigurationProperty> properties = new TreeSet<>(Comparator.comparing(ConfigurationProperty::getName));
		properties.addAll(unbound.getUnboundProperties());
		for (ConfigurationProperty property : properties) {
			description.append("\n    Property: ").append(Redaction.redact(property.getName().toString()));
			appendOrigin(description, property);
		}
		return new FailureAnalysis(description.toString(),
				"Correct the names, or remove the properties. All names are in the configuration reference of the README; "
						+ "workloads stand below inferencekey.workloads.<name>.",
				cause);
	}

	private static FailureAnalysis unusable(BindException cause) {
		String name = Redaction.redact(cause.getName().toString());
		Class<?> type = cause.getTarget().getType().resolve(Object.class);
		StringBuilder description = new StringBuilder("A property has a value that cannot be used:\n\n    Property: ")
			.append(name);
		ConfigurationProperty property = cause.getProperty();
		if (property != null) {
			appendOrigin(description, property);
		}
		boolean group = CommonProperties.class.isAssignableFrom(type) || Map.class.isAssignableFrom(type);
		description.append("\n    Reason: ")
			.append(group ? "properties are expected below this name, not a value"
					: "the value is no " + type.getSimpleName());
		return new FailureAnalysis(description.toString(), remedy(name, type, group), cause);
	}

	private static String remedy(String name, Class<?> type, boolean group) {
		if (group) {
			return "Move the value one level down; a key, for example, is set by " + name + ".api-key.";
		}
		if (type.isEnum()) {
			return "Use one of " + Arrays.toString(type.getEnumConstants()) + ".";
		}
		if (type == Duration.class) {
			return "Use a number with a unit, for example 500ms, 10s or 2m.";
		}
		return "Correct the value of " + name + ".";
	}

	private static void appendOrigin(StringBuilder description, ConfigurationProperty property) {
		if (property.getOrigin() != null) {
			description.append("\n    Origin: ").append(Redaction.redact(property.getOrigin().toString()));
		}
	}

}
