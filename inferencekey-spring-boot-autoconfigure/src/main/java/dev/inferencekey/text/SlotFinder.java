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

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

import dev.inferencekey.operation.Json;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/**
 * Finds the places of a frame in which the next may differ.
 */
final class SlotFinder {

	private final byte[] frame;

	private final List<Slot> slots = new ArrayList<>();

	private final Set<Slot.Kind> found = EnumSet.noneOf(Slot.Kind.class);

	private boolean unusable;

	private SlotFinder(byte[] frame) {
		this.frame = frame;
	}

	/**
	 * Find the slots of a frame.
	 * @param json how JSON is read
	 * @param frame the frame, which has at most one choice
	 * @return the slots in their order, each of which has read its value, empty if the
	 * frame says something twice or in a way that only the parser reads
	 */
	static List<Slot> find(Json json, byte[] frame) {
		SlotFinder finder = new SlotFinder(frame);
		json.readObject(frame, 0, frame.length, finder::field);
		return finder.unusable ? List.of() : finder.slots;
	}

	private void field(String name, JsonParser parser) {
		switch (name) {
			// What every chunk is asked for, or what makes it an error.
			case "id", "model", "object", "type", "error", "error_msg" -> {
			}
			case "usage" -> Json.readFields(parser, this::usage);
			case "choices" -> Json.readElements(parser, (choice) -> Json.readFields(choice, this::choice));
			// A time stamp, padding, and the like.
			default -> {
				number(Slot.Kind.NUMBER, parser);
				string(Slot.Kind.STRING, parser);
			}
		}
	}

	private void choice(String name, JsonParser parser) {
		switch (name) {
			case "delta" -> Json.readFields(parser, this::delta);
			case "message", "text" -> this.unusable = true;
			default -> {
			}
		}
	}

	private void delta(String name, JsonParser parser) {
		switch (name) {
			case "content" -> string(Slot.Kind.TEXT, parser);
			case "reasoning_content", "reasoning" -> string(Slot.Kind.REASONING, parser);
			case "tool_calls" -> Json.readElements(parser, (call) -> Json.readFields(call, this::toolCall));
			default -> {
			}
		}
	}

	private void toolCall(String name, JsonParser parser) {
		if (name.equals("function")) {
			Json.readFields(parser, (field, value) -> {
				if (field.equals("arguments")) {
					string(Slot.Kind.ARGUMENTS, value);
				}
			});
		}
	}

	private void usage(String name, JsonParser parser) {
		switch (name) {
			case "prompt_tokens", "input_tokens" -> number(Slot.Kind.INPUT_TOKENS, parser);
			case "completion_tokens", "output_tokens" -> number(Slot.Kind.OUTPUT_TOKENS, parser);
			case "total_tokens" -> number(Slot.Kind.TOTAL_TOKENS, parser);
			case "reasoning_tokens" -> number(Slot.Kind.REASONING_TOKENS, parser);
			case "prompt_tokens_details", "input_tokens_details", "completion_tokens_details",
					"output_tokens_details" ->
				Json.readFields(parser, this::detail);
			default -> number(Slot.Kind.NUMBER, parser);
		}
	}

	private void detail(String name, JsonParser parser) {
		switch (name) {
			case "cached_tokens" -> number(Slot.Kind.CACHED_TOKENS, parser);
			case "reasoning_tokens" -> number(Slot.Kind.REASONING_TOKENS, parser);
			default -> number(Slot.Kind.NUMBER, parser);
		}
	}

	private void number(Slot.Kind kind, JsonParser parser) {
		if (parser.currentToken() == JsonToken.VALUE_NUMBER_INT) {
			add(kind, (int) parser.currentTokenLocation().getByteOffset());
		}
	}

	private void string(Slot.Kind kind, JsonParser parser) {
		if (parser.currentToken() == JsonToken.VALUE_STRING) {
			// After the opening quote.
			add(kind, (int) parser.currentTokenLocation().getByteOffset() + 1);
		}
	}

	private void add(Slot.Kind kind, int offset) {
		Slot slot = new Slot(kind);
		boolean readable = slot.read(this.frame, offset, this.frame.length) >= 0;
		if (kind.isIgnored() && !readable) {
			return;
		}
		slot.rebase(0);
		this.slots.add(slot);
		this.unusable |= !readable || (!this.found.add(kind) && !kind.isIgnored());
	}

}
