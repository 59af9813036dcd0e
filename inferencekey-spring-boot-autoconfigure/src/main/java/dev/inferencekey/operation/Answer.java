package dev.inferencekey.operation;

import org.jspecify.annotations.Nullable;

/**
 * What all answers have in common, whole ones and the chunks of a stream: the facts that
 * metrics and traces record.
 */
public interface Answer {

	/**
	 * The model that really answered, as opposed to the workload that was asked.
	 * @return the model, or {@code null} when the server did not say
	 */
	@Nullable String model();

	/**
	 * What the call cost.
	 * @return the tokens, or {@code null} when the server did not say
	 */
	default @Nullable Usage usage() {
		return null;
	}

	/**
	 * Why the answer ends.
	 * @return the reason, or {@code null} when there is none
	 */
	default @Nullable String finishReason() {
		return null;
	}

	/**
	 * The text of the answer, which is recorded only when it is asked for.
	 * @return the text, empty for answers of another kind
	 */
	default String text() {
		return "";
	}

}
