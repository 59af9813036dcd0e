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

import dev.inferencekey.operation.Json;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The JSON of a chunk, or of several that differ in nothing but their text.
 */
final class ChunkFrame {

	private final Json json;

	private final byte[] bytes;

	private final @Nullable String id;

	private final @Nullable String model;

	private final boolean shared;

	/**
	 * Keep a frame.
	 * @param json how JSON is read
	 * @param bytes a copy of the frame
	 * @param fields what was read of it
	 * @param shared whether {@code delta.content} of the chunks may be another than that
	 * of the frame
	 */
	ChunkFrame(Json json, byte[] bytes, CompletionFields fields, boolean shared) {
		this(json, bytes, fields.id(), fields.model(), shared);
	}

	private ChunkFrame(Json json, byte[] bytes, @Nullable String id, @Nullable String model, boolean shared) {
		this.json = json;
		this.bytes = bytes;
		this.id = id;
		this.model = model;
		this.shared = shared;
	}

	/**
	 * Keep a frame of the same completion.
	 * @param bytes a copy of that frame
	 * @return a new frame
	 */
	ChunkFrame with(byte[] bytes) {
		return new ChunkFrame(this.json, bytes, this.id, this.model, this.shared);
	}

	@Nullable String id() {
		return this.id;
	}

	@Nullable String model() {
		return this.model;
	}

	/**
	 * The JSON of a chunk that has this frame.
	 * @param text the text of the chunk
	 * @return a new tree
	 */
	JsonNode raw(String text) {
		JsonNode tree = this.json.tree(this.bytes);
		if (this.shared && tree.at("/choices/0/delta") instanceof ObjectNode delta) {
			delta.put("content", text);
		}
		return tree;
	}

}
