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

import dev.inferencekey.credential.ApiKey;
import dev.inferencekey.credential.Redaction;
import dev.inferencekey.operation.ErrorBody;
import org.jspecify.annotations.Nullable;

/**
 * Takes keys out of what servers say, and shortens it; in this order, since half a key
 * would not be recognised.
 */
final class ErrorTexts {

	private static final int MAX_MESSAGE = 500;

	private ErrorTexts() {
	}

	/**
	 * Make an error fit for messages and logs.
	 * @param error what the server said
	 * @param key the key that was sent, {@code null} for none
	 * @return the same without keys
	 */
	static ErrorBody withoutSecrets(ErrorBody error, @Nullable ApiKey key) {
		String message = Redaction.redact(error.message(), key);
		return error.withTexts(harmless(error.code(), key), harmless(error.type(), key),
				(message.length() > MAX_MESSAGE) ? message.substring(0, MAX_MESSAGE) + "…" : message);
	}

	private static @Nullable String harmless(@Nullable String word, @Nullable ApiKey key) {
		return (word != null && Redaction.redact(word, key).equals(word)) ? word : null;
	}

}
