package dev.inferencekey.observation;

import java.time.Duration;
import java.util.concurrent.TimeUnit;

import dev.inferencekey.observation.CallObservationDocumentation.LowCardinalityKeyNames;
import io.micrometer.common.KeyValue;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationHandler;
import org.jspecify.annotations.Nullable;

/**
 * Records the metrics of the GenAI conventions that are no duration of a call: the tokens
 * that it cost and the rhythm of its chunks.
 */
public class CallMeterObservationHandler implements ObservationHandler<CallContext> {

	/**
	 * Tokens that calls cost, by {@code gen_ai.token.type}.
	 */
	public static final String TOKEN_USAGE = "gen_ai.client.token.usage";

	/**
	 * Time from a call to the first chunk of its stream.
	 */
	public static final String TIME_TO_FIRST_CHUNK = "gen_ai.client.operation.time_to_first_chunk";

	/**
	 * Time from one chunk of a stream to the next.
	 */
	public static final String TIME_PER_OUTPUT_CHUNK = "gen_ai.client.operation.time_per_output_chunk";

	private static final String TOKEN_TYPE = "gen_ai.token.type";

	private final MeterRegistry registry;

	/**
	 * Create a handler.
	 * @param registry holds the meters
	 */
	public CallMeterObservationHandler(MeterRegistry registry) {
		this.registry = registry;
	}

	@Override
	public boolean supportsContext(Observation.Context context) {
		return context instanceof CallContext;
	}

	@Override
	public void onStart(CallContext context) {
		if (context.isStream()) {
			context.onChunk(new ChunkTimes(context));
		}
	}

	@Override
	public void onStop(CallContext context) {
		record(context, "input", context.getInputTokens());
		record(context, "output", context.getOutputTokens());
	}

	private void record(CallContext context, String type, @Nullable Integer tokens) {
		if (tokens != null) {
			DistributionSummary.builder(TOKEN_USAGE)
				.baseUnit("tokens")
				.description("Number of input and output tokens used")
				.tags(tags(context).and(TOKEN_TYPE, type))
				.register(this.registry)
				.record(tokens);
		}
	}

	// As the convention has them, but for how the call ends, which chunks cannot know.
	private static Tags tags(CallContext context) {
		Tags tags = Tags.empty();
		for (KeyValue key : context.getLowCardinalityKeyValues()) {
			if (!key.getKey().equals(LowCardinalityKeyNames.ERROR_TYPE.asString())
					&& !key.getKey().equals(LowCardinalityKeyNames.OUTCOME.asString())) {
				tags = tags.and(Tag.of(key.getKey(), key.getValue()));
			}
		}
		String model = context.getResponseModel();
		return (model != null) ? tags.and(LowCardinalityKeyNames.RESPONSE_MODEL.asString(), model) : tags;
	}

	/**
	 * The timer is looked up once for each stream, since chunks are many.
	 */
	private final class ChunkTimes implements CallContext.ChunkListener {

		private final CallContext context;

		private @Nullable Timer perChunk;

		private ChunkTimes(CallContext context) {
			this.context = context;
		}

		@Override
		public void chunk(long nanos, boolean first) {
			if (first) {
				Tags tags = tags(this.context);
				Timer.builder(TIME_TO_FIRST_CHUNK)
					.description("Time to receive the first chunk of a stream")
					.tags(tags)
					.register(CallMeterObservationHandler.this.registry)
					.record(Duration.ofNanos(nanos));
				this.perChunk = Timer.builder(TIME_PER_OUTPUT_CHUNK)
					.description("Time from one chunk of a stream to the next")
					.tags(tags)
					.register(CallMeterObservationHandler.this.registry);
				return;
			}
			Timer timer = this.perChunk;
			if (timer != null) {
				timer.record(nanos, TimeUnit.NANOSECONDS);
			}
		}

	}

}
