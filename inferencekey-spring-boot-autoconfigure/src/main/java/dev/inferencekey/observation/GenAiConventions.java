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

package dev.inferencekey.observation;

import java.util.Arrays;
import java.util.List;

/**
 * The release of the OpenTelemetry semantic conventions for generative AI whose names
 * metrics have. Names of spans and their attributes are the same in both releases.
 */
public enum GenAiConventions {

	/**
	 * Release 0.1 of the GenAI conventions, the first in their own repository.
	 */
	V0_1("0.1"),

	/**
	 * Release 1.41 of the general conventions, the last that had those for generative AI.
	 */
	V1_41("1.41"),

	/**
	 * The metrics of both releases, for the time of a migration.
	 */
	BOTH("both");

	private final String value;

	GenAiConventions(String value) {
		this.value = value;
	}

	/**
	 * Return the conventions by the value that configuration has for them.
	 * @param value {@code 0.1}, {@code 1.41} or {@code both}
	 * @return the conventions
	 * @throws IllegalArgumentException if the value is none of these
	 */
	public static GenAiConventions of(String value) {
		return Arrays.stream(values())
			.filter((conventions) -> conventions.value.equalsIgnoreCase(value.strip()))
			.findFirst()
			.orElseThrow(() -> new IllegalArgumentException("\"" + value + "\" is not one of " + List.of(values())));
	}

	/**
	 * Return whether the metrics of release 0.1 are recorded.
	 * @return {@code false} for {@link #V1_41} only
	 */
	public boolean includesCurrent() {
		return this != V1_41;
	}

	/**
	 * Return whether the metrics of release 1.41 are recorded.
	 * @return {@code false} for {@link #V0_1} only
	 */
	public boolean includesOlder() {
		return this != V0_1;
	}

	/**
	 * Return the value that configuration has for these conventions.
	 * @return the value
	 */
	@Override
	public String toString() {
		return this.value;
	}

}
