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
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import dev.inferencekey.credential.ApiKey;
import dev.inferencekey.credential.Redaction;
import dev.inferencekey.error.ConfigurationException;
import dev.inferencekey.transport.WorkloadAddress;
import org.jspecify.annotations.Nullable;

import org.springframework.util.StringUtils;

/**
 * Checks the values of properties, each with the name under which it was set. A value is
 * shown only where it is a number or a duration: what is not a valid value may be a key
 * in the wrong place.
 */
final class PropertyValues {

	/** What Spring leaves as it is when nothing resolves it. */
	static final Pattern PLACEHOLDER = Pattern.compile("\\$\\{([\\w.-]+)[^}]*}");

	private PropertyValues() {
	}

	/**
	 * Check all values of a group of properties but the keys.
	 * @param prefix where the group is, such as {@code inferencekey}
	 * @param properties the group
	 * @throws ConfigurationException if a value cannot work
	 */
	static void check(String prefix, CommonProperties properties) {
		checkDefaults(prefix + ".defaults.", properties.getDefaults());
		checkDuration(prefix + ".timeout.first-chunk", properties.getTimeout().getFirstChunk(), true);
		checkDuration(prefix + ".timeout.idle", properties.getTimeout().getIdle(), true);
		checkDuration(prefix + ".timeout.total", properties.getTimeout().getTotal(), true);
		checkAtLeast(prefix + ".retry.max-attempts", properties.getRetry().getMaxAttempts(), 1,
				"; 1 switches retries off");
		checkDuration(prefix + ".retry.initial-backoff", properties.getRetry().getInitialBackoff(), false);
		checkDuration(prefix + ".retry.max-backoff", properties.getRetry().getMaxBackoff(), false);
		checkDuration(prefix + ".retry.max-server-wait", properties.getRetry().getMaxServerWait(), false);
		checkAtLeast(prefix + ".embedding.batch-size", properties.getEmbedding().getBatchSize(), 1, "");
		checkAtLeast(prefix + ".embedding.max-concurrent-batches", properties.getEmbedding().getMaxConcurrentBatches(),
				1, "");
		checkAtLeast(prefix + ".concurrency.max-in-flight", properties.getConcurrency().getMaxInFlight(), 1, "");
		checkAtLeast(prefix + ".concurrency.max-queued", properties.getConcurrency().getMaxQueued(), 0, "");
	}

	private static void checkDefaults(String prefix, TextDefaultsProperties defaults) {
		checkRange(prefix + "temperature", defaults.getTemperature(), 0, 2);
		checkAtLeast(prefix + "max-tokens", defaults.getMaxTokens(), 1, "");
		checkRange(prefix + "top-p", defaults.getTopP(), Double.MIN_VALUE, 1);
		checkRange(prefix + "presence-penalty", defaults.getPresencePenalty(), -2, 2);
		checkRange(prefix + "frequency-penalty", defaults.getFrequencyPenalty(), -2, 2);
	}

	private static void checkRange(String property, @Nullable Double value, double least, double most) {
		if (value != null && !(value >= least && value <= most)) {
			String from = (least == Double.MIN_VALUE) ? "a number above 0, up to "
					: "a number from " + (long) least + " to ";
			throw outOfRange(property, value, from + (long) most + ".");
		}
	}

	private static void checkAtLeast(String property, @Nullable Integer value, int least, String remark) {
		if (value != null && value < least) {
			throw outOfRange(property, value, "at least " + least + remark + ".");
		}
	}

	private static void checkDuration(String property, @Nullable Duration value, boolean positive) {
		if (value != null && (value.isNegative() || (positive && value.isZero()))) {
			throw outOfRange(property, value.toMillis() + "ms",
					"a duration " + (positive ? "above zero" : "of zero or more") + ", such as 30s.");
		}
	}

	private static ConfigurationException outOfRange(String property, Object value, String range) {
		return new ConfigurationException(null, "The value of " + property + " is " + value + ".",
				"Set " + property + " to " + range);
	}

	/**
	 * Check a name that goes into requests: a project, a slug or a model.
	 * @param property the name of the property
	 * @param value its value
	 * @return the value without white space around it, {@code null} if it is blank
	 * @throws ConfigurationException if it looks like a key, or a placeholder in it has
	 * no value
	 */
	static @Nullable String name(String property, @Nullable String value) {
		String text = text(property, value);
		if (text != null && ApiKey.looksLikeKey(text)) {
			throw new ConfigurationException(null, "The value of " + property + " looks like a key.",
					"Set " + property + " to a name, and the key by the property api-key.");
		}
		return text;
	}

	/**
	 * Check a text.
	 * @param property the name of the property
	 * @param value its value
	 * @return the value without white space around it, {@code null} if it is blank
	 * @throws ConfigurationException if a placeholder in it has no value
	 */
	static @Nullable String text(String property, @Nullable String value) {
		if (!StringUtils.hasText(value)) {
			return null;
		}
		String text = value.strip();
		// Asked for each request, so that the pattern is not tried for nothing.
		Matcher unresolved = text.contains("${") ? PLACEHOLDER.matcher(text) : null;
		if (unresolved != null && unresolved.find()) {
			String name = Redaction.redact(unresolved.group(1));
			throw new ConfigurationException(null, property + " refers to ${" + name + "}, which is not set.",
					"Set the environment variable or property " + name + ", or change " + property + ".");
		}
		return text;
	}

	/**
	 * Check the base URL of the platform.
	 * @param property the name of the property
	 * @param value its value
	 * @param allowInsecureHttp whether plain {@code http} to other machines is allowed
	 * @return the URL, {@code null} if it is blank
	 * @throws ConfigurationException if it cannot work
	 */
	static @Nullable String baseUrl(String property, @Nullable String value, boolean allowInsecureHttp) {
		String url = text(property, value);
		if (url != null) {
			reject(property, WorkloadAddress.problemWithBaseUrl(url), "https://api.inferencekey.com");
			if (!allowInsecureHttp && WorkloadAddress.isInsecure(url)) {
				throw insecure(property);
			}
		}
		return url;
	}

	/**
	 * Check the URL of a workload that does not run on the platform.
	 * @param property the name of the property
	 * @param value its value
	 * @return the URL, {@code null} if it is blank
	 * @throws ConfigurationException if it cannot work
	 */
	static @Nullable String url(String property, @Nullable String value) {
		String url = text(property, value);
		if (url != null) {
			reject(property, WorkloadAddress.problemWithUrl(url), "http://localhost:11434/v1");
		}
		return url;
	}

	private static void reject(String property, @Nullable String problem, String example) {
		if (problem != null) {
			throw new ConfigurationException(null, "The value of " + property + " " + problem + ".",
					"Set " + property + " to an absolute URL, for example " + example + ".");
		}
	}

	/**
	 * The exception for a key that would travel unencrypted.
	 * @param property the name of the property that holds the URL
	 * @return the exception
	 */
	static ConfigurationException insecure(String property) {
		return new ConfigurationException(null,
				"The key would be sent unencrypted: " + property + " is a plain http URL of another machine.",
				"Set " + property
						+ " to an https URL, or inferencekey.allow-insecure-http=true if the network is trusted.");
	}

}
