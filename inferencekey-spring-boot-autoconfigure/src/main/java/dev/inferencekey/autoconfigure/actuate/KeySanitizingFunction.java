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
