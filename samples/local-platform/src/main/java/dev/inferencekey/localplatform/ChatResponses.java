package dev.inferencekey.localplatform;

import java.util.List;

import com.fasterxml.jackson.annotation.JsonInclude;
import org.jspecify.annotations.Nullable;

/**
 * The bodies of a chat completion, whole and in chunks. All chunks of one answer share
 * their id.
 *
 * @param id the id of the answer
 * @param created when it began, in seconds since 1970
 * @param generation the answer
 */
record ChatResponses(String id, long created, Generation generation) {

	Completion completion(String text) {
		Choice choice = new Choice(0, new AssistantMessage("assistant", text), this.generation.finishReason());
		return new Completion(this.id, "chat.completion", this.created, this.generation.model(), List.of(choice),
				this.generation.usage());
	}

	Chunk firstChunk() {
		return chunk(new Delta("assistant", ""), null);
	}

	Chunk contentChunk(String token) {
		return chunk(new Delta(null, token), null);
	}

	Chunk lastChunk() {
		return chunk(new Delta(null, null), this.generation.finishReason());
	}

	Chunk usageChunk() {
		return chunk(List.of(), this.generation.usage());
	}

	private Chunk chunk(Delta delta, @Nullable String finishReason) {
		return chunk(List.of(new ChunkChoice(0, delta, finishReason)), null);
	}

	private Chunk chunk(List<ChunkChoice> choices, @Nullable Usage usage) {
		return new Chunk(this.id, "chat.completion.chunk", this.created, this.generation.model(), choices, usage);
	}

	record Completion(String id, String object, long created, String model, List<Choice> choices, Usage usage) {

	}

	record Choice(int index, AssistantMessage message, String finishReason) {

	}

	record AssistantMessage(String role, String content) {

	}

	record Chunk(String id, String object, long created, String model, List<ChunkChoice> choices,
			@JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Usage usage) {

	}

	record ChunkChoice(int index, Delta delta, @Nullable String finishReason) {

	}

	@JsonInclude(JsonInclude.Include.NON_NULL)
	record Delta(@Nullable String role, @Nullable String content) {

	}

}
