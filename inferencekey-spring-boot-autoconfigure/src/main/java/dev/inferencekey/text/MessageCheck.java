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

import java.net.URI;
import java.util.List;
import java.util.Locale;
import java.util.Set;

import dev.inferencekey.operation.Surrogates;
import org.jspecify.annotations.Nullable;

import org.springframework.core.io.ByteArrayResource;

/**
 * Finds what is wrong with one message.
 */
final class MessageCheck {

	private static final Set<String> SCHEMES = Set.of("http", "https", "data");

	private final ChatMessage message;

	private final int index;

	/**
	 * Create a check.
	 * @param message the message
	 * @param index its place in the conversation
	 */
	MessageCheck(ChatMessage message, int index) {
		this.message = message;
		this.index = index;
	}

	/**
	 * Find what is wrong.
	 * @return a clause without a full stop, or {@code null} when nothing is wrong
	 */
	@Nullable String problem() {
		if (this.message.role().isBlank()) {
			return "the role of messages[" + this.index + "] is blank";
		}
		String name = this.message.name();
		String problem = (name != null) ? textProblem("the name", name) : null;
		if (problem == null) {
			problem = contentProblem();
		}
		if (problem == null) {
			problem = toolsProblem();
		}
		return problem;
	}

	private @Nullable String contentProblem() {
		List<ContentPart> parts = this.message.parts();
		if (parts.isEmpty() && this.message.toolCalls().isEmpty()) {
			return where() + " has no content; give it a text or other parts";
		}
		for (int i = 0; i < parts.size(); i++) {
			String what = (parts.size() == 1) ? "the content" : "parts[" + i + "]";
			String problem = partProblem(what, parts.get(i));
			if (problem != null) {
				return problem;
			}
		}
		return null;
	}

	private @Nullable String partProblem(String what, ContentPart part) {
		String text = part.text();
		if (text != null) {
			// Models write line ends before their tool calls.
			return this.message.toolCalls().isEmpty() ? textProblem(what, text) : surrogateProblem(what, text);
		}
		URI uri = part.uri();
		if (uri != null) {
			String scheme = String.valueOf(uri.getScheme()).toLowerCase(Locale.ROOT);
			return SCHEMES.contains(scheme) ? null : "the URI of " + what + " of " + where()
					+ " is not an http, https or data URI; use one of these, or send the image as bytes";
		}
		if (part.data() instanceof ByteArrayResource bytes && bytes.contentLength() == 0) {
			return what + " of " + where() + " has no bytes";
		}
		String format = String.valueOf(part.format());
		if (part.type() == ContentPart.Type.IMAGE && (!format.startsWith("image/") || format.contains("*"))) {
			return "the media type of " + what + " of " + where() + " is " + format
					+ "; use that of an image, such as image/png";
		}
		String problem = textProblem("the format of " + what, format);
		return (problem == null && part.name() != null) ? textProblem("the filename of " + what, part.name()) : problem;
	}

	private @Nullable String toolsProblem() {
		String callId = this.message.toolCallId();
		if (this.message.role().equals("tool") && callId == null) {
			return where() + " does not say which tool call it is the result of; create it by ChatMessage.toolResult";
		}
		String problem = (callId != null) ? textProblem("the tool call id", callId) : null;
		for (ToolCall call : this.message.toolCalls()) {
			if (problem == null) {
				problem = callProblem(call);
			}
		}
		return problem;
	}

	private @Nullable String callProblem(ToolCall call) {
		String problem = textProblem("the id of a tool call", call.id());
		if (problem == null) {
			problem = textProblem("the name of a tool call", call.name());
		}
		return (problem != null) ? problem
				: surrogateProblem("the arguments of the call of \"" + call.name() + "\"", call.arguments());
	}

	private @Nullable String textProblem(String what, String text) {
		return text.isBlank() ? what + " of " + where() + " is blank" : surrogateProblem(what, text);
	}

	private @Nullable String surrogateProblem(String what, String text) {
		return Surrogates.isBroken(text) ? what + " of " + where() + " has half a surrogate pair" : null;
	}

	private String where() {
		return "messages[" + this.index + "] (" + this.message.role() + ")";
	}

}
