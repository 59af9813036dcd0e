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

import java.util.Objects;

import org.jspecify.annotations.Nullable;

/**
 * One message of a conversation. Immutable.
 */
public final class ChatMessage {

	private final String role;

	private final String text;

	private final @Nullable String name;

	private ChatMessage(String role, String text, @Nullable String name) {
		this.role = role;
		this.text = text;
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
	 * Create a message of any role. It is checked when it is sent.
	 * @param role a role that the workload knows
	 * @param text the text, not blank
	 * @return the message
	 */
	public static ChatMessage of(String role, String text) {
		return new ChatMessage(role, text, null);
	}

	/**
	 * Tell several speakers of the same role apart.
	 * @param name the speaker's name, {@code null} for none
	 * @return a new message
	 */
	public ChatMessage withName(@Nullable String name) {
		return new ChatMessage(this.role, this.text, name);
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
	 * @return the text
	 */
	public String text() {
		return this.text;
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
		return obj instanceof ChatMessage other && this.role.equals(other.role) && this.text.equals(other.text)
				&& Objects.equals(this.name, other.name);
	}

	@Override
	public int hashCode() {
		return Objects.hash(this.role, this.text, this.name);
	}

	@Override
	public String toString() {
		return "ChatMessage[" + this.role + ", " + this.text.length() + " characters]";
	}

}
