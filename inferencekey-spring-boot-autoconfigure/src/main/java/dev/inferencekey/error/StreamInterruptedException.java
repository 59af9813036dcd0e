package dev.inferencekey.error;

/**
 * A stream began and did not end as it should: the connection was cut, a frame could not
 * be read, or the server reported an error in mid-stream. What had come until then is in
 * {@link #partialText()}.
 */
public class StreamInterruptedException extends ApiException {

	private final String partialText;

	private final boolean retryable;

	/**
	 * Create an exception.
	 * @param message what happened
	 * @param partialText the text of all chunks that came before, possibly empty
	 * @param origin where it happened
	 */
	public StreamInterruptedException(String message, String partialText, FailureOrigin origin) {
		this(message, partialText, false, origin);
	}

	/**
	 * Create an exception.
	 * @param message what happened
	 * @param partialText the text of all chunks that came before, possibly empty
	 * @param retryable whether the same call may succeed if it is made again
	 * @param origin where it happened
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
	 * The text of all chunks that came before the interruption.
	 * @return the text, possibly empty
	 */
	public String partialText() {
		return this.partialText;
	}

}
