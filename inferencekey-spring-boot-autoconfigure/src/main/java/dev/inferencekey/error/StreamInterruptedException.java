package dev.inferencekey.error;

/**
 * A stream began but did not complete: the connection was cut, a frame could not be read,
 * or the server reported an error in mid-stream. {@link #partialText()} has the text that
 * arrived before.
 */
public class StreamInterruptedException extends ApiException {

	private final String partialText;

	private final boolean retryable;

	/**
	 * Create an exception.
	 * @param message what happened
	 * @param partialText the text of all chunks that arrived before, possibly empty
	 * @param origin the facts behind the failure
	 */
	public StreamInterruptedException(String message, String partialText, FailureOrigin origin) {
		this(message, partialText, false, origin);
	}

	/**
	 * Create an exception.
	 * @param message what happened
	 * @param partialText the text of all chunks that arrived before, possibly empty
	 * @param retryable whether the same call may succeed if it is made again
	 * @param origin the facts behind the failure
	 */
	public StreamInterruptedException(String message, String partialText, boolean retryable, FailureOrigin origin) {
		super("stream interrupted: ", message, origin);
		this.partialText = partialText;
		this.retryable = retryable;
	}

	@Override
	public boolean isRetryable() {
		return this.retryable;
	}

	/**
	 * The text of all chunks that arrived before the interruption.
	 * @return the text, possibly empty
	 */
	public String partialText() {
		return this.partialText;
	}

}
