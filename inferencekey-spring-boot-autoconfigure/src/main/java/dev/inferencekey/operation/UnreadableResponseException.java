package dev.inferencekey.operation;

import org.jspecify.annotations.Nullable;

/**
 * Thrown by readers when an answer is not what the contract says; the transport turns it
 * into the exception that users see.
 */
public class UnreadableResponseException extends RuntimeException {

	/**
	 * Create an exception.
	 * @param message what is wrong with the answer
	 */
	public UnreadableResponseException(String message) {
		this(message, null);
	}

	/**
	 * Create an exception.
	 * @param message what is wrong with the answer
	 * @param cause the exception underneath, {@code null} for none
	 */
	public UnreadableResponseException(String message, @Nullable Throwable cause) {
		super(message, cause);
	}

}
