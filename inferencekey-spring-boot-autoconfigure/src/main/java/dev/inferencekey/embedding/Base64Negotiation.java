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

package dev.inferencekey.embedding;

import java.util.Locale;

import dev.inferencekey.error.ApiException;
import dev.inferencekey.error.ValidationException;
import org.jspecify.annotations.Nullable;

/**
 * Finds out whether a server can answer in base64, which is a third of the size of
 * numbers and far cheaper to read. Thread-safe.
 */
public final class Base64Negotiation {

	private final @Nullable String configured;

	// A server stumbled over base64 and accepted the same request without it.
	private volatile boolean numbersOnly;

	// Vectors came in base64, so that a refusal is about something else, unless it says
	// so.
	private volatile boolean accepted;

	/**
	 * Create an instance.
	 * @param configured the encoding format of requests that do not set one, {@code null}
	 * to find out what the server can do
	 */
	public Base64Negotiation(@Nullable String configured) {
		this.configured = configured;
	}

	/**
	 * Begin a call.
	 * @param request the request of the caller
	 * @return what to ask for in this call
	 */
	public OfCall ofCall(EmbedRequest request) {
		if (request.hasEncodingFormat()) {
			return new OfCall(request, false);
		}
		return (this.configured != null) ? new OfCall(request.withEncodingFormat(this.configured), false)
				: new OfCall(request, !this.numbersOnly);
	}

	/**
	 * What one call asks for.
	 */
	public final class OfCall {

		private final EmbedRequest original;

		private final boolean tryBase64;

		private volatile boolean fallenBack;

		private OfCall(EmbedRequest original, boolean tryBase64) {
			this.original = original;
			this.tryBase64 = tryBase64;
		}

		/**
		 * The request to send first.
		 * @return the request of the caller, for base64 where that may work
		 */
		public EmbedRequest request() {
			return this.tryBase64 ? this.original.withEncodingFormat("base64") : this.original;
		}

		/**
		 * The request to send after a failure.
		 * @param failure how the last attempt failed
		 * @return the request of the caller as it is, {@code null} if base64 is not what
		 * the server stumbles over
		 */
		public @Nullable EmbedRequest instead(Throwable failure) {
			if (!this.tryBase64 || this.fallenBack || !mayBeBase64(failure)) {
				return null;
			}
			// Once: a server that refuses numbers too refuses something else.
			this.fallenBack = true;
			return this.original;
		}

		private boolean mayBeBase64(Throwable failure) {
			if (failure instanceof ApiException unreadable && unreadable.status() == 200) {
				return true;
			}
			boolean refused = (failure instanceof ValidationException invalid && isRefusal(invalid.status()))
					|| (failure instanceof ApiException api && api.status() == 500);
			boolean unclear = !Base64Negotiation.this.accepted && !EmbedBatch.isTooLarge(failure);
			return refused && (unclear || isNamedBy(failure));
		}

		// A 500 is about an input that is too long.
		private static boolean isRefusal(int status) {
			return status == 400 || status == 422;
		}

		// Another backend behind the same gateway, which has accepted it before.
		private static boolean isNamedBy(Throwable failure) {
			String message = String.valueOf(failure.getMessage()).toLowerCase(Locale.ROOT);
			return message.contains("base64") || message.contains("encoding_format")
					|| message.contains("encoding format");
		}

		/**
		 * Note an answer.
		 * @param result the answer
		 */
		public void answered(EmbedResult result) {
			if (this.fallenBack) {
				Base64Negotiation.this.numbersOnly = true;
			}
			else if (this.tryBase64 && result.isBase64()) {
				Base64Negotiation.this.accepted = true;
			}
		}

	}

}
