package dev.inferencekey.observation;

import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReferenceArray;

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

	private static final Map<String, HighCardinalityKeyNames> PARAMETERS = Map.of("temperature",
			HighCardinalityKeyNames.REQUEST_TEMPERATURE, "top_p", HighCardinalityKeyNames.REQUEST_TOP_P, "top_k",
			HighCardinalityKeyNames.REQUEST_TOP_K, "max_tokens", HighCardinalityKeyNames.REQUEST_MAX_TOKENS,
			"presence_penalty", HighCardinalityKeyNames.REQUEST_PRESENCE_PENALTY, "frequency_penalty",
			HighCardinalityKeyNames.REQUEST_FREQUENCY_PENALTY, "seed", HighCardinalityKeyNames.REQUEST_SEED,
			"dimensions", HighCardinalityKeyNames.EMBEDDINGS_DIMENSION_COUNT);

	// Values are few, by design, and making the keys anew for each call costs more than
	// finding them. More than these come only from a convention that extends this one.
	private static final int MAX_KEPT = 1000;

	// A power of two.
	private static final int RECENT = 64;

	private final Map<Values, Kept> kept = new ConcurrentHashMap<>();

	// What the calls of an endpoint have in common is found without reading all of it.
	private final AtomicReferenceArray<@Nullable Kept> recent = new AtomicReferenceArray<>(RECENT);

	@Override
	public String getContextualName(CallContext context) {
		return kept(context).name;
	}

	@Override
	public KeyValues getLowCardinalityKeyValues(CallContext context) {
		return kept(context).keys;
	}

	private Kept kept(CallContext context) {
		int slot = (System.identityHashCode(context.getTarget()) + context.getOutcome().hashCode()) & (RECENT - 1);
		Kept last = this.recent.getAcquire(slot);
		if (last != null && last.values.areOf(context)) {
			return last;
		}
		Values values = Values.of(context);
		Kept kept = this.kept.get(values);
		if (kept == null) {
			kept = new Kept(values, values.keys(), values.operation() + " " + values.target().model());
			if (this.kept.size() < MAX_KEPT) {
				this.kept.put(values, kept);
			}
		}
		// For this target, which may be equal only to the one that it was kept for.
		this.recent.setRelease(slot, new Kept(values, kept.keys, kept.name));
		return kept;
	}

	private static String orNone(@Nullable String value) {
		return (value != null) ? value : KeyValue.NONE_VALUE;
	}

	@Override
	public KeyValues getHighCardinalityKeyValues(CallContext context) {
		// Nearly in the order of their names, which saves Micrometer from sorting them.
		Keys keys = new Keys();
		keys.add(HighCardinalityKeyNames.INPUT_MESSAGES, context.getInputMessages());
		keys.add(HighCardinalityKeyNames.OUTPUT_MESSAGES, context.getOutputMessages());
		if (!context.getParameters().isEmpty()) {
			context.getParameters().forEach((name, value) -> keys.add(PARAMETERS.get(name), value));
		}
		keys.add(HighCardinalityKeyNames.RESPONSE_FINISH_REASONS, context.getFinishReason());
		keys.add(HighCardinalityKeyNames.RESPONSE_TIME_TO_FIRST_CHUNK, context.getSecondsToFirstChunk());
		keys.add(HighCardinalityKeyNames.USAGE_INPUT_TOKENS, context.getInputTokens());
		keys.add(HighCardinalityKeyNames.USAGE_OUTPUT_TOKENS, context.getOutputTokens());
		keys.add(HighCardinalityKeyNames.ATTEMPTS, context.getAttempts());
		keys.add(HighCardinalityKeyNames.REQUEST_ID, context.getRequestId());
		return keys.all();
	}

	/**
	 * What is known of a call. Not a list, which would be copied with a check of each
	 * element; that costs more than all the rest of this.
	 */
	private static final class Keys {

		private static final KeyValue[] NONE = {};

		private KeyValue[] known = NONE;

		private int count;

		void add(@Nullable HighCardinalityKeyNames name, @Nullable Object value) {
			if (name == null || value == null) {
				return;
			}
			if (this.count == this.known.length) {
				this.known = Arrays.copyOf(this.known, this.count + 8);
			}
			this.known[this.count++] = name.withValue(value.toString());
		}

		KeyValues all() {
			return (this.count > 0) ? KeyValues.of(Arrays.copyOf(this.known, this.count)) : KeyValues.empty();
		}

	}

	private record Kept(Values values, KeyValues keys, String name) {
	}

	private record Values(CallTarget target, String operation, boolean stream, String responseModel, String errorType,
			String outcome) {

		static Values of(CallContext context) {
			return new Values(context.getTarget(), context.getOperation(), context.isStream(),
					orNone(context.getResponseModel()), orNone(context.getErrorType()), context.getOutcome());
		}

		@SuppressWarnings("ReferenceEquality")
		boolean areOf(CallContext context) {
			return this.target == context.getTarget() && this.stream == context.isStream()
					&& this.operation.equals(context.getOperation()) && this.outcome.equals(context.getOutcome())
					&& this.errorType.equals(orNone(context.getErrorType()))
					&& this.responseModel.equals(orNone(context.getResponseModel()));
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
