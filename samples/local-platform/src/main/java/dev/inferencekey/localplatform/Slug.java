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

package dev.inferencekey.localplatform;

import java.util.regex.Pattern;

/**
 * The names of projects and workloads: lower case letters, digits and dashes.
 */
final class Slug {

	private static final Pattern SHAPE = Pattern.compile("[a-z0-9][a-z0-9-]*");

	private Slug() {
	}

	static boolean matches(String value) {
		return SHAPE.matcher(value).matches();
	}

	static String require(String what, String value) {
		if (!matches(value)) {
			throw new IllegalArgumentException(
					"'" + value + "' is no " + what + ": use lower case letters, digits and dashes");
		}
		return value;
	}

}
