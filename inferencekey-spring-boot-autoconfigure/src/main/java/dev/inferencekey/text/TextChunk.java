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

	private final ChunkFrame frame;

	private final ChunkDetails details;

	TextChunk(String text, ChunkFrame frame, ChunkDetails details) {
		this.text = text;
		this.frame = frame;
		this.details = details;
	}

	/**
	 * Create a chunk of nothing but text, for example to mock an endpoint.
	 * @param text the piece of text
	 * @return a chunk whose {@link #raw()} is what a server would have sent
	 */
	public static TextChunk of(String text) {
		return new TextChunk(text, FRAME, ChunkDetails.NONE);
	}

	private static ChunkFrame frame(String source) {
		Json json = new Json(JsonMapper.shared());
		byte[] bytes = source.getBytes(StandardCharsets.UTF_8);
		CompletionFields fields = new CompletionFields(json);
		json.readObject(bytes, 0, bytes.length, fields::field);
		return new ChunkFrame(json, bytes, fields, true);
	}

	/**
	 * What has no frame of its own: it was kept back until the stream ended.
	 * @param choice the index of the choice
	 * @return an empty chunk
	 */
	static TextChunk empty(int choice) {
		return new TextChunk("", (choice == 0) ? FRAME : frame("""
				{"object":"chat.completion.chunk","choices":[{"index":%d,"delta":{}}]}""".formatted(choice)),
				ChunkDetails.of(choice));
	}

	/**
	 * The same chunk with what was kept back besides.
	 * @param text more text
	 * @param reasoning more reasoning
	 * @param toolCalls more calls
	 * @return a new chunk
	 */
	TextChunk withMore(String text, String reasoning, List<ToolCall> toolCalls) {
		return new TextChunk(this.text + text, this.frame, this.details.withMore(reasoning, toolCalls));
	}

	/**
	 * The same chunk with the usage that came in a frame of its own.
	 * @param usage the usage
	 * @param usageFrame the frame of the usage
	 * @return a new chunk
	 */
	TextChunk withUsage(Usage usage, ChunkFrame usageFrame) {
		return new TextChunk(this.text, this.frame, this.details.withUsage(usage, usageFrame));
	}

	/**
	 * The same chunk of a stream that goes on in spite of it.
	 * @return a new chunk
	 */
	TextChunk withFinishReason(@Nullable String finishReason) {
		return new TextChunk(this.text, this.frame, this.details.withFinishReason(finishReason));
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
		return this.details.reasoning();
	}

	/**
	 * The tool calls that are complete with this chunk. Their fragments, as they come,
	 * are in {@link #raw()}.
	 * @return the calls, empty for most chunks
	 */
	public List<ToolCall> toolCalls() {
		return this.details.toolCalls();
	}

	/**
	 * The choice that the chunk belongs to, where several were asked for.
	 * @return the index of the choice, 0 for the only one
	 */
	public int choice() {
		return this.details.choice();
	}

	/**
	 * Why the text ends.
	 * @return the reason on the chunk that ends the text, {@code null} on all others
	 */
	public @Nullable String finishReason() {
		return this.details.finishReason();
	}

	/**
	 * What the call cost.
	 * @return the tokens on the chunk that the server counts them in, {@code null} on all
	 * others
	 */
	public @Nullable Usage usage() {
		return this.details.usage();
	}

	/**
	 * The model that answers.
	 * @return the model, or {@code null} when the frame does not say
	 */
	public @Nullable String model() {
		return this.frame.model();
	}

	/**
	 * The id that the server has given to the answer.
	 * @return the id, or {@code null} when the frame does not say
	 */
	public @Nullable String id() {
		return this.frame.id();
	}

	/**
	 * The next piece of a refusal.
	 * @return the piece, empty for most chunks
	 */
	public String refusal() {
		return this.details.refusal();
	}

	List<TokenLogprob> logprobs() {
		return this.details.logprobs();
	}

	/**
	 * The whole frame, parsed when it is asked for. If the usage came in a frame of its
	 * own, everything that frame has besides choices is part of it.
	 * @return the JSON of the frame
	 */
	public JsonNode raw() {
		JsonNode raw = this.frame.raw(this.text);
		ChunkFrame usageFrame = this.details.usageFrame();
		if (usageFrame != null && raw instanceof ObjectNode object) {
			usageFrame.raw("").properties().forEach((field) -> {
				if (!field.getKey().equals("choices")) {
					object.set(field.getKey(), field.getValue());
				}
			});
		}
		return raw;
	}

	@Override
	public String toString() {
		return "TextChunk[" + this.text.length() + " characters, " + toolCalls().size() + " tool calls, finishReason="
				+ finishReason() + ", usage=" + usage() + "]";
	}

}
