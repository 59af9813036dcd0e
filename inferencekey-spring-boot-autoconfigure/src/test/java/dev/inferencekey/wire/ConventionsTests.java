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

package dev.inferencekey.wire;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

import dev.inferencekey.Endpoint;
import dev.inferencekey.error.ApiException;
import dev.inferencekey.observation.CallContext;
import dev.inferencekey.observation.CallMeterObservationHandler;
import dev.inferencekey.observation.DefaultCallObservationConvention;
import dev.inferencekey.observation.GenAiConventions;
import dev.inferencekey.resilience.RetrySettings;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.observation.DefaultMeterObservationHandler;
import io.micrometer.core.instrument.observation.DefaultMeterObservationHandler.IgnoredMeters;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.micrometer.observation.ObservationRegistry;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * The names of metrics in each release of the GenAI conventions.
 */
class ConventionsTests {

	private static final String ANSWER = """
			{"model":"qwen3","choices":[{"message":{"content":"a"},"finish_reason":"stop"}],
			"usage":{"prompt_tokens":1,"completion_tokens":2,"total_tokens":3}}""";

	private static final String STREAM = """
			data: {"model":"qwen3","choices":[{"delta":{"content":"a"}}]}

			data: {"model":"qwen3","choices":[{"delta":{},"finish_reason":"stop"}]}

			data: {"choices":[],"usage":{"prompt_tokens":1,"completion_tokens":2,"total_tokens":3}}

			data: [DONE]

			""";

	private static final String VECTORS = """
			{"model":"minilm","data":[{"index":0,"embedding":[1,2]}],"usage":{"prompt_tokens":4,"total_tokens":4}}""";

	private static final String RANKING = """
			{"results":[{"index":0,"relevance_score":0.5}]}""";

	private static final String[] CURRENT = { "gen_ai.client.inference.duration", "gen_ai.client.embeddings.duration",
			"gen_ai.client.operation.duration", "gen_ai.client.inference.time_to_first_chunk",
			"gen_ai.client.inference.time_per_output_chunk", "gen_ai.client.inference.usage.input_tokens",
			"gen_ai.client.inference.usage.output_tokens", "gen_ai.client.inference.operation.input_tokens",
			"gen_ai.client.inference.operation.output_tokens", "gen_ai.client.embeddings.operation.input_tokens" };

	private static final String[] OLDER = { "gen_ai.client.operation.duration",
			"gen_ai.client.operation.time_to_first_chunk", "gen_ai.client.operation.time_per_output_chunk",
			"gen_ai.client.token.usage" };

	private final WireServer server = new WireServer();

	private final MeterRegistry meters = new SimpleMeterRegistry();

	private final ObservationRegistry observations = ObservationRegistry.create();

	@AfterEach
	void close() {
		this.server.close();
	}

	private Endpoint endpoint(GenAiConventions conventions) {
		this.observations.observationConfig()
			.observationHandler(new DefaultMeterObservationHandler(this.meters, IgnoredMeters.LONG_TASK_TIMER))
			.observationHandler(new CallMeterObservationHandler(this.meters, conventions));
		return this.server.builder()
			.observationRegistry(this.observations)
			.observationConvention(new DefaultCallObservationConvention(conventions))
			.retry(RetrySettings.UNSET.withMaxAttempts(1)
				.withInitialBackoff(Duration.ofMillis(1))
				.withMaxBackoff(Duration.ofMillis(1)))
			.build()
			.endpoint("support-bot");
	}

	private void callEverything(Endpoint endpoint) {
		this.server.thenJson(200, ANSWER)
			.thenEvents(STREAM)
			.thenJson(200, VECTORS)
			.thenJson(200, RANKING)
			.thenJson(500, "{}");
		endpoint.generateText("a");
		endpoint.generateTextStream("a").result();
		endpoint.embed("a");
		endpoint.rerank("a", List.of("b"));
		assertThatExceptionOfType(ApiException.class).isThrownBy(() -> endpoint.generateText("a"));
	}

	private Set<String> names() {
		return this.meters.getMeters()
			.stream()
			.map((meter) -> meter.getId().getName())
			.filter((name) -> name.startsWith("gen_ai"))
			.collect(Collectors.toSet());
	}

	private long calls(String duration) {
		return this.meters.find(duration).timers().stream().mapToLong(Timer::count).sum();
	}

	@Test
	void metricsWhenCurrentThenTheNamesOfRelease01() {
		callEverything(endpoint(GenAiConventions.V0_1));
		assertThat(names()).containsExactlyInAnyOrder(CURRENT);
		assertThat(calls("gen_ai.client.inference.duration")).isEqualTo(3);
		assertThat(calls("gen_ai.client.embeddings.duration")).isEqualTo(1);
		assertThat(calls("gen_ai.client.operation.duration")).isEqualTo(1);
	}

	@Test
	void tokensWhenRerankedThenCountedUnderTheirOperation() {
		this.server.thenJson(200, "{\"results\":[],\"usage\":{\"total_tokens\":26}}");

		endpoint(GenAiConventions.V0_1).rerank("a", List.of("b"));

		assertThat(this.meters.get("gen_ai.client.inference.usage.input_tokens")
			.tag("gen_ai.operation.name", "rerank")
			.counter()
			.count()).isEqualTo(26);
	}

	@Test
	void callsWhenEmbeddedInBatchesThenEachRequestIsOne() {
		this.server.then(new Embedder(1));

		endpoint(GenAiConventions.V0_1).embed((request) -> request.input("0", "1", "2").batchSize(2));

		assertThat(calls("gen_ai.client.embeddings.duration")).isEqualTo(2);
	}

	@Test
	void metricsWhenOlderThenTheNamesOfRelease141() {
		callEverything(endpoint(GenAiConventions.V1_41));
		assertThat(names()).containsExactlyInAnyOrder(OLDER);
		assertThat(calls("gen_ai.client.operation.duration")).isEqualTo(5);
	}

	@Test
	void metricsWhenBothThenEachCallOnceUnderEitherName() {
		callEverything(endpoint(GenAiConventions.BOTH));
		assertThat(names()).contains(CURRENT).contains(OLDER);
		assertThat(calls("gen_ai.client.inference.duration")).isEqualTo(3);
		assertThat(calls("gen_ai.client.operation.duration")).isEqualTo(5);
		assertThat(this.meters.find("gen_ai.client.operation.duration").meters())
			.extracting((meter) -> meter.getId().getTags().stream().map(Tag::getKey).toList())
			.as("as a registry of Prometheus wants it")
			.containsOnly(tagKeys("gen_ai.client.inference.duration"));
		assertThat(this.meters.get("gen_ai.client.operation.duration").tag("error", "ApiException").timer().count())
			.isEqualTo(1);
	}

	private List<String> tagKeys(String name) {
		Meter meter = this.meters.find(name).meters().iterator().next();
		return meter.getId().getTags().stream().map(Tag::getKey).toList();
	}

	@Test
	void durationWhenAConventionNamesItByCallThenThatName() {
		this.server.thenJson(200, ANSWER);
		this.observations.observationConfig().observationHandler(new DefaultMeterObservationHandler(this.meters));
		this.server.builder()
			.observationRegistry(this.observations)
			.observationConvention(new DefaultCallObservationConvention() {

				@Override
				public String getName(CallContext context) {
					return "shop." + context.getOperation();
				}

			})
			.build()
			.endpoint("support-bot")
			.generateText("a");
		assertThat(calls("shop.chat")).isEqualTo(1);
	}

}
