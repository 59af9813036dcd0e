package dev.inferencekey.text;

/**
 * One message of a conversation.
 *
 * @param role who speaks: {@code system}, {@code user}, {@code assistant}, or another
 * role that the workload knows
 * @param content what is said, not blank
 */
public record ChatMessage(String role, String content) {

	/**
	 * What the model is told before the conversation.
	 * @param content what is said
	 * @return a message of role {@code system}
	 */
	public static ChatMessage system(String content) {
		return new ChatMessage("system", content);
	}

	/**
	 * What the user says.
	 * @param content what is said
	 * @return a message of role {@code user}
	 */
	public static ChatMessage user(String content) {
		return new ChatMessage("user", content);
	}

	/**
	 * What the model said before.
	 * @param content what is said
	 * @return a message of role {@code assistant}
	 */
	public static ChatMessage assistant(String content) {
		return new ChatMessage("assistant", content);
	}

}
