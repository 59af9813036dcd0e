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

package dev.inferencekey.credential;

import dev.inferencekey.error.SafeText;
import org.jspecify.annotations.Nullable;

/**
 * Takes keys out of text that comes from elsewhere, such as a server that quotes the
 * header it refused.
 */
public final class Redaction {

	private Redaction() {
	}

	/**
	 * Replace everything that looks like a key of the platform by its public prefix.
	 * @param text any text
	 * @return the text without keys, the same instance when there were none
	 */
	public static String redact(String text) {
		return SafeText.redact(text);
	}

	/**
	 * Replace everything that looks like a key of the platform, and whatever is quoted of
	 * one key of any shape: any run of 12 or more letters and digits of its secret, in
	 * either case, cut, split by blanks, markup or invisible characters, escaped, or in
	 * base64. Takes some microseconds for an error message, so that it may be used on
	 * every failure.
	 * @param text any text
	 * @param key the key in use, {@code null} for none
	 * @return the text without secrets, the same instance when there were none
	 */
	public static String redact(String text, @Nullable ApiKey key) {
		if (key == null) {
			return redact(text);
		}
		String shown = redact(key.hideIn(text));
		// What is left of two quotations may be one when it is put together.
		return shown.equals(text) ? text : key.hideIn(shown);
	}

}
