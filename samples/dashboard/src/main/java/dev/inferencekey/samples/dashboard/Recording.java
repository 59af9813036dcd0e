/*
 * Copyright 2026 the original author or authors.
 *
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * You may obtain a copy of the License at
 *
 *      https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software
 * distributed under the License is distributed on an "AS IS" BASIS,
 * WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied.
 * See the License for the specific language governing permissions and
 * limitations under the License.
 */

package dev.inferencekey.samples.dashboard;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.ToDoubleFunction;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.search.Search;

/**
 * The values that some panels of the dashboard would show, read from the registry twice a
 * second.
 */
final class Recording {

	private static final Duration INTERVAL = Duration.ofMillis(500);

	private static final Set<String> DURATIONS = Set.of("gen_ai.client.inference.duration",
			"gen_ai.client.embeddings.duration", "gen_ai.client.operation.duration");

	private static final Set<String> TIME_TO_FIRST_CHUNK = Set.of("gen_ai.client.inference.time_to_first_chunk");

	private static final String TOKENS = "Tokens per second by type";

	private final MeterRegistry registry;

	// By panel and series, one value per interval.
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
			// The sampling interval; nothing is waited for.
			TimeUnit.MILLISECONDS.sleep(INTERVAL.toMillis());
			sample();
			this.intervals++;
		}
	}

	private void sample() {
		rate("Calls per second by outcome", DURATIONS, "inferencekey.outcome", Recording::count);
		rate("Failed calls per second by error", DURATIONS, "error.type", Recording::count);
		mean("Mean duration by operation (ms)", DURATIONS, "gen_ai.operation.name");
		mean("Mean time to first chunk (ms)", TIME_TO_FIRST_CHUNK, "inferencekey.workload");
		counter(TOKENS, "gen_ai.client.inference.usage.input_tokens", "input");
		counter(TOKENS, "gen_ai.client.inference.usage.output_tokens", "output");
		gauge("Calls in flight and queued", "inferencekey.calls.in_flight", "in flight");
		gauge("Calls in flight and queued", "inferencekey.calls.queued", "queued");
	}

	private static double count(Meter meter) {
		return (meter instanceof Timer timer) ? timer.count() : 0;
	}

	private static double total(Meter meter) {
		return (meter instanceof Timer timer) ? timer.totalTime(TimeUnit.MILLISECONDS) : 0;
	}

	private Map<String, Double> sums(Set<String> names, String tag, ToDoubleFunction<Meter> value) {
		Map<String, Double> sums = new LinkedHashMap<>();
		for (Meter meter : Search.in(this.registry).name(names::contains).meters()) {
			String series = String.valueOf(meter.getId().getTag(tag));
			if (!series.equals("none")) {
				sums.merge(series, value.applyAsDouble(meter), Double::sum);
			}
		}
		return sums;
	}

	private Map<String, Double> growth(String panel, Set<String> names, String tag, ToDoubleFunction<Meter> value) {
		Map<String, Double> growth = new LinkedHashMap<>();
		sums(names, tag, value).forEach((series, sum) -> growth.put(series, growth(panel + series, sum)));
		return growth;
	}

	private double growth(String series, double sum) {
		Double last = this.before.put(series, sum);
		return sum - ((last != null) ? last : 0);
	}

	private void counter(String panel, String name, String series) {
		double sum = this.registry.find(name).counters().stream().mapToDouble(Counter::count).sum();
		add(panel, series, growth(panel + series, sum) * 1000 / INTERVAL.toMillis());
	}

	private void rate(String panel, Set<String> names, String tag, ToDoubleFunction<Meter> value) {
		double seconds = INTERVAL.toMillis() / 1000.0;
		growth(panel, names, tag, value).forEach((series, growth) -> add(panel, series, growth / seconds));
	}

	private void mean(String panel, Set<String> names, String tag) {
		Map<String, Double> counts = growth(panel + " count ", names, tag, Recording::count);
		growth(panel + " total ", names, tag, Recording::total).forEach((series, total) -> {
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
		// A series that starts late was zero before.
		while (values.size() < this.intervals) {
			values.add(0.0);
		}
		values.add(value);
	}

}
