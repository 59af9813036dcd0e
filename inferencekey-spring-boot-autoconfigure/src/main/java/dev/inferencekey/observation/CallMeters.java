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

package dev.inferencekey.observation;

import java.util.ArrayList;
import java.util.List;

import dev.inferencekey.observation.CallObservationDocumentation.LowCardinalityKeyNames;
import io.micrometer.common.KeyValue;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.Meter.MeterProvider;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.Timer;

/**
 * The meters of calls in one release of the conventions.
 */
interface CallMeters {

	/**
	 * Called when a call starts.
	 * @param context the context of the call
	 */
	default void started(CallContext context) {
	}

	/**
	 * Called when a call ends.
	 * @param context the context of the call
	 */
	void stopped(CallContext context);

	/**
	 * Return the timer of first chunks.
	 * @return the timers by their tags
	 */
	MeterProvider<Timer> timeToFirstChunk();

	/**
	 * Return the timer of all further chunks.
	 * @return the timers by their tags
	 */
	MeterProvider<Timer> timePerOutputChunk();

	/**
	 * Return the tags of meters other than durations of calls: all low-cardinality keys
	 * except those that only the end of a call decides.
	 * @param context the context of the call
	 * @return the tags
	 */
	static List<Tag> tags(CallContext context) {
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

	static List<Tag> and(List<Tag> tags, String name, String value) {
		List<Tag> all = new ArrayList<>(tags);
		all.add(Tag.of(name, value));
		return all;
	}

	static MeterProvider<Timer> timer(GenAiMetric metric, MeterRegistry registry) {
		return Timer.builder(metric.meterName()).description(metric.description()).withRegistry(registry);
	}

	static MeterProvider<Counter> counter(GenAiMetric metric, MeterRegistry registry) {
		return Counter.builder(metric.meterName())
			.baseUnit("tokens")
			.description(metric.description())
			.withRegistry(registry);
	}

	static MeterProvider<DistributionSummary> summary(GenAiMetric metric, MeterRegistry registry) {
		return DistributionSummary.builder(metric.meterName())
			.baseUnit("tokens")
			.description(metric.description())
			.withRegistry(registry);
	}

}
