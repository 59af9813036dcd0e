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

package dev.inferencekey.observation;

/**
 * The metrics of the GenAI conventions that are recorded, with their names in Micrometer.
 */
public enum GenAiMetric {

	/**
	 * Duration of calls that generate text.
	 */
	INFERENCE_DURATION("gen_ai.client.inference.duration", "Duration of text generation calls, retries included",
			Unit.SECONDS),

	/**
	 * Duration of calls that embed texts.
	 */
	EMBEDDINGS_DURATION("gen_ai.client.embeddings.duration", "Duration of embedding calls, retries included",
			Unit.SECONDS),

	/**
	 * Duration of all other calls; in release 1.41, of every call.
	 */
	OPERATION_DURATION("gen_ai.client.operation.duration", "Duration of calls, retries included", Unit.SECONDS),

	/**
	 * Duration of the execution of a tool.
	 */
	EXECUTE_TOOL_DURATION("gen_ai.execute_tool.duration", "Duration of tool executions", Unit.SECONDS),

	/**
	 * Time from the start of a call to the first chunk of its stream.
	 */
	TIME_TO_FIRST_CHUNK("gen_ai.client.inference.time_to_first_chunk",
			"Time from the start of a call to the first chunk of its stream", Unit.SECONDS),

	/**
	 * Time from one chunk of a stream to the next.
	 */
	TIME_PER_OUTPUT_CHUNK("gen_ai.client.inference.time_per_output_chunk",
			"Time from one chunk of a stream to the next", Unit.SECONDS),

	/**
	 * Counter of input tokens, cached ones included.
	 */
	USAGE_INPUT_TOKENS("gen_ai.client.inference.usage.input_tokens", "Input tokens used, cached ones included",
			Unit.COUNT),

	/**
	 * Counter of output tokens, reasoning included.
	 */
	USAGE_OUTPUT_TOKENS("gen_ai.client.inference.usage.output_tokens", "Output tokens used, reasoning included",
			Unit.COUNT),

	/**
	 * Counter of the input tokens that were read from a cache.
	 */
	USAGE_CACHED_INPUT_TOKENS("gen_ai.client.inference.usage.cache_read.input_tokens",
			"Input tokens that were read from a cache", Unit.COUNT),

	/**
	 * Counter of the output tokens that were used for reasoning.
	 */
	USAGE_REASONING_TOKENS("gen_ai.client.inference.usage.reasoning.output_tokens",
			"Output tokens that were used for reasoning", Unit.COUNT),

	/**
	 * Distribution of the input tokens of calls that generate text.
	 */
	INFERENCE_INPUT_TOKENS("gen_ai.client.inference.operation.input_tokens", "Input tokens per text generation call",
			Unit.TOKENS),

	/**
	 * Distribution of the output tokens of calls that generate text.
	 */
	INFERENCE_OUTPUT_TOKENS("gen_ai.client.inference.operation.output_tokens", "Output tokens per text generation call",
			Unit.TOKENS),

	/**
	 * Distribution of the input tokens of calls that embed texts.
	 */
	EMBEDDINGS_INPUT_TOKENS("gen_ai.client.embeddings.operation.input_tokens", "Input tokens per embedding call",
			Unit.TOKENS),

	/**
	 * {@link #TIME_TO_FIRST_CHUNK} in release 1.41.
	 */
	OLDER_TIME_TO_FIRST_CHUNK("gen_ai.client.operation.time_to_first_chunk",
			"Time from the start of a call to the first chunk of its stream", Unit.SECONDS),

	/**
	 * {@link #TIME_PER_OUTPUT_CHUNK} in release 1.41.
	 */
	OLDER_TIME_PER_OUTPUT_CHUNK("gen_ai.client.operation.time_per_output_chunk",
			"Time from one chunk of a stream to the next", Unit.SECONDS),

	/**
	 * Distribution of tokens in release 1.41, by {@code gen_ai.token.type}.
	 */
	OLDER_TOKEN_USAGE("gen_ai.client.token.usage", "Number of input and output tokens used", Unit.TOKENS);

	private final String meterName;

	private final String description;

	private final Unit unit;

	GenAiMetric(String meterName, String description, Unit unit) {
		this.meterName = meterName;
		this.description = description;
		this.unit = unit;
	}

	/**
	 * Return the name of the duration of an operation in release 0.1.
	 * @param operation the name of the operation, such as {@code chat}
	 * @return the metric
	 */
	static GenAiMetric durationOf(String operation) {
		return switch (operation) {
			case "chat" -> INFERENCE_DURATION;
			case "embeddings" -> EMBEDDINGS_DURATION;
			default -> OPERATION_DURATION;
		};
	}

	/**
	 * Return the name of the meter.
	 * @return the name in dots
	 */
	public String meterName() {
		return this.meterName;
	}

	/**
	 * Return what the meter measures.
	 * @return one line
	 */
	public String description() {
		return this.description;
	}

	/**
	 * Return the unit, which decides the buckets of histograms.
	 * @return the unit
	 */
	public Unit unit() {
		return this.unit;
	}

	/**
	 * Units of metrics.
	 */
	public enum Unit {

		/**
		 * A duration, recorded by a timer.
		 */
		SECONDS,

		/**
		 * Tokens of one call, recorded by a summary.
		 */
		TOKENS,

		/**
		 * Tokens of all calls, recorded by a counter.
		 */
		COUNT

	}

}
