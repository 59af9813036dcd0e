package dev.inferencekey.samples.dashboard;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.ToDoubleFunction;

import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;

/**
 * Samples the meters of some dashboard panels twice a second.
 */
final class Recording {

	private static final Duration INTERVAL = Duration.ofMillis(500);

	private static final String DURATION = "gen_ai.client.operation.duration";

	private final MeterRegistry registry;

	// Panel, then series; one value per interval.
	private final Map<String, Map<String, List<Double>>> panels = new LinkedHashMap<>();

	private final Map<String, Double> before = new LinkedHashMap<>();

	private int intervals;

	Recording(MeterRegistry registry) {
		this.registry = registry;
	}

	Map<String, Map<String, List<Double>>> panels() {
		return this.panels;
	}

	Duration length() {
		return INTERVAL.multipliedBy(this.intervals);
	}

	void run(Duration duration) throws InterruptedException {
		long end = System.nanoTime() + duration.toNanos();
		while (System.nanoTime() < end) {
			// The sampling interval, not a wait for an event.
			TimeUnit.MILLISECONDS.sleep(INTERVAL.toMillis());
			sample();
			this.intervals++;
		}
	}

	private void sample() {
		rate("Calls per second by outcome", DURATION, "inferencekey.outcome", Recording::count);
		rate("Failed calls per second by error", DURATION, "error.type", Recording::count);
		mean("Mean duration by operation (ms)", DURATION, "gen_ai.operation.name");
		mean("Mean time to first chunk (ms)", "gen_ai.client.operation.time_to_first_chunk", "inferencekey.workload");
		rate("Tokens per second by type", "gen_ai.client.token.usage", "gen_ai.token.type", Recording::total);
		gauge("Calls in flight and queued", "inferencekey.calls.in_flight", "in flight");
		gauge("Calls in flight and queued", "inferencekey.calls.queued", "queued");
	}

	private static double count(Meter meter) {
		return (meter instanceof Timer timer) ? timer.count() : 0;
	}

	private static double total(Meter meter) {
		if (meter instanceof Timer timer) {
			return timer.totalTime(TimeUnit.MILLISECONDS);
		}
		return (meter instanceof DistributionSummary summary) ? summary.totalAmount() : 0;
	}

	private Map<String, Double> sums(String name, String tag, ToDoubleFunction<Meter> value) {
		Map<String, Double> sums = new LinkedHashMap<>();
		for (Meter meter : this.registry.find(name).meters()) {
			String series = String.valueOf(meter.getId().getTag(tag));
			if (!series.equals("none")) {
				sums.merge(series, value.applyAsDouble(meter), Double::sum);
			}
		}
		return sums;
	}

	private Map<String, Double> growth(String panel, String name, String tag, ToDoubleFunction<Meter> value) {
		Map<String, Double> growth = new LinkedHashMap<>();
		sums(name, tag, value).forEach((series, sum) -> {
			Double last = this.before.put(panel + series, sum);
			growth.put(series, sum - ((last != null) ? last : 0));
		});
		return growth;
	}

	private void rate(String panel, String name, String tag, ToDoubleFunction<Meter> value) {
		double seconds = INTERVAL.toMillis() / 1000.0;
		growth(panel, name, tag, value).forEach((series, growth) -> add(panel, series, growth / seconds));
	}

	private void mean(String panel, String name, String tag) {
		Map<String, Double> counts = growth(panel + " count ", name, tag, Recording::count);
		growth(panel + " total ", name, tag, Recording::total).forEach((series, total) -> {
			double count = counts.getOrDefault(series, 0.0);
			add(panel, series, (count > 0) ? total / count : last(panel, series));
		});
	}

	private double last(String panel, String series) {
		List<Double> values = this.panels.getOrDefault(panel, Map.of()).getOrDefault(series, List.of());
		return values.isEmpty() ? 0 : values.get(values.size() - 1);
	}

	private void gauge(String panel, String name, String series) {
		double sum = this.registry.find(name).gauges().stream().mapToDouble(Gauge::value).sum();
		add(panel, series, sum);
	}

	private void add(String panel, String series, double value) {
		List<Double> values = this.panels.computeIfAbsent(panel, (key) -> new LinkedHashMap<>())
			.computeIfAbsent(series, (key) -> new ArrayList<>());
		// A series that starts late was zero until then.
		while (values.size() < this.intervals) {
			values.add(0.0);
		}
		values.add(value);
	}

}
