package dev.inferencekey.observation;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

import dev.inferencekey.observation.CallObservationDocumentation.LowCardinalityKeyNames;
import io.micrometer.common.KeyValue;
import io.micrometer.common.KeyValues;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.noop.NoopDistributionSummary;
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

	private static final String RESPONSE_MODEL = LowCardinalityKeyNames.RESPONSE_MODEL.asString();

	private static final String ERROR_TYPE = LowCardinalityKeyNames.ERROR_TYPE.asString();

	private static final String OUTCOME = LowCardinalityKeyNames.OUTCOME.asString();

	private final MeterRegistry registry;

	private final MeterCache<TokenSummaries> summaries;

	/**
	 * Create a handler.
	 * @param registry holds the meters
	 */
	public CallMeterObservationHandler(MeterRegistry registry) {
		this.registry = registry;
		this.summaries = new MeterCache<>(registry, this::summaries, TokenSummaries::isDenied);
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
		Integer input = context.getInputTokens();
		Integer output = context.getOutputTokens();
		if (input == null || output == null) {
			return;
		}
		TokenSummaries summaries = this.summaries.get(TOKEN_USAGE, context.getLowCardinalityKeyValues(), "");
		summaries.input().record(input);
		summaries.output().record(output);
	}

	private TokenSummaries summaries(MeterCache.Series series) {
		List<Tag> tags = tags(series.keys(), null);
		return new TokenSummaries(summary(tags, "input"), summary(tags, "output"));
	}

	private DistributionSummary summary(List<Tag> tags, String type) {
		return DistributionSummary.builder(TOKEN_USAGE)
			.baseUnit("tokens")
			.description("Number of input and output tokens used")
			.tags(tags)
			.tag(TOKEN_TYPE, type)
			.register(this.registry);
	}

	private record TokenSummaries(DistributionSummary input, DistributionSummary output) {

		boolean isDenied() {
			return this.input instanceof NoopDistributionSummary;
		}

	}

	// As the convention has them, but for how the call ends, which chunks cannot know.
	private static List<Tag> tags(KeyValues keys, @Nullable String model) {
		List<Tag> tags = new ArrayList<>();
		for (KeyValue key : keys) {
			String name = key.getKey();
			// While a stream runs, the convention has not been asked again.
			if (name.equals(RESPONSE_MODEL) && model != null && key.getValue().equals(KeyValue.NONE_VALUE)) {
				tags.add(Tag.of(name, model));
			}
			else if (!name.equals(ERROR_TYPE) && !name.equals(OUTCOME)) {
				tags.add(Tag.of(name, key.getValue()));
			}
		}
		return tags;
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
				List<Tag> tags = tags(this.context.getLowCardinalityKeyValues(), this.context.getResponseModel());
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
