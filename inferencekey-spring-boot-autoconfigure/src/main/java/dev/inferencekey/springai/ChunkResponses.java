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

package dev.inferencekey.springai;

import java.util.List;
import java.util.Objects;

import dev.inferencekey.text.TextChunk;
import org.jspecify.annotations.Nullable;
import org.springframework.ai.chat.metadata.ChatResponseMetadata;
import org.springframework.ai.chat.model.ChatResponse;

/**
 * The chunks of one stream as Spring AI's responses. Its aggregator keeps the last value
 * of a property, so the chunk that finishes the answer has the whole reasoning and
 * refusal.
 */
final class ChunkResponses {

	private final StringBuilder reasoning = new StringBuilder();

	private final StringBuilder refusal = new StringBuilder();

	private @Nullable String id;

	private @Nullable String model;

	// That of a chunk without usage, which nobody can change.
	private ChatResponseMetadata metadata = ChatResponses.metadata(null, null, null);

	ChatResponse map(TextChunk chunk) {
		this.reasoning.append(chunk.reasoning());
		this.refusal.append(chunk.refusal());
		boolean last = chunk.finishReason() != null;
		String reasoned = last ? this.reasoning.toString() : chunk.reasoning();
		String refused = last ? this.refusal.toString() : chunk.refusal();
		return new ChatResponse(List.of(ChatResponses.generation(chunk.text(),
				ChatResponses.properties(reasoned, refused, chunk.choice()), chunk.toolCalls(), chunk.finishReason())),
				metadata(chunk));
	}

	private ChatResponseMetadata metadata(TextChunk chunk) {
		if (chunk.usage() != null) {
			return ChatResponses.metadata(chunk.id(), chunk.model(), chunk.usage());
		}
		if (!Objects.equals(chunk.id(), this.id) || !Objects.equals(chunk.model(), this.model)) {
			this.id = chunk.id();
			this.model = chunk.model();
			this.metadata = ChatResponses.metadata(this.id, this.model, null);
		}
		return this.metadata;
	}

}
