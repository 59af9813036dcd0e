package dev.inferencekey.localplatform;

import com.fasterxml.jackson.annotation.JsonInclude;
import org.jspecify.annotations.Nullable;

/**
 * Token counts by the model's own tokenizer, without the two markers that it adds.
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record Usage(int promptTokens, @Nullable Integer completionTokens, int totalTokens) {

	static Usage ofPrompt(int promptTokens) {
		return new Usage(promptTokens, null, promptTokens);
	}

	static Usage of(int promptTokens, int completionTokens) {
		return new Usage(promptTokens, completionTokens, promptTokens + completionTokens);
	}

}
