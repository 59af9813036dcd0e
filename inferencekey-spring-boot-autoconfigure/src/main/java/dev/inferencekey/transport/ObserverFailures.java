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

package dev.inferencekey.transport;

import java.util.Arrays;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

import dev.inferencekey.credential.Redaction;
import dev.inferencekey.error.SafeText;

/**
 * Says in the log that observers of the application have failed, such as handlers and
 * conventions, as it was thrown when it is the first of its kind, in one line after that:
 * what fails for one call mostly fails for all. Thread-safe.
 */
public final class ObserverFailures {

	private static final int MAX_KINDS = 100;

	private final Set<String> shown = ConcurrentHashMap.newKeySet();

	/**
	 * Say so.
	 * @param what the sentence
	 * @param failure what was thrown
	 */
	void add(String what, Throwable failure) {
		if (isNew(failure)) {
			CallRecords.LOGGER.error(what, failure);
		}
		else {
			CallRecords.LOGGER.error(what + ": " + SafeText.oneLine(Redaction.redact(failure.toString())));
		}
	}

	// A place is told apart by who has called what throws, such as an assertion.
	private boolean isNew(Throwable failure) {
		StackTraceElement[] trace = failure.getStackTrace();
		String place = Arrays.stream(trace)
			.filter((frame) -> !frame.getClassName().startsWith("java."))
			.filter((frame) -> !frame.getClassName().startsWith("org.springframework."))
			.map(StackTraceElement::toString)
			.findFirst()
			.orElse("");
		String kind = failure.getClass().getName() + ((trace.length > 0) ? trace[0] : "") + place;
		return this.shown.size() < MAX_KINDS && this.shown.add(kind);
	}

}
