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

import io.micrometer.common.KeyValue;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.Meter.MeterProvider;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.Timer;

/**
 * Meters with the names of release 1.41.
 */
class OlderCallMeters implements CallMeters {

	private static final String TOKEN_TYPE = "gen_ai.token.type";

	private final MeterRegistry registry;

	private final MeterProvider<Timer> duration;

	private final MeterProvider<Timer> timeToFirstChunk;

	private final MeterProvider<Timer> timePerOutputChunk;

	private final MeterProvider<DistributionSummary> tokens;

	OlderCallMeters(MeterRegistry registry) {
		this.registry = registry;
		this.duration = CallMeters.timer(GenAiMetric.OPERATION_DURATION, registry);
		this.timeToFirstChunk = CallMeters.timer(GenAiMetric.OLDER_TIME_TO_FIRST_CHUNK, registry);
		this.timePerOutputChunk = CallMeters.timer(GenAiMetric.OLDER_TIME_PER_OUTPUT_CHUNK, registry);
		this.tokens = CallMeters.summary(GenAiMetric.OLDER_TOKEN_USAGE, registry);
	}

	@Override
	public MeterProvider<Timer> timeToFirstChunk() {
		return this.timeToFirstChunk;
	}

	@Override
	public MeterProvider<Timer> timePerOutputChunk() {
		return this.timePerOutputChunk;
	}

	@Override
	public void started(CallContext context) {
		// Micrometer's handler records the duration under the name of the observation.
		if (!GenAiMetric.OPERATION_DURATION.meterName().equals(context.getName())) {
			context.put(OlderCallMeters.class, Timer.start(this.registry));
		}
	}

	@Override
	public void stopped(CallContext context) {
		Timer.Sample sample = context.get(OlderCallMeters.class);
		if (sample != null) {
			sample.stop(this.duration.withTags(durationTags(context)));
		}
		Integer input = context.getInputTokens();
		Integer output = context.getOutputTokens();
		if (input != null && output != null) {
			List<Tag> tags = CallMeters.tags(context);
			this.tokens.withTags(CallMeters.and(tags, TOKEN_TYPE, "input")).record(input);
			this.tokens.withTags(CallMeters.and(tags, TOKEN_TYPE, "output")).record(output);
		}
	}

	// The same as Micrometer's handler has.
	private static List<Tag> durationTags(CallContext context) {
		List<Tag> tags = new ArrayList<>();
		for (KeyValue key : context.getLowCardinalityKeyValues()) {
			tags.add(Tag.of(key.getKey(), key.getValue()));
		}
		Throwable failure = context.getError();
		tags.add(Tag.of("error", (failure != null) ? failure.getClass().getSimpleName() : KeyValue.NONE_VALUE));
		return tags;
	}

}
