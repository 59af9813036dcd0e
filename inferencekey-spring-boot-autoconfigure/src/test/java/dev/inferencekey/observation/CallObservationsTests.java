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

import java.util.Map;

import io.micrometer.common.KeyValues;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationHandler;
import io.micrometer.observation.ObservationRegistry;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What observations record of a call, without a server.
 */
class CallObservationsTests {

	private final MeterRegistry meters = new SimpleMeterRegistry();

	private final ObservationRegistry registry = ObservationRegistry.create();

	private final Spans spans = new Spans();

	private final CallObservations observations;

	CallObservationsTests() {
		this.registry.observationConfig()
			.observationHandler(new CallMeterObservationHandler(this.meters))
			.observationHandler(this.spans);
		this.observations = CallObservations.of(this.registry, null,
				CallTarget.of("support-bot", "support-bot").withProject("acme").withServer("localhost", 443),
				new BoundedNames(10));
	}

	private ObservedCall start(String operation) {
		ObservedCall call = this.observations.start(operation, false, () -> Map.of("n", 3, "unheard-of", 1));
		assertThat(call).isNotNull();
		return call;
	}

	private double tokens(String counter, String modality) {
		return this.meters.get("gen_ai.client.inference.usage." + counter)
			.tag("gen_ai.token.modality", modality)
			.counter()
			.count();
	}

	@Test
	void tokensWhenSomeAreCachedOrReasoningThenCountedAndInTraces() {
		ObservedCall call = start("chat");
		call.tokens(100, 20, 60, 15);
		call.succeeded(1);
		assertThat(tokens("input_tokens", "text")).isEqualTo(100);
		assertThat(tokens("cache_read.input_tokens", "text")).isEqualTo(60);
		assertThat(tokens("output_tokens", "text")).isEqualTo(20);
		assertThat(tokens("reasoning.output_tokens", "text")).isEqualTo(15);
		assertThat(this.spans.keys.toString()).contains("gen_ai.usage.cache_read.input_tokens=60",
				"gen_ai.usage.reasoning.output_tokens=15", "gen_ai.request.choice.count=3");
	}

	@Test
	void tokensWhenDetailsAreUnknownThenNoMeterForThem() {
		ObservedCall call = start("chat");
		call.tokens(100, 20, null, null);
		call.succeeded(1);
		assertThat(this.meters.find("gen_ai.client.inference.usage.cache_read.input_tokens").meters()).isEmpty();
		assertThat(this.meters.find("gen_ai.client.inference.usage.reasoning.output_tokens").meters()).isEmpty();
	}

	@Test
	void tokensWhenTheInputIsAMixtureThenItsModalityIsUnknown() {
		ObservedCall call = start("chat");
		call.inputModality("unknown");
		call.tokens(100, 20, null, null);
		call.succeeded(1);
		assertThat(tokens("input_tokens", "unknown")).isEqualTo(100);
		assertThat(tokens("output_tokens", "text")).isEqualTo(20);
	}

	@Test
	void tokensWhenReRankingThenCountedAsInputOnly() {
		ObservedCall call = start("rerank");
		call.tokens(7, 0, null, null);
		call.succeeded(1);
		assertThat(this.meters.get("gen_ai.client.inference.usage.input_tokens")
			.tag("gen_ai.operation.name", "rerank")
			.counter()
			.count()).isEqualTo(7);
		assertThat(this.meters.find("gen_ai.client.inference.usage.output_tokens").meters()).isEmpty();
	}

	@Test
	void tokensWhenAFailedCallHasNoneThenTheCountersExist() {
		start("chat").failed(new IllegalStateException(), "500", null, 1);
		assertThat(tokens("input_tokens", "unknown")).isZero();
		assertThat(tokens("output_tokens", "unknown")).isZero();
		assertThat(this.meters.find("gen_ai.client.inference.operation.input_tokens").meters()).isEmpty();
	}

	private static final class Spans implements ObservationHandler<CallContext> {

		private KeyValues keys = KeyValues.empty();

		@Override
		public void onStop(CallContext context) {
			this.keys = context.getHighCardinalityKeyValues();
		}

		@Override
		public boolean supportsContext(Observation.Context context) {
			return context instanceof CallContext;
		}

	}

}
