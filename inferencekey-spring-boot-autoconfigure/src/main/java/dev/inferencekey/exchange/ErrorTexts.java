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
