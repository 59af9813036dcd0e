package dev.inferencekey.localplatform;

import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * One turn of the conversation.
 *
 * @param role who speaks
 * @param text what is said, empty for an assistant that only calls tools
 * @param toolCalls the tools that an assistant called
 * @param toolCallId the call that a tool's result belongs to
 */
record Message(String role, String text, List<ToolCall> toolCalls, @Nullable String toolCallId) {

	boolean isFrom(String role) {
		return this.role.equals(role);
	}

}
