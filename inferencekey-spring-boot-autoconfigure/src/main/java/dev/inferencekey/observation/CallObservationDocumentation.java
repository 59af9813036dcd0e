package dev.inferencekey.observation;

import io.micrometer.common.docs.KeyName;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationConvention;
import io.micrometer.observation.docs.ObservationDocumentation;

/**
 * What is observed of calls, by the names of the OpenTelemetry semantic conventions for
 * generative AI, version 1.41.
 */
public enum CallObservationDocumentation implements ObservationDocumentation {

	/**
	 * One call of a workload, from when it is made to its whole answer or the last chunk
	 * of its stream, over all retries and waits.
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
	 * Keys that have few values, for metrics and traces.
	 */
	public enum LowCardinalityKeyNames implements KeyName {

		/**
		 * What was done: {@code chat}, {@code embeddings} or {@code rerank}.
		 */
		OPERATION_NAME("gen_ai.operation.name"),

		/**
		 * Who served the call, always {@code inferencekey}.
		 */
		PROVIDER_NAME("gen_ai.provider.name"),

		/**
		 * The model as the request names it: the slug of the workload unless another is
		 * set.
		 */
		REQUEST_MODEL("gen_ai.request.model"),

		/**
		 * Whether the answer was streamed.
		 */
		REQUEST_STREAM("gen_ai.request.stream"),

		/**
		 * The model that really answered, {@code none} when the server did not say,
		 * {@code _OTHER} beyond the first ten of a workload.
		 */
		RESPONSE_MODEL("gen_ai.response.model"),

		/**
		 * The name of the workload. Of workloads that are not configured, a hundred
		 * targets are told apart; the keys of all others are {@code _OTHER}.
		 */
		WORKLOAD("inferencekey.workload"),

		/**
		 * The project of the workload, {@code none} for a workload with a URL of its own.
		 */
		PROJECT("inferencekey.project"),

		/**
		 * The host that was called.
		 */
		SERVER_ADDRESS("server.address"),

		/**
		 * The port that was called.
		 */
		SERVER_PORT("server.port"),

		/**
		 * Why the call failed: the HTTP status, the code of a 403, {@code timeout},
		 * {@code connection}, {@code stream_interrupted}, {@code unreadable},
		 * {@code rejected}, {@code validation}, {@code configuration} or {@code _OTHER};
		 * {@code none} when it did not.
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
	 * Keys that have many values, for traces only. Each is there only when it is known.
	 */
	public enum HighCardinalityKeyNames implements KeyName {

		/**
		 * How much chance there is in the choice of tokens.
		 */
		REQUEST_TEMPERATURE("gen_ai.request.temperature"),

		/**
		 * The share of the probability mass that tokens are chosen from.
		 */
		REQUEST_TOP_P("gen_ai.request.top_p"),

		/**
		 * The number of tokens that are chosen from.
		 */
		REQUEST_TOP_K("gen_ai.request.top_k"),

		/**
		 * The most tokens that the answer may have.
		 */
		REQUEST_MAX_TOKENS("gen_ai.request.max_tokens"),

		/**
		 * How much tokens that occurred at all are made less likely.
		 */
		REQUEST_PRESENCE_PENALTY("gen_ai.request.presence_penalty"),

		/**
		 * How much tokens are made less likely the more often they occurred.
		 */
		REQUEST_FREQUENCY_PENALTY("gen_ai.request.frequency_penalty"),

		/**
		 * What makes sampling repeatable.
		 */
		REQUEST_SEED("gen_ai.request.seed"),

		/**
		 * The length of vectors that was asked for.
		 */
		EMBEDDINGS_DIMENSION_COUNT("gen_ai.embeddings.dimension.count"),

		/**
		 * Why the answer ends.
		 */
		RESPONSE_FINISH_REASONS("gen_ai.response.finish_reasons"),

		/**
		 * Seconds from the call to the first chunk of its stream.
		 */
		RESPONSE_TIME_TO_FIRST_CHUNK("gen_ai.response.time_to_first_chunk"),

		/**
		 * Tokens of the request.
		 */
		USAGE_INPUT_TOKENS("gen_ai.usage.input_tokens"),

		/**
		 * Tokens of the answer.
		 */
		USAGE_OUTPUT_TOKENS("gen_ai.usage.output_tokens"),

		/**
		 * How often the call was sent, retries included.
		 */
		ATTEMPTS("inferencekey.attempts"),

		/**
		 * The id that the platform gave to a failed request.
		 */
		REQUEST_ID("inferencekey.request_id"),

		/**
		 * The messages of the request as JSON, only with
		 * {@code inferencekey.content.trace}.
		 */
		INPUT_MESSAGES("gen_ai.input.messages"),

		/**
		 * The answer as JSON, only with {@code inferencekey.content.trace}.
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
