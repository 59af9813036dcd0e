package dev.inferencekey.operation;

/**
 * Thrown by readers when the server reports an error where an answer should stand; the
 * transport turns it into the exception that users see.
 */
public class ErrorFrameException extends RuntimeException {

	private final transient ErrorBody error;

	/**
	 * Create an exception.
	 * @param error what the server said
	 */
	public ErrorFrameException(ErrorBody error) {
		super(error.message());
		this.error = error;
	}

	/**
	 * What the server said.
	 * @return the error
	 */
	public ErrorBody error() {
		return this.error;
	}

}
