package dev.inferencekey.observation;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

import dev.inferencekey.observation.CallObservationDocumentation.LowCardinalityKeyNames;
import io.micrometer.common.KeyValue;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.Meter.MeterProvider;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.Timer;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationHandler;
import org.jspecify.annotations.Nullable;

/**
 * Records the metrics of calls that are not durations of whole calls: the tokens that
 * they use and the timing of their chunks. The durations come from Micrometer's own
 * {@link io.micrometer.core.instrument.observation.DefaultMeterObservationHandler}.
 */
public class CallMeterObservationHandler implements ObservationHandler<CallContext> {

	/**
	 * Tokens used by calls, by {@code gen_ai.token.type}.
	 */
	public static final String TOKEN_USAGE = "gen_ai.client.token.usage";

	/**
	 * Time from the start of a call to the first chunk of its stream.
	 */
	public static final String TIME_TO_FIRST_CHUNK = "gen_ai.client.operation.time_to_first_chunk";

	/**
	 * Time from one chunk of a stream to the next.
	 */
	public static final String TIME_PER_OUTPUT_CHUNK = "gen_ai.client.operation.time_per_output_chunk";

	private static final String TOKEN_TYPE = "gen_ai.token.type";

	private final MeterProvider<DistributionSummary> tokens;

	private final MeterProvider<Timer> timeToFirstChunk;

	private final MeterProvider<Timer> timePerOutputChunk;

	/**
	 * Create a handler.
	 * @param registry the registry to record to
	 */
	public CallMeterObservationHandler(MeterRegistry registry) {
		this.tokens = DistributionSummary.builder(TOKEN_USAGE)
			.baseUnit("tokens")
			.description("Number of input and output tokens used")
			.withRegistry(registry);
		this.timeToFirstChunk = Timer.builder(TIME_TO_FIRST_CHUNK)
			.description("Time to receive the first chunk of a stream")
			.withRegistry(registry);
		this.timePerOutputChunk = Timer.builder(TIME_PER_OUTPUT_CHUNK)
			.description("Time from one chunk of a stream to the next")
			.withRegistry(registry);
	}

	@Override
	public boolean supportsContext(Observation.Context context) {
		return context instanceof CallContext;
	}

	@Override
	public void onStart(CallContext context) {
		context.onChunk(new ChunkTimes(context));
	}

	@Override
	public void onStop(CallContext context) {
		Integer input = context.getInputTokens();
		Integer output = context.getOutputTokens();
		if (input != null && output != null) {
			List<Tag> tags = tags(context);
			this.tokens.withTags(and(tags, "input")).record(input);
			this.tokens.withTags(and(tags, "output")).record(output);
		}
	}

	private static List<Tag> and(List<Tag> tags, String tokenType) {
		List<Tag> all = new ArrayList<>(tags);
		all.add(Tag.of(TOKEN_TYPE, tokenType));
		return all;
	}

	// All low-cardinality keys but those that only the end of a call decides.
	private static List<Tag> tags(CallContext context) {
		List<Tag> tags = new ArrayList<>();
		for (KeyValue key : context.getLowCardinalityKeyValues()) {
			String name = key.getKey();
			if (!name.equals(LowCardinalityKeyNames.ERROR_TYPE.asString())
					&& !name.equals(LowCardinalityKeyNames.OUTCOME.asString())) {
				tags.add(Tag.of(name, key.getValue()));
			}
		}
		return tags;
	}

	/**
	 * The timing of the chunks of one stream. The timer is looked up once per stream.
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
				List<Tag> tags = tags();
				CallMeterObservationHandler.this.timeToFirstChunk.withTags(tags).record(nanos, TimeUnit.NANOSECONDS);
				this.perChunk = CallMeterObservationHandler.this.timePerOutputChunk.withTags(tags);
			}
			else if (this.perChunk != null) {
				this.perChunk.record(nanos, TimeUnit.NANOSECONDS);
			}
		}

		// The convention is asked again only when the call ends, so that the keys of the
		// observation lack the model which the first chunk names.
		private List<Tag> tags() {
			List<Tag> tags = CallMeterObservationHandler.tags(this.context);
			String model = this.context.getResponseModel();
			if (model != null) {
				Tag unknown = Tag.of(LowCardinalityKeyNames.RESPONSE_MODEL.asString(), KeyValue.NONE_VALUE);
				tags.replaceAll((tag) -> tag.equals(unknown) ? Tag.of(tag.getKey(), model) : tag);
			}
			return tags;
		}

	}

}
