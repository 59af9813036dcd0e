package dev.inferencekey.observation;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;

import io.micrometer.common.KeyValue;
import io.micrometer.common.KeyValues;
import io.micrometer.core.instrument.LongTaskTimer;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.noop.NoopLongTaskTimer;
import io.micrometer.core.instrument.noop.NoopTimer;
import io.micrometer.core.instrument.observation.DefaultMeterObservationHandler;
import io.micrometer.core.instrument.observation.DefaultMeterObservationHandler.IgnoredMeters;
import io.micrometer.core.instrument.observation.MeterObservationHandler;
import io.micrometer.observation.Observation;
import org.jspecify.annotations.Nullable;

/**
 * Records the same meters as Micrometer's {@link DefaultMeterObservationHandler}, with
 * the same names and tags, but looks each of them up once and not twice for each call,
 * which was half of what the metrics of a call cost. It takes that handler's place for
 * calls, and must stand before it in a {@code FirstMatchingCompositeObservationHandler},
 * as Spring Boot puts them; beside it, durations would be recorded twice.
 */
public class CallDurationObservationHandler implements MeterObservationHandler<CallContext> {

	private final MeterRegistry registry;

	private final boolean countsActive;

	private final DefaultMeterObservationHandler byDefault;

	private final MeterCache<LongTaskTimer> active;

	private final MeterCache<Timer> durations;

	/**
	 * Create a handler.
	 * @param registry holds the meters
	 * @param ignored meters to do without, as Micrometer's handler takes them
	 */
	public CallDurationObservationHandler(MeterRegistry registry, IgnoredMeters... ignored) {
		this.registry = registry;
		this.countsActive = !List.of(ignored).contains(IgnoredMeters.LONG_TASK_TIMER);
		this.byDefault = new DefaultMeterObservationHandler(registry);
		this.active = new MeterCache<>(registry,
				(series) -> registry.more().longTaskTimer(series.name() + ".active", tags(series.keys())),
				NoopLongTaskTimer.class::isInstance);
		this.durations = new MeterCache<>(registry, (series) -> {
			List<Tag> tags = tags(series.keys());
			tags.add(Tag.of("error", series.error()));
			return registry.timer(series.name(), tags);
		}, NoopTimer.class::isInstance);
	}

	@Override
	public boolean supportsContext(Observation.Context context) {
		return context instanceof CallContext;
	}

	@Override
	public void onStart(CallContext context) {
		LongTaskTimer.Sample active = this.countsActive
				? this.active.get(nameOf(context), context.getLowCardinalityKeyValues(), "").start() : null;
		context.add(new Timing(this, this.registry.config().clock().monotonicTime(), active, context.lastTiming()));
	}

	@Override
	public void onStop(CallContext context) {
		Timing timing = timing(context);
		if (timing == null) {
			// Another handler failed when the call began.
			return;
		}
		Throwable failure = context.getError();
		String error = (failure != null) ? failure.getClass().getSimpleName() : KeyValue.NONE_VALUE;
		this.durations.get(nameOf(context), context.getLowCardinalityKeyValues(), error)
			.record(this.registry.config().clock().monotonicTime() - timing.start(), TimeUnit.NANOSECONDS);
		LongTaskTimer.Sample active = timing.active();
		if (active != null) {
			active.stop();
		}
	}

	/**
	 * End a call that nobody can be told the end of.
	 * @param context of the call
	 */
	static void abandon(CallContext context) {
		for (Timing timing = context.lastTiming(); timing != null; timing = timing.before()) {
			LongTaskTimer.Sample active = timing.active();
			if (active != null) {
				active.stop();
			}
		}
	}

	@Override
	public void onEvent(Observation.Event event, CallContext context) {
		this.byDefault.onEvent(event, context);
	}

	private static String nameOf(CallContext context) {
		return Objects.requireNonNull(context.getName());
	}

	private static List<Tag> tags(KeyValues keys) {
		List<Tag> tags = new ArrayList<>();
		for (KeyValue key : keys) {
			tags.add(Tag.of(key.getKey(), key.getValue()));
		}
		return tags;
	}

	// There may be a handler for each of several registries.
	@SuppressWarnings("ReferenceEquality")
	private @Nullable Timing timing(CallContext context) {
		Timing timing = context.lastTiming();
		while (timing != null && timing.owner() != this) {
			timing = timing.before();
		}
		return timing;
	}

	/**
	 * When a call began.
	 *
	 * @param owner looks at it
	 * @param start in nanoseconds of the registry's clock
	 * @param active counts the call as long as it runs, {@code null} for none
	 * @param before of another handler, {@code null} for none
	 */
	record Timing(CallDurationObservationHandler owner, long start, LongTaskTimer.@Nullable Sample active,
			@Nullable Timing before) {
	}

}
