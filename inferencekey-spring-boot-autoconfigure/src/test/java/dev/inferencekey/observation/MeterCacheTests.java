package dev.inferencekey.observation;

import java.util.ArrayList;
import java.util.List;

import dev.inferencekey.observation.MeterCache.Series;
import io.micrometer.common.KeyValues;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * How often meters are looked up in their registry.
 */
class MeterCacheTests {

	private static final KeyValues KEYS = KeyValues.of("workload", "support-bot");

	private final SimpleMeterRegistry registry = new SimpleMeterRegistry();

	private final List<Series> lookups = new ArrayList<>();

	private final MeterCache<Counter> cache = new MeterCache<>(this.registry, this::find, (counter) -> false);

	private Counter find(Series series) {
		this.lookups.add(series);
		return this.registry.counter(series.name(), "error", series.error(), "keys", series.keys().toString());
	}

	@Test
	void getWhenTheKeysAreTheSameThenLookedUpOnce() {
		Counter counter = this.cache.get("calls", KEYS, "");
		assertThat(this.cache.get("calls", KEYS, "")).isSameAs(counter);
		assertThat(this.lookups).hasSize(1);
	}

	@Test
	void getWhenTheKeysAreEqualOnlyThenLookedUpOnce() {
		Counter counter = this.cache.get("calls", KEYS, "");
		assertThat(this.cache.get("calls", KeyValues.of("workload", "support-bot"), "")).isSameAs(counter);
		assertThat(this.lookups).hasSize(1);
	}

	@Test
	void getWhenNameOrErrorDiffersThenAnotherMeter() {
		this.cache.get("calls", KEYS, "").increment();
		this.cache.get("calls", KEYS, "TimeoutException").increment();
		this.cache.get("others", KEYS, "").increment();
		this.cache.get("calls", KEYS, "").increment();
		assertThat(this.lookups).containsExactly(new Series("calls", KEYS, ""),
				new Series("calls", KEYS, "TimeoutException"), new Series("others", KEYS, ""));
		assertThat(this.cache.get("calls", KEYS, "").count()).isEqualTo(2);
	}

	@Test
	void getWhenThereAreManyKeysThenEachHasItsOwn() {
		for (int round = 0; round < 2; round++) {
			for (int i = 0; i < 500; i++) {
				this.cache.get("calls", KeyValues.of("workload", "w" + i), "").increment();
			}
		}
		assertThat(this.lookups).hasSize(500);
		assertThat(this.registry.getMeters()).allMatch((meter) -> ((Counter) meter).count() == 2);
	}

	@Test
	void getWhenAMeterWasRemovedThenLookedUpAgain() {
		this.registry.remove(this.cache.get("calls", KEYS, ""));
		this.cache.get("calls", KEYS, "").increment();
		assertThat(this.registry.get("calls").counter().count()).isOne();
	}

	@Test
	void getWhenTheMeterIsRemovedWhileItIsLookedUpThenItIsNotKept() {
		List<Counter> found = new ArrayList<>();
		MeterCache<Counter> cache = new MeterCache<>(this.registry, (series) -> {
			Counter counter = find(series);
			if (found.isEmpty()) {
				this.registry.remove(counter);
			}
			found.add(counter);
			return counter;
		}, (counter) -> false);
		cache.get("calls", KEYS, "");
		assertThat(cache.get("calls", KEYS, "")).isSameAs(this.registry.get("calls").counter())
			.isNotSameAs(found.get(0));
	}

	@Test
	void getWhenDeniedThenAskedEachTime() {
		MeterCache<Counter> cache = new MeterCache<>(this.registry, this::find, (counter) -> true);
		cache.get("calls", KEYS, "");
		cache.get("calls", KEYS, "");
		assertThat(this.lookups).hasSize(2);
	}

}
