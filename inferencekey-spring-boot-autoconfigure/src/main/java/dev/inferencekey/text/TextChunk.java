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
import java.util.List;

import dev.inferencekey.operation.Json;
import dev.inferencekey.operation.Usage;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * A piece of text, as it is generated. Every frame of the stream is one chunk, also those
 * that carry no text: the first often names only the role, the last only the reason why
 * the text ends. A frame that has nothing but the usage belongs to the chunk before it.
 */
public final class TextChunk {

	private static final ChunkFrame FRAME = frame("""
			{"object":"chat.completion.chunk","choices":[{"index":0,"delta":{"content":""}}]}""");

	private final String text;

	private final @Nullable String finishReason;

	private final @Nullable Usage usage;

	private final ChunkFrame frame;

	private final String reasoning;

	private final @Nullable ChunkFrame usageFrame;

	TextChunk(String text, @Nullable String finishReason, @Nullable Usage usage, ChunkFrame frame) {
		this(text, finishReason, usage, frame, "", null);
	}

	private TextChunk(String text, @Nullable String finishReason, @Nullable Usage usage, ChunkFrame frame,
			String reasoning, @Nullable ChunkFrame usageFrame) {
		this.text = text;
		this.finishReason = finishReason;
		this.usage = usage;
		this.frame = frame;
		this.reasoning = reasoning;
		this.usageFrame = usageFrame;
	}

	/**
	 * Create a chunk of nothing but text, for example to mock an endpoint.
	 * @param text the piece of text
	 * @return a chunk whose {@link #raw()} is what a server would have sent
	 */
	public static TextChunk of(String text) {
		return new TextChunk(text, null, null, FRAME);
	}

	private static ChunkFrame frame(String source) {
		Json json = new Json(JsonMapper.shared());
		byte[] bytes = source.getBytes(StandardCharsets.UTF_8);
		CompletionFields fields = new CompletionFields();
		json.readObject(bytes, 0, bytes.length, fields::field);
		return ChunkFrame.of(json, bytes, fields);
	}

	TextChunk withReasoning(@Nullable String reasoning) {
		return (reasoning == null) ? this
				: new TextChunk(this.text, this.finishReason, this.usage, this.frame, reasoning, this.usageFrame);
	}

	/**
	 * The same chunk with the usage that came in a frame of its own.
	 * @param other the chunk of that frame
	 * @return a new chunk
	 */
	TextChunk withUsageOf(TextChunk other) {
		return new TextChunk(this.text, this.finishReason, other.usage, this.frame, this.reasoning, other.frame);
	}

	/**
	 * The same chunk of a stream that goes on in spite of it.
	 * @return a new chunk
	 */
	TextChunk withoutFinishReason() {
		return new TextChunk(this.text, null, this.usage, this.frame, this.reasoning, this.usageFrame);
	}

	/**
	 * The piece of text.
	 * @return the text, possibly empty
	 */
	public String text() {
		return this.text;
	}

	/**
	 * The piece of what the model thinks before it answers, from
	 * {@code reasoning_content}, {@code reasoning} or parts of type {@code thinking}.
	 * @return the reasoning, empty when the chunk has none
	 */
	public String reasoning() {
		return this.reasoning;
	}

	/**
	 * The tool calls that are complete with this chunk. Their fragments, as they come, are
	 * in {@link #raw()}.
	 * @return the calls, empty for most chunks
	 */
	public List<ToolCall> toolCalls() {
		return List.of();
	}

	/**
	 * The choice that the chunk belongs to, where several were asked for.
	 * @return the index of the choice, 0 for the only one
	 */
	public int choice() {
		return 0;
	}

	/**
	 * Why the text ends.
	 * @return the reason on the chunk that ends the text, {@code null} on all others
	 */
	public @Nullable String finishReason() {
		return this.finishReason;
	}

	/**
	 * What the call cost.
	 * @return the tokens on the chunk that the server counts them in, {@code null} on all
	 * others
	 */
	public @Nullable Usage usage() {
		return this.usage;
	}

	/**
	 * The model that answers.
	 * @return the model, or {@code null} when the frame does not say
	 */
	public @Nullable String model() {
		return this.frame.model();
	}

	/**
	 * The whole frame, parsed when it is asked for. If the usage came in a frame of its
	 * own, everything that frame has besides choices is part of it.
	 * @return the JSON of the frame
	 */
	public JsonNode raw() {
		JsonNode raw = this.frame.raw(this.text);
		if (this.usageFrame != null && raw instanceof ObjectNode object) {
			this.usageFrame.raw("").properties().forEach((field) -> {
				if (!field.getKey().equals("choices")) {
					object.set(field.getKey(), field.getValue());
				}
			});
		}
		return raw;
	}

	@Override
	public String toString() {
		return "TextChunk[" + this.text.length() + " characters, finishReason=" + this.finishReason + ", usage="
				+ this.usage + "]";
	}

}
