package dev.inferencekey.transport;

import dev.inferencekey.credential.ApiKey;
import dev.inferencekey.error.FailureOrigin;
import dev.inferencekey.error.InferenceKeyException;
import dev.inferencekey.error.StreamInterruptedException;
import dev.inferencekey.operation.ErrorBody;
import dev.inferencekey.operation.ErrorFrameException;
import dev.inferencekey.operation.Json;
import dev.inferencekey.operation.UnreadableResponseException;
import org.jspecify.annotations.Nullable;

/**
 * The exceptions of one stream after its head has come.
 */
final class StreamFailures {

	private static final String REMEDY = " What came before is in partialText(); the call may succeed if made again.";

	private final Json json;

	private final NetworkFailures network;

	private final @Nullable ApiKey key;

	private final FailureOrigin origin;

	StreamFailures(Json json, NetworkFailures network, @Nullable ApiKey key, FailureOrigin origin) {
		this.json = json;
		this.network = network;
		this.key = key;
		this.origin = origin;
	}

	/**
	 * The bytes ended too early.
	 * @param cause why they ended, {@code null} when the server closed in good order
	 * @param partialText what came before
	 * @return the exception
	 */
	StreamInterruptedException cut(@Nullable Throwable cause, String partialText) {
		String what = (cause != null) ? this.network.describe(cause)
				: "the server ended the stream before the answer was complete.";
		return interrupted(what, partialText, cause == null || NetworkFailures.isConnectionFailure(cause),
				this.origin.withCause(cause));
	}

	/**
	 * An event of type {@code error}.
	 */
	StreamInterruptedException errorEvent(byte[] bytes, int from, int to, String partialText) {
		return reported(ErrorBody.parse(this.json, bytes, from, to), partialText);
	}

	/**
	 * A frame could not be read or was an error.
	 * @param failure what the reader threw
	 * @param cut whether the frame is the last one and may be incomplete
	 * @param partialText what came before
	 * @return the exception
	 */
	InferenceKeyException broken(RuntimeException failure, boolean cut, String partialText) {
		if (failure instanceof InferenceKeyException known) {
			return known;
		}
		if (failure instanceof ErrorFrameException reported) {
			return reported(reported.error(), partialText);
		}
		if (cut) {
			return cut(null, partialText);
		}
		String what = (failure instanceof UnreadableResponseException) ? failure.getMessage() : failure.toString();
		return interrupted("a frame cannot be read: " + what + ".", partialText, false, this.origin.withCause(failure));
	}

	private StreamInterruptedException reported(ErrorBody raw, String partialText) {
		ErrorBody error = StatusFailures.withoutSecrets(raw, this.key);
		String code = (error.code() != null) ? " [" + error.code() + "]" : "";
		String message = error.message().isEmpty() ? "no further message" : error.message();
		return interrupted("the server reported an error" + code + ": " + message + ".", partialText, false,
				this.origin.withCode(error.code()));
	}

	private StreamInterruptedException interrupted(String what, String partialText, boolean retryable,
			FailureOrigin origin) {
		String request = (origin.requestId() != null) ? " (request " + origin.requestId() + ")" : "";
		return new StreamInterruptedException("workload \"" + origin.workload() + "\"" + request + ": " + what + REMEDY,
				partialText, retryable, origin);
	}

}
