package dev.inferencekey;

import dev.inferencekey.operation.LazyJson;
import dev.inferencekey.operation.Usage;
import dev.inferencekey.text.TextChunk;
import dev.inferencekey.text.TextResult;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Puts the chunks of a stream together into one result. Not thread-safe.
 */
final class TextAssembly {

	private final StringBuilder text = new StringBuilder();

	private @Nullable String model;

	private @Nullable String finishReason;

	private @Nullable Usage usage;

	void add(TextChunk chunk) {
		this.text.append(chunk.text());
		this.model = (chunk.model() != null) ? chunk.model() : this.model;
		this.finishReason = (chunk.finishReason() != null) ? chunk.finishReason() : this.finishReason;
		this.usage = (chunk.usage() != null) ? chunk.usage() : this.usage;
	}

	TextResult result() {
		String whole = this.text.toString();
		return new TextResult(whole, this.model, this.finishReason, this.usage,
				new LazyJson(() -> completion(whole, this.model, this.finishReason, this.usage)));
	}

	// What the server would have answered had it not streamed.
	private static JsonNode completion(String text, @Nullable String model, @Nullable String finishReason,
			@Nullable Usage usage) {
		ObjectNode completion = JsonNodeFactory.instance.objectNode();
		completion.put("object", "chat.completion");
		completion.put("model", model);
		ObjectNode choice = completion.putArray("choices").addObject();
		choice.put("index", 0);
		choice.putObject("message").put("role", "assistant").put("content", text);
		choice.put("finish_reason", finishReason);
		if (usage != null) {
			completion.putObject("usage")
				.put("prompt_tokens", usage.inputTokens())
				.put("completion_tokens", usage.outputTokens())
				.put("total_tokens", usage.totalTokens());
		}
		return completion;
	}

}
