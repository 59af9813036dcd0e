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

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

import dev.inferencekey.operation.Json;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The JSON of a chunk. The frames of a stream are alike but for their text, so one frame
 * serves all chunks that differ from it in nothing else: each chunk costs its text and no
 * copy of its JSON, and the next frame is recognised by comparing arrays, which the JDK
 * does with vector instructions, instead of being parsed.
 */
final class ChunkFrame {

	private static final int NO_TEXT = -1;

	private final Json json;

	private final byte[] bytes;

	private final @Nullable String id;

	private final @Nullable String model;

	// The text without its quotes stands between these.
	private final int textFrom;

	private final int textTo;

	private ChunkFrame(Json json, byte[] bytes, CompletionFields fields, int textFrom, int textTo) {
		this.json = json;
		this.bytes = bytes;
		this.id = fields.id();
		this.model = fields.model();
		this.textFrom = textFrom;
		this.textTo = textTo;
	}

	/**
	 * Keep a frame that was read, to serve all that differ from it only in their text.
	 * @param json how JSON is read
	 * @param bytes a copy of the frame
	 * @param fields what was read of it
	 * @return the frame
	 */
	static ChunkFrame of(Json json, byte[] bytes, CompletionFields fields) {
		if (!hasOnlyText(fields)) {
			return single(json, bytes, fields);
		}
		ChoiceFields choice = fields.choices().get(0);
		String text = choice.text();
		int from = choice.textOffset() + 1;
		if (text == null || from <= 0) {
			return single(json, bytes, fields);
		}
		byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
		int to = from + utf8.length;
		// Where the text does not stand as it is, it has escapes, and no place to
		// compare.
		boolean plain = to < bytes.length && bytes[from - 1] == '"' && bytes[to] == '"'
				&& Arrays.equals(bytes, from, to, utf8, 0, utf8.length) && isOneLine(bytes);
		return plain ? new ChunkFrame(json, bytes, fields, from, to) : single(json, bytes, fields);
	}

	/**
	 * Keep a frame that serves no other.
	 * @param json how JSON is read
	 * @param bytes a copy of the frame
	 * @param fields what was read of it
	 * @return the frame
	 */
	static ChunkFrame single(Json json, byte[] bytes, CompletionFields fields) {
		return new ChunkFrame(json, bytes, fields, NO_TEXT, NO_TEXT);
	}

	private static boolean hasOnlyText(CompletionFields fields) {
		if (fields.choices().size() != 1 || fields.usage() != null) {
			return false;
		}
		ChoiceFields choice = fields.choices().get(0);
		return choice.index() == 0 && choice.finishReason() == null && !choice.hasMoreThanText();
	}

	// Where frames are recognised, a line feed is the end of a line.
	private static boolean isOneLine(byte[] bytes) {
		for (byte b : bytes) {
			if (b == '\n' || b == '\r') {
				return false;
			}
		}
		return true;
	}

	/**
	 * Whether {@link #recognise} can recognise other frames.
	 * @return {@code true} when this frame has a text in a known place
	 */
	boolean servesOthers() {
		return this.textFrom != NO_TEXT;
	}

	@Nullable String id() {
		return this.id;
	}

	@Nullable String model() {
		return this.model;
	}

	/**
	 * Recognise another frame that is like this one in all but its text, before its end
	 * is known. Comparing arrays is done with vector instructions; only the text is
	 * looked at byte by byte.
	 * @param other holds the other frame
	 * @param from where it begins
	 * @param limit where the bytes end that are there, exclusive
	 * @return where it ends, exclusive, or -1 when it is another or is not all there
	 */
	int recognise(byte[] other, int from, int limit) {
		int start = from + this.textFrom;
		int after = this.bytes.length - this.textTo;
		if (this.textFrom == NO_TEXT || limit - start < after
				|| !Arrays.equals(other, from, start, this.bytes, 0, this.textFrom)) {
			return -1;
		}
		int last = limit - after;
		for (int i = start; i <= last; i++) {
			byte b = other[i];
			if (b == '"') {
				int end = i + after;
				return Arrays.equals(other, i, end, this.bytes, this.textTo, this.bytes.length) ? end : -1;
			}
			// A backslash begins an escape, a control character is no JSON, and what is
			// not ASCII is left to the parser to check.
			if (b == '\\' || b < ' ') {
				return -1;
			}
		}
		return -1;
	}

	/**
	 * The text of a frame that was recognised.
	 * @param other holds the other frame
	 * @param from where it begins
	 * @param to where it ends, exclusive
	 * @return the text
	 */
	String text(byte[] other, int from, int to) {
		int start = from + this.textFrom;
		int end = to - (this.bytes.length - this.textTo);
		return new String(other, start, end - start, StandardCharsets.ISO_8859_1);
	}

	/**
	 * The JSON of a chunk that this frame serves.
	 * @param text the text of the chunk
	 * @return a new tree
	 */
	JsonNode raw(String text) {
		JsonNode tree = this.json.tree(this.bytes);
		if (this.textFrom != NO_TEXT && tree.at("/choices/0/delta") instanceof ObjectNode delta) {
			delta.put("content", text);
		}
		return tree;
	}

}
