/*
 * Copyright 2026 the original author or authors.
 *
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * You may obtain a copy of the License at
 *
 *      https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software
 * distributed under the License is distributed on an "AS IS" BASIS,
 * WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied.
 * See the License for the specific language governing permissions and
 * limitations under the License.
 */

package dev.inferencekey.text;

import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;

/**
 * One message of a conversation. Immutable. Validated when it is sent.
 */
public final class ChatMessage {

	private final String role;

	private final List<ContentPart> parts;

	private final List<ToolCall> toolCalls;

	private final @Nullable String toolCallId;

	private final @Nullable String name;

	private ChatMessage(String role, List<ContentPart> parts, List<ToolCall> toolCalls, @Nullable String toolCallId,
			@Nullable String name) {
		this.role = role;
		this.parts = List.copyOf(parts);
		this.toolCalls = List.copyOf(toolCalls);
		this.toolCallId = toolCallId;
		this.name = name;
	}

	/**
	 * Create a system message.
	 * @param text the instructions for the model, not blank
	 * @return a message of role {@code system}
	 */
	public static ChatMessage system(String text) {
		return of("system", text);
	}

	/**
	 * Create a developer message, which newer models expect instead of a system message.
	 * @param text the instructions for the model, not blank
	 * @return a message of role {@code developer}
	 */
	public static ChatMessage developer(String text) {
		return of("developer", text);
	}

	/**
	 * Create a user message.
	 * @param text the text, not blank
	 * @return a message of role {@code user}
	 */
	public static ChatMessage user(String text) {
		return of("user", text);
	}

	/**
	 * Create a message with an earlier answer of the model.
	 * @param text the text of the answer, not blank
	 * @return a message of role {@code assistant}
	 */
	public static ChatMessage assistant(String text) {
		return of("assistant", text);
	}

	/**
	 * Create a message with an earlier answer of the model, including its tool calls.
	 * @param result the answer
	 * @return a message of role {@code assistant}
	 */
	public static ChatMessage assistant(TextResult result) {
		String said = (result.text().isEmpty() && result.refusal() != null) ? result.refusal() : result.text();
		List<ContentPart> parts = said.isEmpty() ? List.of() : List.of(ContentPart.text(said));
		return new ChatMessage("assistant", parts, result.toolCalls(), null, null);
	}

	/**
	 * Create a user message of several parts, such as text and images.
	 * @param parts the parts in order, at least one
	 * @return a message of role {@code user}
	 */
	public static ChatMessage user(ContentPart... parts) {
		return new ChatMessage("user", List.of(parts), List.of(), null, null);
	}

	/**
	 * Create a message with the result of a tool call.
	 * @param call the model's tool call
	 * @param result the result as text or JSON, not blank
	 * @return a message of role {@code tool}
	 */
	public static ChatMessage toolResult(ToolCall call, String result) {
		return new ChatMessage("tool", List.of(ContentPart.text(result)), List.of(), call.id(), null);
	}

	/**
	 * Create a message with any role.
	 * @param role a role that the workload supports
	 * @param text the text, not blank
	 * @return the message
	 */
	public static ChatMessage of(String role, String text) {
		return new ChatMessage(role, List.of(ContentPart.text(text)), List.of(), null, null);
	}

	/**
	 * Return a copy of this message with a name, which distinguishes several participants
	 * with the same role.
	 * @param name the name of the participant, or {@code null} for none
	 * @return a new message
	 */
	public ChatMessage withName(@Nullable String name) {
		return new ChatMessage(this.role, this.parts, this.toolCalls, this.toolCallId, name);
	}

	/**
	 * Return the role of the author.
	 * @return {@code system}, {@code developer}, {@code user}, {@code assistant},
	 * {@code tool}, or another role that the workload supports
	 */
	public String role() {
		return this.role;
	}

	/**
	 * Return the text of the message.
	 * @return the joined text of all text parts, empty if there are none
	 */
	public String text() {
		return this.parts.stream().map(ContentPart::text).filter(Objects::nonNull).collect(Collectors.joining());
	}

	/**
	 * Return the parts of the message.
	 * @return the parts in order; one for plain text, none for an answer with only tool
	 * calls
	 */
	public List<ContentPart> parts() {
		return this.parts;
	}

	/**
	 * Return the tool calls of an assistant message.
	 * @return the calls, empty if there are none
	 */
	public List<ToolCall> toolCalls() {
		return this.toolCalls;
	}

	/**
	 * Return the id of the tool call that this message answers.
	 * @return the id, or {@code null} if the message is not a tool result
	 */
	public @Nullable String toolCallId() {
		return this.toolCallId;
	}

	/**
	 * Return the name of the participant.
	 * @return the name, or {@code null} if there is none
	 */
	public @Nullable String name() {
		return this.name;
	}

	@Override
	public boolean equals(@Nullable Object obj) {
		return obj instanceof ChatMessage other && this.role.equals(other.role) && this.parts.equals(other.parts)
				&& this.toolCalls.equals(other.toolCalls) && Objects.equals(this.toolCallId, other.toolCallId)
				&& Objects.equals(this.name, other.name);
	}

	@Override
	public int hashCode() {
		return Objects.hash(this.role, this.parts, this.toolCalls, this.toolCallId, this.name);
	}

	@Override
	public String toString() {
		return "ChatMessage[" + this.role + ", " + text().length() + " characters"
				+ ((this.parts.size() > 1) ? ", " + this.parts.size() + " parts" : "")
				+ (this.toolCalls.isEmpty() ? "" : ", " + this.toolCalls.size() + " tool calls") + "]";
	}

}
