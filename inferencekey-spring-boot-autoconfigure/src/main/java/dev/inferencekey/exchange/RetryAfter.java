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

package dev.inferencekey.exchange;

import java.time.Clock;
import java.time.Duration;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

import org.springframework.http.HttpHeaders;

/**
 * How long a server asks to wait: {@code retry-after-ms}, or {@code Retry-After} in
 * seconds or as an HTTP date, a day at most. Values that make no sense are treated as
 * absent.
 */
final class RetryAfter {

	private static final Duration MAX = Duration.ofDays(1);

	private static final Pattern NUMBER = Pattern.compile("\\d+(\\.\\d+)?");

	private RetryAfter() {
	}

	static @Nullable Duration read(HttpHeaders headers, Clock clock) {
		Duration wait = number(headers.getFirst("retry-after-ms"), 1);
		if (wait == null) {
			wait = number(headers.getFirst(HttpHeaders.RETRY_AFTER), 1000);
		}
		return (wait != null) ? wait : date(headers.getFirst(HttpHeaders.RETRY_AFTER), clock);
	}

	private static @Nullable Duration number(@Nullable String value, int millisecondsPerUnit) {
		if (value == null || !NUMBER.matcher(value.strip()).matches()) {
			return null;
		}
		double milliseconds = Double.parseDouble(value.strip()) * millisecondsPerUnit;
		return Duration.ofMillis((long) Math.min(Math.ceil(milliseconds), (double) MAX.toMillis()));
	}

	private static @Nullable Duration date(@Nullable String value, Clock clock) {
		if (value == null) {
			return null;
		}
		try {
			ZonedDateTime date = ZonedDateTime.parse(value.strip(), DateTimeFormatter.RFC_1123_DATE_TIME);
			Duration wait = Duration.between(clock.instant(), date.toInstant());
			if (wait.compareTo(MAX) > 0) {
				return MAX;
			}
			return wait.isNegative() ? Duration.ZERO : wait;
		}
		catch (DateTimeParseException ex) {
			return null;
		}
	}

}
