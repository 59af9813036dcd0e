package dev.inferencekey.autoconfigure.actuate;

import java.util.Locale;

import dev.inferencekey.credential.Redaction;

import org.springframework.boot.actuate.endpoint.SanitizableData;
import org.springframework.boot.actuate.endpoint.SanitizingFunction;

/**
 * Keeps keys out of the actuator even if it is configured to show values: hides the key
 * properties of this library, and whatever looks like a key in any other value.
 */
class KeySanitizingFunction implements SanitizingFunction {

	@Override
	public SanitizableData apply(SanitizableData data) {
		if (!(data.getValue() instanceof CharSequence value)) {
			return data;
		}
		String redacted = Redaction.redact(value.toString());
		if (!redacted.contentEquals(value)) {
			return data.withValue(redacted);
		}
		return isKeyProperty(data.getKey()) ? data.withSanitizedValue() : data;
	}

	private static boolean isKeyProperty(String name) {
		String uniform = name.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9.]", "");
		boolean ours = uniform.startsWith("inferencekey") || uniform.startsWith("workloads") || !uniform.contains(".");
		return ours && (uniform.endsWith("apikey") || uniform.endsWith("sdktoken"));
	}

}
