package dev.inferencekey.observation;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import dev.inferencekey.observation.CallObservationDocumentation.HighCardinalityKeyNames;
import dev.inferencekey.observation.CallObservationDocumentation.LowCardinalityKeyNames;
import io.micrometer.common.KeyValue;
import io.micrometer.common.KeyValues;
import org.jspecify.annotations.Nullable;

/**
 * Names and keys of the OpenTelemetry semantic conventions for generative AI. Can be
 * extended.
 */
public class DefaultCallObservationConvention implements CallObservationConvention {

	private static final String NAME = "gen_ai.client.operation.duration";

	private static final Map<String, HighCardinalityKeyNames> PARAMETERS = Map.of("temperature",
			HighCardinalityKeyNames.REQUEST_TEMPERATURE, "top_p", HighCardinalityKeyNames.REQUEST_TOP_P, "top_k",
			HighCardinalityKeyNames.REQUEST_TOP_K, "max_tokens", HighCardinalityKeyNames.REQUEST_MAX_TOKENS,
			"presence_penalty", HighCardinalityKeyNames.REQUEST_PRESENCE_PENALTY, "frequency_penalty",
			HighCardinalityKeyNames.REQUEST_FREQUENCY_PENALTY, "seed", HighCardinalityKeyNames.REQUEST_SEED,
			"dimensions", HighCardinalityKeyNames.EMBEDDINGS_DIMENSION_COUNT);

	// As nearly every call has it.
	private static final KeyValue ONE_ATTEMPT = HighCardinalityKeyNames.ATTEMPTS.withValue("1");

	// Values are few, by design, and making the keys anew for each call costs more than
	// finding them. More than these come only from a convention that extends this one.
	private static final int MAX_KEPT = 1000;

	private final Map<Values, KeyValues> kept = new ConcurrentHashMap<>();

	@Override
	public String getName() {
		return NAME;
	}

	@Override
	public String getContextualName(CallContext context) {
		return context.getOperation() + " " + context.getTarget().model();
	}

	@Override
	public KeyValues getLowCardinalityKeyValues(CallContext context) {
		Values values = new Values(context.getTarget(), context.getOperation(), context.isStream(),
				orNone(context.getResponseModel()), orNone(context.getErrorType()), context.getOutcome());
		KeyValues keys = this.kept.get(values);
		if (keys == null) {
			keys = values.keys();
			if (this.kept.size() < MAX_KEPT) {
				this.kept.put(values, keys);
			}
		}
		return keys;
	}

	private static String orNone(@Nullable String value) {
		return (value != null) ? value : KeyValue.NONE_VALUE;
	}

	@Override
	public KeyValues getHighCardinalityKeyValues(CallContext context) {
		// Nearly in the order of their names, which saves Micrometer from sorting them.
		List<KeyValue> keys = new ArrayList<>(8);
		add(keys, HighCardinalityKeyNames.INPUT_MESSAGES, context.getInputMessages());
		add(keys, HighCardinalityKeyNames.OUTPUT_MESSAGES, context.getOutputMessages());
		if (!context.getParameters().isEmpty()) {
			context.getParameters().forEach((name, value) -> add(keys, PARAMETERS.get(name), value));
		}
		add(keys, HighCardinalityKeyNames.RESPONSE_FINISH_REASONS, context.getFinishReason());
		add(keys, HighCardinalityKeyNames.RESPONSE_TIME_TO_FIRST_CHUNK, context.getSecondsToFirstChunk());
		add(keys, HighCardinalityKeyNames.USAGE_INPUT_TOKENS, context.getInputTokens());
		add(keys, HighCardinalityKeyNames.USAGE_OUTPUT_TOKENS, context.getOutputTokens());
		Integer attempts = context.getAttempts();
		if (attempts != null) {
			keys.add((attempts == 1) ? ONE_ATTEMPT
					: HighCardinalityKeyNames.ATTEMPTS.withValue(String.valueOf(attempts)));
		}
		add(keys, HighCardinalityKeyNames.REQUEST_ID, context.getRequestId());
		return keys.isEmpty() ? KeyValues.empty() : KeyValues.of(keys);
	}

	private static void add(List<KeyValue> keys, @Nullable HighCardinalityKeyNames name, @Nullable Object value) {
		if (name != null && value != null) {
			keys.add(name.withValue(value.toString()));
		}
	}

	private record Values(CallTarget target, String operation, boolean stream, String responseModel, String errorType,
			String outcome) {

		// What differs most; reading all of it would cost more than a collision.
		@Override
		public int hashCode() {
			return 31 * (31 * (31 * this.target.workload().hashCode() + this.operation.hashCode())
					+ this.errorType.hashCode()) + this.outcome.hashCode();
		}

		KeyValues keys() {
			// In the order of their names, which saves Micrometer from sorting them.
			return KeyValues.of(LowCardinalityKeyNames.ERROR_TYPE.withValue(this.errorType),
					LowCardinalityKeyNames.OPERATION_NAME.withValue(this.operation),
					LowCardinalityKeyNames.PROVIDER_NAME.withValue("inferencekey"),
					LowCardinalityKeyNames.REQUEST_MODEL.withValue(this.target.model()),
					LowCardinalityKeyNames.REQUEST_STREAM.withValue(String.valueOf(this.stream)),
					LowCardinalityKeyNames.RESPONSE_MODEL.withValue(this.responseModel),
					LowCardinalityKeyNames.OUTCOME.withValue(this.outcome),
					LowCardinalityKeyNames.PROJECT.withValue(orNone(this.target.project())),
					LowCardinalityKeyNames.WORKLOAD.withValue(this.target.workload()),
					LowCardinalityKeyNames.SERVER_ADDRESS.withValue(this.target.serverAddress()),
					LowCardinalityKeyNames.SERVER_PORT.withValue(String.valueOf(this.target.serverPort())));
		}

	}

}
