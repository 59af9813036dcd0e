package dev.inferencekey.observation;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

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
		CallTarget target = context.getTarget();
		// In the order of their names, which saves Micrometer from sorting them.
		return KeyValues.of(LowCardinalityKeyNames.ERROR_TYPE.withValue(orNone(context.getErrorType())),
				LowCardinalityKeyNames.OPERATION_NAME.withValue(context.getOperation()),
				LowCardinalityKeyNames.PROVIDER_NAME.withValue("inferencekey"),
				LowCardinalityKeyNames.REQUEST_MODEL.withValue(target.model()),
				LowCardinalityKeyNames.REQUEST_STREAM.withValue(String.valueOf(context.isStream())),
				LowCardinalityKeyNames.RESPONSE_MODEL.withValue(orNone(context.getResponseModel())),
				LowCardinalityKeyNames.OUTCOME.withValue(context.getOutcome()),
				LowCardinalityKeyNames.PROJECT.withValue(orNone(target.project())),
				LowCardinalityKeyNames.WORKLOAD.withValue(target.workload()),
				LowCardinalityKeyNames.SERVER_ADDRESS.withValue(target.serverAddress()),
				LowCardinalityKeyNames.SERVER_PORT.withValue(String.valueOf(target.serverPort())));
	}

	private static String orNone(@Nullable String value) {
		return (value != null) ? value : KeyValue.NONE_VALUE;
	}

	@Override
	public KeyValues getHighCardinalityKeyValues(CallContext context) {
		List<KeyValue> keys = new ArrayList<>();
		context.getParameters().forEach((name, value) -> {
			HighCardinalityKeyNames key = PARAMETERS.get(name);
			if (key != null) {
				keys.add(key.withValue(value.toString()));
			}
		});
		add(keys, HighCardinalityKeyNames.RESPONSE_FINISH_REASONS, context.getFinishReason());
		add(keys, HighCardinalityKeyNames.RESPONSE_TIME_TO_FIRST_CHUNK, context.getSecondsToFirstChunk());
		add(keys, HighCardinalityKeyNames.USAGE_INPUT_TOKENS, context.getInputTokens());
		add(keys, HighCardinalityKeyNames.USAGE_OUTPUT_TOKENS, context.getOutputTokens());
		add(keys, HighCardinalityKeyNames.ATTEMPTS, context.getAttempts());
		add(keys, HighCardinalityKeyNames.REQUEST_ID, context.getRequestId());
		add(keys, HighCardinalityKeyNames.INPUT_MESSAGES, context.getInputMessages());
		add(keys, HighCardinalityKeyNames.OUTPUT_MESSAGES, context.getOutputMessages());
		return KeyValues.of(keys);
	}

	private static void add(List<KeyValue> keys, HighCardinalityKeyNames name, @Nullable Object value) {
		if (value != null) {
			keys.add(name.withValue(value.toString()));
		}
	}

}
