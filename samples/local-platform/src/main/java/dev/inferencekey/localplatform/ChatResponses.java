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

package dev.inferencekey.localplatform;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;

import com.fasterxml.jackson.annotation.JsonInclude;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.NullNode;

/**
 * The bodies of a chat completion, whole and in chunks. All chunks of one answer share
 * their id.
 *
 * @param id the id of the answer
 * @param created when it began, in seconds since 1970
 * @param generation the answer
 * @param includeUsage whether the stream ends with a chunk of the usage
 */
record ChatResponses(String id, long created, Generation generation, boolean includeUsage) {

	Completion completion(List<Delta> pieces) {
		Choice choice = new Choice(0, AssistantMessage.of(pieces), this.generation.finishReason());
		return new Completion(this.id, "chat.completion", this.created, this.generation.model(), List.of(choice),
				this.generation.usage());
	}

	Chunk firstChunk() {
		return chunk(Delta.ROLE);
	}

	Chunk chunk(Delta piece) {
		return chunk(piece, null);
	}

	Chunk lastChunk() {
		return chunk(Delta.END, this.generation.finishReason());
	}

	Chunk usageChunk() {
		return chunk(List.of(), this.generation.usage());
	}

	private Chunk chunk(Delta delta, @Nullable String finishReason) {
		return chunk(List.of(new ChunkChoice(0, delta, finishReason)), null);
	}

	private Chunk chunk(List<ChunkChoice> choices, @Nullable Usage usage) {
		return new Chunk(this.id, "chat.completion.chunk", this.created, this.generation.model(), choices,
				this.includeUsage ? tree(usage) : null);
	}

	private static JsonNode tree(@Nullable Usage usage) {
		return (usage != null) ? Json.MAPPER.valueToTree(usage) : NullNode.instance;
	}

	record Completion(String id, String object, long created, String model, List<Choice> choices, Usage usage) {

	}

	record Choice(int index, AssistantMessage message, String finishReason) {

	}

	/**
	 * The whole message. A message without content says so.
	 */
	record AssistantMessage(String role, @Nullable String content,
			@JsonInclude(JsonInclude.Include.NON_NULL) @Nullable String refusal,
			@JsonInclude(JsonInclude.Include.NON_EMPTY) List<Delta.CallFragment> toolCalls) {

		static AssistantMessage of(List<Delta> pieces) {
			String content = join(pieces, Delta::content);
			String refusal = join(pieces, Delta::refusal);
			Map<Integer, Delta.CallFragment> calls = new TreeMap<>();
			pieces.stream()
				.map(Delta::toolCalls)
				.filter(Objects::nonNull)
				.flatMap(List::stream)
				.forEach((fragment) -> calls.merge(fragment.index(), fragment, Delta.CallFragment::with));
			boolean silent = !calls.isEmpty() || !refusal.isEmpty();
			return new AssistantMessage("assistant", silent ? null : content, refusal.isEmpty() ? null : refusal,
					calls.values().stream().map(Delta.CallFragment::whole).toList());
		}

		private static String join(List<Delta> pieces, Function<Delta, @Nullable String> text) {
			return pieces.stream().map(text).filter(Objects::nonNull).collect(Collectors.joining());
		}

	}

	/**
	 * One chunk. The usage is null before its own chunk when it was asked for, and
	 * missing otherwise.
	 */
	record Chunk(String id, String object, long created, String model, List<ChunkChoice> choices,
			@JsonInclude(JsonInclude.Include.NON_NULL) @Nullable JsonNode usage) {

	}

	record ChunkChoice(int index, Delta delta, @Nullable String finishReason) {

	}

}
