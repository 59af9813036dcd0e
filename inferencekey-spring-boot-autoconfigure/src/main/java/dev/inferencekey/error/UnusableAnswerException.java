package dev.inferencekey.error;

/**
 * Structured output was asked for, and the model's answer could not be turned into it,
 * even after the model was asked to repair it. {@link #text()} has what the model wrote.
 */
public class UnusableAnswerException extends InferenceKeyException {

	private final String text;

	/**
	 * Create an exception.
	 * @param message why the answer cannot be used
	 * @param text what the model wrote
	 * @param origin the facts behind the failure
	 */
	public UnusableAnswerException(String message, String text, FailureOrigin origin) {
		super("unusable answer: " + message, origin);
		this.text = text;
	}

	/**
	 * What the model wrote, unchanged.
	 * @return the text of the last answer, possibly empty
	 */
	public String text() {
		return this.text;
	}

}
