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

import java.util.List;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.Meter.MeterProvider;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.Timer;
import org.jspecify.annotations.Nullable;

/**
 * Meters with the names of release 0.1. The conventions have counters for inference only;
 * here they count the tokens of every operation, told apart by
 * {@code gen_ai.operation.name}, so that all tokens are found in one place.
 */
class CurrentCallMeters implements CallMeters {

	private static final String MODALITY = "gen_ai.token.modality";

	private static final String UNKNOWN = "unknown";

	private final MeterProvider<Timer> timeToFirstChunk;

	private final MeterProvider<Timer> timePerOutputChunk;

	private final MeterProvider<Counter> input;

	private final MeterProvider<Counter> output;

	private final MeterProvider<Counter> cachedInput;

	private final MeterProvider<Counter> reasoning;

	private final MeterProvider<DistributionSummary> inferenceInput;

	private final MeterProvider<DistributionSummary> inferenceOutput;

	private final MeterProvider<DistributionSummary> embeddingsInput;

	CurrentCallMeters(MeterRegistry registry) {
		this.timeToFirstChunk = CallMeters.timer(GenAiMetric.TIME_TO_FIRST_CHUNK, registry);
		this.timePerOutputChunk = CallMeters.timer(GenAiMetric.TIME_PER_OUTPUT_CHUNK, registry);
		this.input = CallMeters.counter(GenAiMetric.USAGE_INPUT_TOKENS, registry);
		this.output = CallMeters.counter(GenAiMetric.USAGE_OUTPUT_TOKENS, registry);
		this.cachedInput = CallMeters.counter(GenAiMetric.USAGE_CACHED_INPUT_TOKENS, registry);
		this.reasoning = CallMeters.counter(GenAiMetric.USAGE_REASONING_TOKENS, registry);
		this.inferenceInput = CallMeters.summary(GenAiMetric.INFERENCE_INPUT_TOKENS, registry);
		this.inferenceOutput = CallMeters.summary(GenAiMetric.INFERENCE_OUTPUT_TOKENS, registry);
		this.embeddingsInput = CallMeters.summary(GenAiMetric.EMBEDDINGS_INPUT_TOKENS, registry);
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
	public void stopped(CallContext context) {
		List<Tag> tags = CallMeters.tags(context);
		boolean inference = GenAiMetric.durationOf(context.getOperation()) == GenAiMetric.INFERENCE_DURATION;
		Integer input = context.getInputTokens();
		Integer output = context.getOutputTokens();
		if (input != null && output != null) {
			count(context, tags, input, output, inference);
			distribute(context, tags, input, output, inference);
		}
		else if (inference) {
			// The conventions want the counters of every inference call.
			count(this.input, tags, UNKNOWN, 0);
			count(this.output, tags, UNKNOWN, 0);
		}
	}

	private void count(CallContext context, List<Tag> tags, int input, int output, boolean inference) {
		String modality = context.getInputModality();
		count(this.input, tags, modality, input);
		count(this.cachedInput, tags, modality, context.getCachedInputTokens());
		if (inference) {
			count(this.output, tags, CallContext.TEXT, output);
			count(this.reasoning, tags, CallContext.TEXT, context.getReasoningTokens());
		}
	}

	private static void count(MeterProvider<Counter> counter, List<Tag> tags, String modality,
			@Nullable Integer tokens) {
		if (tokens != null) {
			counter.withTags(CallMeters.and(tags, MODALITY, modality)).increment(tokens);
		}
	}

	private void distribute(CallContext context, List<Tag> tags, int input, int output, boolean inference) {
		if (inference) {
			this.inferenceInput.withTags(tags).record(input);
			this.inferenceOutput.withTags(tags).record(output);
		}
		else if (GenAiMetric.durationOf(context.getOperation()) == GenAiMetric.EMBEDDINGS_DURATION) {
			this.embeddingsInput.withTags(tags).record(input);
		}
	}

}
