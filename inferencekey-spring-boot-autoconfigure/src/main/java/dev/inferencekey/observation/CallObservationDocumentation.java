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

import io.micrometer.common.docs.KeyName;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationConvention;
import io.micrometer.observation.docs.ObservationDocumentation;

/**
 * The observation of calls, with the names of the OpenTelemetry semantic conventions for
 * generative AI, release 0.1.
 */
public enum CallObservationDocumentation implements ObservationDocumentation {

	/**
	 * One call of a workload, from its start to the whole response or the last chunk of
	 * its stream, including all retries and waits.
	 */
	CALL {

		@Override
		public Class<? extends ObservationConvention<? extends Observation.Context>> getDefaultConvention() {
			return DefaultCallObservationConvention.class;
		}

		@Override
		public KeyName[] getLowCardinalityKeyNames() {
			return LowCardinalityKeyNames.values();
		}

		@Override
		public KeyName[] getHighCardinalityKeyNames() {
			return HighCardinalityKeyNames.values();
		}

	};

	/**
	 * Keys with few values, for metrics and traces.
	 */
	public enum LowCardinalityKeyNames implements KeyName {

		/**
		 * The operation: {@code chat}, {@code embeddings} or {@code rerank}.
		 */
		OPERATION_NAME("gen_ai.operation.name"),

		/**
		 * The provider, always {@code inferencekey}.
		 */
		PROVIDER_NAME("gen_ai.provider.name"),

		/**
		 * The model that the request names: the slug of the workload, unless another one
		 * is configured.
		 */
		REQUEST_MODEL("gen_ai.request.model"),

		/**
		 * Whether the response was streamed.
		 */
		REQUEST_STREAM("gen_ai.request.stream"),

		/**
		 * The model that produced the response, {@code none} when the server did not say,
		 * {@code _OTHER} beyond the first ten of a workload.
		 */
		RESPONSE_MODEL("gen_ai.response.model"),

		/**
		 * The name of the workload. At most one hundred targets that are not configured
		 * have names of their own; all further ones are {@code _OTHER}.
		 */
		WORKLOAD("inferencekey.workload"),

		/**
		 * The project of the workload, {@code none} for a workload with a URL of its own.
		 */
		PROJECT("inferencekey.project"),

		/**
		 * The host of the server.
		 */
		SERVER_ADDRESS("server.address"),

		/**
		 * The port of the server.
		 */
		SERVER_PORT("server.port"),

		/**
		 * Why the call failed: the HTTP status, the code of a 403, {@code timeout},
		 * {@code connection}, {@code stream_interrupted}, {@code unreadable},
		 * {@code rejected}, {@code validation}, {@code configuration}, {@code unwritable}
		 * for a body that cannot be sent, or {@code _OTHER}, which code of the
		 * application that fails has too; {@code none} when the call did not fail.
		 */
		ERROR_TYPE("error.type"),

		/**
		 * How the call ended: {@code success}, {@code error}, or {@code cancelled} by the
		 * caller; {@code none} while it runs.
		 */
		OUTCOME("inferencekey.outcome");

		private final String key;

		LowCardinalityKeyNames(String key) {
			this.key = key;
		}

		@Override
		public String asString() {
			return this.key;
		}

	}

	/**
	 * Keys with many values, for traces only. Each is present only if it is known.
	 */
	public enum HighCardinalityKeyNames implements KeyName {

		/**
		 * The sampling temperature.
		 */
		REQUEST_TEMPERATURE("gen_ai.request.temperature"),

		/**
		 * The probability mass of nucleus sampling.
		 */
		REQUEST_TOP_P("gen_ai.request.top_p"),

		/**
		 * The number of candidate tokens in each step.
		 */
		REQUEST_TOP_K("gen_ai.request.top_k"),

		/**
		 * The maximum number of output tokens.
		 */
		REQUEST_MAX_TOKENS("gen_ai.request.max_tokens"),

		/**
		 * The penalty for tokens that have occurred.
		 */
		REQUEST_PRESENCE_PENALTY("gen_ai.request.presence_penalty"),

		/**
		 * The penalty for tokens by how often they have occurred.
		 */
		REQUEST_FREQUENCY_PENALTY("gen_ai.request.frequency_penalty"),

		/**
		 * The seed of the sampling.
		 */
		REQUEST_SEED("gen_ai.request.seed"),

		/**
		 * The number of choices that the request asks for.
		 */
		REQUEST_CHOICE_COUNT("gen_ai.request.choice.count"),

		/**
		 * The requested length of vectors.
		 */
		EMBEDDINGS_DIMENSION_COUNT("gen_ai.embeddings.dimension.count"),

		/**
		 * Why the response ended.
		 */
		RESPONSE_FINISH_REASONS("gen_ai.response.finish_reasons"),

		/**
		 * The time from the start of the call to its first chunk, in seconds.
		 */
		RESPONSE_TIME_TO_FIRST_CHUNK("gen_ai.response.time_to_first_chunk"),

		/**
		 * The number of input tokens.
		 */
		USAGE_INPUT_TOKENS("gen_ai.usage.input_tokens"),

		/**
		 * The number of output tokens.
		 */
		USAGE_OUTPUT_TOKENS("gen_ai.usage.output_tokens"),

		/**
		 * The number of input tokens that were read from a cache.
		 */
		USAGE_CACHE_READ_INPUT_TOKENS("gen_ai.usage.cache_read.input_tokens"),

		/**
		 * The number of output tokens that were used for reasoning.
		 */
		USAGE_REASONING_OUTPUT_TOKENS("gen_ai.usage.reasoning.output_tokens"),

		/**
		 * The number of requests that were sent, retries included.
		 */
		ATTEMPTS("inferencekey.attempts"),

		/**
		 * The request id that the server gave to a failed call.
		 */
		REQUEST_ID("inferencekey.request_id"),

		/**
		 * The messages of the request as JSON, only with
		 * {@code inferencekey.content.trace}.
		 */
		INPUT_MESSAGES("gen_ai.input.messages"),

		/**
		 * The messages of the response as JSON, only with
		 * {@code inferencekey.content.trace}.
		 */
		OUTPUT_MESSAGES("gen_ai.output.messages");

		private final String key;

		HighCardinalityKeyNames(String key) {
			this.key = key;
		}

		@Override
		public String asString() {
			return this.key;
		}

	}

}
