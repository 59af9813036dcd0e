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
 * One message of a conversation. Immutable.
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
	 * Create an instruction that comes before the conversation.
	 * @param text what the model is told, not blank
	 * @return a message of role {@code system}
	 */
	public static ChatMessage system(String text) {
		return of("system", text);
	}

	/**
	 * Create an instruction of the application's developer, which newer models know in
	 * place of {@code system}.
	 * @param text what the model is told, not blank
	 * @return a message of role {@code developer}
	 */
	public static ChatMessage developer(String text) {
		return of("developer", text);
	}

	/**
	 * Create a message of the user.
	 * @param text what the user says, not blank
	 * @return a message of role {@code user}
	 */
	public static ChatMessage user(String text) {
		return of("user", text);
	}

	/**
	 * Create an earlier answer of the model.
	 * @param text what the model said, not blank
	 * @return a message of role {@code assistant}
	 */
	public static ChatMessage assistant(String text) {
		return of("assistant", text);
	}

	/**
	 * Create an earlier answer of the model, with the tool calls it made.
	 * @param result the answer
	 * @return a message of role {@code assistant}
	 */
	public static ChatMessage assistant(TextResult result) {
		String said = (result.text().isEmpty() && result.refusal() != null) ? result.refusal() : result.text();
		List<ContentPart> parts = said.isEmpty() ? List.of() : List.of(ContentPart.text(said));
		return new ChatMessage("assistant", parts, result.toolCalls(), null, null);
	}

	/**
	 * Create a message of the user that has more than text.
	 * @param parts the parts in their order, at least one
	 * @return a message of role {@code user}
	 */
	public static ChatMessage user(ContentPart... parts) {
		return new ChatMessage("user", List.of(parts), List.of(), null, null);
	}

	/**
	 * Create the result of a tool that the model wanted to have run.
	 * @param call the call of the model
	 * @param result what the tool returned, as text or JSON, not blank
	 * @return a message of role {@code tool}
	 */
	public static ChatMessage toolResult(ToolCall call, String result) {
		return new ChatMessage("tool", List.of(ContentPart.text(result)), List.of(), call.id(), null);
	}

	/**
	 * Create a message of any role. It is checked when it is sent.
	 * @param role a role that the workload knows
	 * @param text the text, not blank
	 * @return the message
	 */
	public static ChatMessage of(String role, String text) {
		return new ChatMessage(role, List.of(ContentPart.text(text)), List.of(), null, null);
	}

	/**
	 * Tell several speakers of the same role apart.
	 * @param name the speaker's name, {@code null} for none
	 * @return a new message
	 */
	public ChatMessage withName(@Nullable String name) {
		return new ChatMessage(this.role, this.parts, this.toolCalls, this.toolCallId, name);
	}

	/**
	 * The speaker's role: {@code system}, {@code developer}, {@code user},
	 * {@code assistant}, or another that the workload knows.
	 * @return the role
	 */
	public String role() {
		return this.role;
	}

	/**
	 * The text of the message.
	 * @return the text of all parts that have any, joined; empty for none
	 */
	public String text() {
		return this.parts.stream()
			.map(ContentPart::text)
			.filter(Objects::nonNull)
			.collect(Collectors.joining());
	}

	/**
	 * The content of the message in parts.
	 * @return the parts in their order; one for a message of plain text, none for an
	 * answer that has only tool calls
	 */
	public List<ContentPart> parts() {
		return this.parts;
	}

	/**
	 * The tool calls of an answer of the model.
	 * @return the calls, empty for none
	 */
	public List<ToolCall> toolCalls() {
		return this.toolCalls;
	}

	/**
	 * The tool call that this message is the result of.
	 * @return the id of the call, or {@code null} if the message is no such result
	 */
	public @Nullable String toolCallId() {
		return this.toolCallId;
	}

	/**
	 * The speaker's name.
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
		return "ChatMessage[" + this.role + ", " + text().length() + " characters, " + this.parts.size() + " parts, "
				+ this.toolCalls.size() + " tool calls]";
	}

}
