package dev.inferencekey.embedding;

import dev.inferencekey.error.ApiException;
import dev.inferencekey.error.ValidationException;
import org.jspecify.annotations.Nullable;

/**
 * Finds out whether a server can answer in base64, which is a third of the size of
 * numbers and far cheaper to read. Thread-safe.
 */
public final class Base64Negotiation {

	// A server refused base64 and accepted the same request without it.
	private volatile boolean numbersOnly;

	// Vectors came in base64, so that whatever is refused later is refused for another
	// reason.
	private volatile boolean accepted;

	/**
	 * Begin a call.
	 * @param request the request of the caller
	 * @return what to ask for in this call
	 */
	public OfCall ofCall(EmbedRequest request) {
		boolean ask = !this.numbersOnly && !request.hasEncodingFormat();
		return new OfCall(request, ask);
	}

	/**
	 * What one call asks for.
	 */
	public final class OfCall {

		private final EmbedRequest original;

		private final boolean base64;

		private volatile boolean fallenBack;

		private OfCall(EmbedRequest original, boolean base64) {
			this.original = original;
			this.base64 = base64;
		}

		/**
		 * The request to send first.
		 * @return the request of the caller, for base64 where that may work
		 */
		public EmbedRequest request() {
			return this.base64 ? this.original.asBase64() : this.original;
		}

		/**
		 * The request to send after a failure.
		 * @param failure how the last attempt failed
		 * @return the request of the caller as it is, {@code null} if base64 is not what
		 * the server stumbles over
		 */
		public @Nullable EmbedRequest instead(Throwable failure) {
			boolean maybe = this.base64 && !this.fallenBack && !Base64Negotiation.this.accepted;
			if (!maybe || !isAboutTheRequest(failure)) {
				return null;
			}
			// Once: a server that refuses numbers too refuses something else.
			this.fallenBack = true;
			return this.original;
		}

		private static boolean isAboutTheRequest(Throwable failure) {
			return (failure instanceof ValidationException refused && refused.status() > 0)
					|| (failure instanceof ApiException api && (api.status() == 500 || api.status() == 200));
		}

		/**
		 * Note an answer.
		 * @param result the answer
		 */
		public void answered(EmbedResult result) {
			if (this.fallenBack) {
				Base64Negotiation.this.numbersOnly = true;
			}
			else if (this.base64) {
				Base64Negotiation.this.accepted = true;
			}
		}

	}

}
