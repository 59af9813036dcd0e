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

package dev.inferencekey.error;

import java.util.Arrays;

import org.jspecify.annotations.Nullable;

/**
 * Stands in for a cause whose text shows a key: prints as the original without the key
 * and has its stack trace.
 */
final class RedactedCause extends RuntimeException {

	// Chains of causes may have a loop.
	private static final int MAX_DEPTH = 8;

	private RedactedCause(String text, Throwable original, @Nullable Throwable cause) {
		super(text, cause);
		setStackTrace(original.getStackTrace());
	}

	/**
	 * Make a cause safe to print.
	 * @param cause any exception, or {@code null}
	 * @return the cause itself if nothing it prints shows a key, a stand-in otherwise
	 */
	static @Nullable Throwable of(@Nullable Throwable cause) {
		return showsKey(cause, MAX_DEPTH) ? standIn(cause, MAX_DEPTH) : cause;
	}

	private static boolean showsKey(@Nullable Throwable cause, int depth) {
		if (cause == null || cause instanceof InferenceKeyException || depth == 0) {
			return false;
		}
		String text = text(cause);
		return !SafeText.redact(text).equals(text) || showsKey(cause.getCause(), depth - 1)
				|| Arrays.stream(cause.getSuppressed()).anyMatch((suppressed) -> showsKey(suppressed, depth - 1));
	}

	private static @Nullable Throwable standIn(@Nullable Throwable cause, int depth) {
		if (cause == null || depth == 0) {
			return null;
		}
		if (cause instanceof InferenceKeyException) {
			return cause;
		}
		return new RedactedCause(SafeText.oneLine(SafeText.redact(text(cause))), cause,
				standIn(cause.getCause(), depth - 1));
	}

	private static String text(Throwable cause) {
		try {
			return cause.toString();
		}
		catch (RuntimeException ex) {
			return cause.getClass().getName();
		}
	}

	// The text already begins with the type of the original.
	@Override
	@SuppressWarnings("OverrideThrowableToString")
	public String toString() {
		return String.valueOf(getMessage());
	}

}
