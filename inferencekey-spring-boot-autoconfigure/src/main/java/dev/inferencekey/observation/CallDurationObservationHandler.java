package dev.inferencekey.observation;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
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

	// A convention of the application may have any number of values.
	private static final int MAX_KEPT = 1000;

	private final MeterRegistry registry;

	private final boolean countsActive;

	private final DefaultMeterObservationHandler byDefault;

	private final Map<Begins, LongTaskTimer> active = new ConcurrentHashMap<>();

	private final Map<Ended, Timer> durations = new ConcurrentHashMap<>();

	/**
	 * Create a handler.
	 * @param registry holds the meters
	 * @param ignored meters to do without, as Micrometer's handler takes them
	 */
	public CallDurationObservationHandler(MeterRegistry registry, IgnoredMeters... ignored) {
		this.registry = registry;
		this.countsActive = !List.of(ignored).contains(IgnoredMeters.LONG_TASK_TIMER);
		this.byDefault = new DefaultMeterObservationHandler(registry);
		// A filter may have made several of them one, or given them any name.
		registry.config().onMeterRemoved((meter) -> {
			this.active.clear();
			this.durations.clear();
		});
	}

	@Override
	public boolean supportsContext(Observation.Context context) {
		return context instanceof CallContext;
	}

	@Override
	public void onStart(CallContext context) {
		context.put(Begun.class,
				new Begun(this.registry.config().clock().monotonicTime(), this.countsActive ? active(context) : null));
	}

	@Override
	public void onStop(CallContext context) {
		Begun begun = context.get(Begun.class);
		if (begun == null) {
			// Another handler failed when the call began.
			return;
		}
		duration(context).record(this.registry.config().clock().monotonicTime() - begun.at(), TimeUnit.NANOSECONDS);
		LongTaskTimer.Sample active = begun.active();
		if (active != null) {
			active.stop();
		}
	}

	@Override
	public void onEvent(Observation.Event event, CallContext context) {
		this.byDefault.onEvent(event, context);
	}

	private LongTaskTimer.Sample active(CallContext context) {
		Begins begins = new Begins(nameOf(context), context.getLowCardinalityKeyValues());
		LongTaskTimer timer = this.active.get(begins);
		if (timer == null) {
			timer = this.registry.more().longTaskTimer(begins.name() + ".active", tags(begins.keys()));
			if (!(timer instanceof NoopLongTaskTimer)) {
				keep(this.active, begins, timer);
			}
		}
		return timer.start();
	}

	private Timer duration(CallContext context) {
		Throwable failure = context.getError();
		Ended ended = new Ended(nameOf(context), context.getLowCardinalityKeyValues(),
				(failure != null) ? failure.getClass().getSimpleName() : KeyValue.NONE_VALUE);
		Timer timer = this.durations.get(ended);
		if (timer == null) {
			List<Tag> tags = tags(ended.keys());
			tags.add(Tag.of("error", ended.error()));
			timer = this.registry.timer(ended.name(), tags);
			// What is denied now may be allowed later.
			if (!(timer instanceof NoopTimer)) {
				keep(this.durations, ended, timer);
			}
		}
		return timer;
	}

	private static <K, M> void keep(Map<K, M> meters, K key, M meter) {
		if (meters.size() >= MAX_KEPT) {
			meters.clear();
		}
		meters.put(key, meter);
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

	private record Begun(long at, LongTaskTimer.@Nullable Sample active) {
	}

	private record Begins(String name, KeyValues keys) {
	}

	private record Ended(String name, KeyValues keys, String error) {
	}

}
