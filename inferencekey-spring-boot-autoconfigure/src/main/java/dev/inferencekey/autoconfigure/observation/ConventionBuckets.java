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

package dev.inferencekey.autoconfigure.observation;

import java.util.Arrays;
import java.util.Map;
import java.util.stream.Collectors;

import dev.inferencekey.observation.GenAiMetric;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.config.MeterFilter;
import io.micrometer.core.instrument.distribution.DistributionStatisticConfig;

/**
 * Gives the histograms of GenAI metrics the bucket boundaries of the conventions, which
 * dashboards made for them expect. Boundaries that the application sets win.
 */
class ConventionBuckets implements MeterFilter {

	// In nanoseconds, as timers have them; 0.01 s doubled up to 81.92 s.
	private static final double[] TIMES = series(10_000_000, 14, 2);

	// 1 token, four times as many each, up to 67,108,864.
	private static final double[] TOKENS = series(1, 14, 4);

	private static final Map<String, double[]> BOUNDARIES = Arrays.stream(GenAiMetric.values())
		.filter((metric) -> metric.unit() != GenAiMetric.Unit.COUNT)
		.collect(Collectors.toUnmodifiableMap(GenAiMetric::meterName,
				(metric) -> (metric.unit() == GenAiMetric.Unit.TOKENS) ? TOKENS : TIMES));

	private static double[] series(double first, int count, int factor) {
		double[] boundaries = new double[count];
		Arrays.setAll(boundaries, (i) -> first * Math.pow(factor, i));
		return boundaries;
	}

	@Override
	public DistributionStatisticConfig configure(Meter.Id id, DistributionStatisticConfig config) {
		double[] boundaries = BOUNDARIES.get(id.getName());
		if (boundaries == null || !Boolean.TRUE.equals(config.isPercentileHistogram())
				|| config.getServiceLevelObjectiveBoundaries() != null) {
			return config;
		}
		return DistributionStatisticConfig.builder()
			.percentilesHistogram(false)
			.serviceLevelObjectives(boundaries)
			.build()
			.merge(config);
	}

}
