package dev.inferencekey.observation;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.function.Function;
import java.util.function.Predicate;

import io.micrometer.common.KeyValues;
import io.micrometer.core.instrument.MeterRegistry;
import org.jspecify.annotations.Nullable;

/**
 * Meters by the keys of observations. Looking a meter up in its registry costs more than
 * recording to it, and so does reading all keys and values only to find their hash. The
 * default convention gives the same instance for the same keys; such are found without
 * being read. Thread-safe.
 *
 * @param <M> the type of the meters
 */
final class MeterCache<M> {

	private final Function<Series, M> registry;

	private final Predicate<M> denied;

	private volatile Kept<M> kept = new Kept<>();

	/**
	 * Create a cache, which is emptied when any meter is removed: a filter may have made
	 * several of them one, or given them any name.
	 * @param meters holds the meters
	 * @param find looks a meter up there
	 * @param denied tells meters that a filter has denied, but may allow later
	 */
	MeterCache(MeterRegistry meters, Function<Series, M> find, Predicate<M> denied) {
		this.registry = find;
		this.denied = denied;
		meters.config().onMeterRemoved((meter) -> this.kept = new Kept<>());
	}

	@SuppressWarnings("ReferenceEquality")
	M get(String name, KeyValues keys, String error) {
		Kept<M> kept = this.kept;
		int slot = System.identityHashCode(keys) & (Kept.RECENT - 1);
		Entry<M> entry = kept.recent.getAcquire(slot);
		if (entry != null && entry.series.keys == keys && entry.series.error.equals(error)
				&& entry.series.name.equals(name)) {
			return entry.meter;
		}
		Series series = new Series(name, keys, error);
		M meter = kept.all.get(series);
		if (meter == null) {
			meter = this.registry.apply(series);
			if (this.denied.test(meter)) {
				return meter;
			}
			kept.put(series, meter);
		}
		// Into what was there before the registry was asked, lest a meter that has been
		// removed meanwhile is found again.
		kept.recent.setRelease(slot, new Entry<>(series, meter));
		return meter;
	}

	/**
	 * What is measured.
	 *
	 * @param name the name of the observation or the meter
	 * @param keys the keys of the observation
	 * @param error the failure that is no key, empty for meters that tell none apart
	 */
	record Series(String name, KeyValues keys, String error) {
	}

	private record Entry<M>(Series series, M meter) {
	}

	private static final class Kept<M> {

		// A convention of the application may have any number of values.
		private static final int MAX = 1000;

		// A power of two.
		private static final int RECENT = 64;

		private final Map<Series, M> all = new ConcurrentHashMap<>();

		private final AtomicReferenceArray<@Nullable Entry<M>> recent = new AtomicReferenceArray<>(RECENT);

		private void put(Series series, M meter) {
			if (this.all.size() >= MAX) {
				this.all.clear();
			}
			this.all.put(series, meter);
		}

	}

}
