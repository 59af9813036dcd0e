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

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.Collectors;

import dev.inferencekey.embedding.EmbedRequest;
import dev.inferencekey.error.ApiException;
import dev.inferencekey.error.InferenceKeyException;
import dev.inferencekey.observation.CallObservationDocumentation.HighCardinalityKeyNames;
import dev.inferencekey.observation.CallObservationDocumentation.LowCardinalityKeyNames;
import dev.inferencekey.text.TextRequest;
import dev.inferencekey.text.TextResult;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tag;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.sdk.trace.data.SpanData;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

/**
 * Metrics and traces of a call, as an application with Prometheus and OpenTelemetry has
 * them.
 */
class ObservabilityTests {

	// Few engines report them.
	private static final Set<HighCardinalityKeyNames> USAGE_DETAILS = Set.of(
			HighCardinalityKeyNames.USAGE_CACHE_READ_INPUT_TOKENS,
			HighCardinalityKeyNames.USAGE_REASONING_OUTPUT_TOKENS);

	private final ObservedApplication application = new ObservedApplication();

	@AfterEach
	void close() {
		this.application.close();
	}

	@Test
	void callWhenAnsweredThenOneObservationWithEveryKey() {
		this.application.server().thenJson(200, ObservedApplication.ANSWER);
		this.application.start();
		this.application.endpoint()
			.generateText((request) -> request.prompt("secret prompt")
				.temperature(0.5)
				.topP(0.9)
				.maxTokens(50)
				.seed(7)
				.presencePenalty(0.1)
				.frequencyPenalty(0.2)
				.extra("top_k", 40)
				.extra("user", "somebody"));
		SpanData span = this.application.callSpan();
		assertThat(span.getName()).isEqualTo("chat support-bot");
		assertThat(span.getKind()).isEqualTo(SpanKind.CLIENT);
		Map<String, Object> attributes = span.getAttributes()
			.asMap()
			.entrySet()
			.stream()
			.collect(Collectors.toMap((entry) -> entry.getKey().getKey(), Map.Entry::getValue));
		assertThat(attributes).containsAllEntriesOf(Map.of("gen_ai.operation.name", "chat", "gen_ai.provider.name",
				"inferencekey", "gen_ai.request.model", "support-bot", "gen_ai.response.model", "qwen3",
				"gen_ai.request.stream", "false", "inferencekey.workload", "support-bot", "inferencekey.project",
				"acme", "server.address", "127.0.0.1", "server.port", String.valueOf(this.application.server().port()),
				"error.type", "none"));
		assertThat(attributes).containsAllEntriesOf(Map.of("gen_ai.request.temperature", "0.5", "gen_ai.request.top_p",
				"0.9", "gen_ai.request.max_tokens", "50", "gen_ai.request.seed", "7", "gen_ai.request.top_k", "40",
				"gen_ai.request.presence_penalty", "0.1", "gen_ai.request.frequency_penalty", "0.2",
				"gen_ai.usage.input_tokens", "12", "gen_ai.usage.output_tokens", "3", "gen_ai.response.finish_reasons",
				"stop"));
		assertThat(attributes).containsEntry("inferencekey.attempts", "1")
			.containsEntry("inferencekey.outcome", "success");
		assertThat(attributes.toString()).doesNotContain("secret prompt")
			.doesNotContain("somebody")
			.doesNotContain("Sí");
		assertThat(this.application.line(ObservedApplication.SERIES, "gen_ai_operation_name=\"chat\"",
				"gen_ai_response_model=\"qwen3\"", "inferencekey_outcome=\"success\"",
				"inferencekey_workload=\"support-bot\""))
			.endsWith(" 1");
		assertThat(this.application.line("gen_ai_client_inference_usage_input_tokens_total",
				"gen_ai_token_modality=\"text\""))
			.endsWith(" 12.0");
		assertThat(this.application.line("gen_ai_client_inference_usage_output_tokens_total",
				"gen_ai_token_modality=\"text\""))
			.endsWith(" 3.0");
		assertThat(this.application.line("gen_ai_client_inference_operation_input_tokens_sum")).endsWith(" 12.0");
		assertThat(this.application.line("gen_ai_client_inference_operation_output_tokens_sum")).endsWith(" 3.0");
	}

	@Test
	void streamWhenReadThenRhythmAndTokensAreRecorded() {
		this.application.server().thenEvents(ObservedApplication.STREAM);
		this.application.start();
		assertThat(this.application.endpoint().generateTextStream("Hola").result().usage().totalTokens()).isEqualTo(14);
		SpanData span = this.application.callSpan();
		assertThat(span.getAttributes().get(ObservedApplication.key("gen_ai.request.stream"))).isEqualTo("true");
		assertThat(Double
			.parseDouble(span.getAttributes().get(ObservedApplication.key("gen_ai.response.time_to_first_chunk"))))
			.isPositive();
		assertThat(this.application.line("gen_ai_client_inference_time_to_first_chunk_seconds_count",
				"response_model=\"qwen3\""))
			.endsWith(" 1");
		assertThat(this.application.line("gen_ai_client_inference_time_per_output_chunk_seconds_count",
				"response_model=\"qwen3\""))
			.as("three chunks")
			.endsWith(" 2");
		assertThat(this.application.line("gen_ai_client_inference_usage_output_tokens_total", "stream=\"true\""))
			.endsWith(" 2.0");
		assertThat(this.application.line(ObservedApplication.SERIES, "gen_ai_request_stream=\"true\"")).endsWith(" 1");
	}

	@Test
	void callWhenRetriedThenOneObservationAndTheRetriesAreCounted() {
		this.application.server()
			.thenJson(500, "{}")
			.thenJson(429, "{}", "retry-after-ms: 1")
			.thenJson(200, ObservedApplication.ANSWER);
		this.application.start();
		this.application.endpoint().generateText("Hola");
		assertThat(this.application.callSpan().getAttributes().get(ObservedApplication.key("inferencekey.attempts")))
			.isEqualTo("3");
		assertThat(this.application.scrape().lines().filter((line) -> line.startsWith(ObservedApplication.SERIES)))
			.hasSize(1);
		assertThat(this.application.line("inferencekey_retries_total", "cause=\"500\"", "workload=\"support-bot\""))
			.endsWith(" 1.0");
		assertThat(this.application.line("inferencekey_retries_total", "cause=\"429\"")).endsWith(" 1.0");
		assertThat(this.application.line("inferencekey_retries_total", "cause=\"503\"")).as("there from the start")
			.endsWith(" 0.0");
		assertThat(this.application.line("inferencekey_retry_budget", "workload=\"support-bot\"")).endsWith(" 8.0");
		assertThat(this.application.line("inferencekey_calls_in_flight", "workload=\"support-bot\"")).endsWith(" 0.0");
	}

	@Test
	void callWhenRefusedLocallyThenSeenToo() throws Exception {
		CountDownLatch release = new CountDownLatch(1);
		CountDownLatch arrived = new CountDownLatch(1);
		this.application.server().then((exchange) -> {
			arrived.countDown();
			exchange.await(release);
			exchange.respond(200, "application/json", ObservedApplication.ANSWER);
		});
		this.application.start("--inferencekey.concurrency.max-in-flight=1", "--inferencekey.concurrency.max-queued=1");
		var running = this.application.endpoint().reactive().generateText("a").toFuture();
		assertThat(arrived.await(10, TimeUnit.SECONDS)).isTrue();
		Disposable queued = this.application.endpoint().reactive().generateText("b").subscribe();
		assertThatExceptionOfType(ApiException.class).isThrownBy(() -> this.application.endpoint().generateText("c"));
		assertThat(this.application.line("inferencekey_calls_in_flight")).contains("support-bot").endsWith(" 1.0");
		assertThat(this.application.line("inferencekey_calls_queued{")).endsWith(" 1.0");
		assertThat(this.application.line("inferencekey_calls_rejected_total", "reason=\"full\"")).endsWith(" 1.0");
		assertThat(this.application.line(ObservedApplication.SERIES, "error_type=\"rejected\"")).endsWith(" 1");
		queued.dispose();
		release.countDown();
		running.get(10, TimeUnit.SECONDS);
	}

	@Test
	void embeddingsWhenBase64IsRefusedThenStillOneObservation() {
		this.application.server()
			.thenJson(400, "{\"error\":\"encoding_format\"}")
			.thenJson(200,
					"{\"model\":\"minilm\",\"data\":[{\"index\":0,\"embedding\":[1,2]}],\"usage\":{\"prompt_tokens\":4,\"total_tokens\":4}}");
		this.application.start();
		this.application.endpoint().embed("Hola");
		assertThat(this.application.callSpan().getName()).isEqualTo("embeddings support-bot");
		assertThat(this.application.callSpan().getAttributes().get(ObservedApplication.key("inferencekey.attempts")))
			.isEqualTo("2");
		assertThat(this.application.scrape()
			.lines()
			.filter((line) -> line.startsWith(ObservedApplication.SERIES.replace("inference", "embeddings"))))
			.hasSize(1);
		assertThat(this.application.line("gen_ai_client_embeddings_operation_input_tokens_sum")).endsWith(" 4.0");
		assertThat(this.application.line("gen_ai_client_inference_usage_input_tokens_total",
				"gen_ai_operation_name=\"embeddings\""))
			.endsWith(" 4.0");
	}

	@Test
	void histogramsWhenOnThenTheBucketsOfTheConventions() {
		this.application.server().thenJson(200, ObservedApplication.ANSWER);
		this.application.start("--management.metrics.distribution.percentiles-histogram[gen_ai.client]=true");
		this.application.endpoint().generateText("Hola");
		List<String> durations = buckets("gen_ai_client_inference_duration_seconds_bucket");
		assertThat(durations).containsExactly("0.01", "0.02", "0.04", "0.08", "0.16", "0.32", "0.64", "1.28", "2.56",
				"5.12", "10.24", "20.48", "40.96", "81.92", "+Inf");
		assertThat(buckets("gen_ai_client_inference_operation_input_tokens_bucket")).hasSize(15)
			.startsWith("1.0", "4.0", "16.0")
			.endsWith("6.7108864E7", "+Inf");
	}

	@Test
	void metersWhenScrapedThenEachOfOursHasADescription() {
		this.application.server().thenJson(200, ObservedApplication.ANSWER).thenEvents(ObservedApplication.STREAM);
		this.application.start();
		this.application.endpoint().generateText("Hola");
		this.application.endpoint().generateTextStream("Hola").result();
		List<String> help = this.application.scrape()
			.lines()
			.filter((line) -> line.startsWith("# HELP gen_ai") || line.startsWith("# HELP inferencekey"))
			.toList();
		assertThat(help).hasSizeGreaterThan(10)
			.allSatisfy((line) -> assertThat(line.split(" ", 4)).hasSize(4).doesNotContain(""))
			.anyMatch((line) -> line.contains("_active"));
	}

	private List<String> buckets(String name) {
		return this.application.scrape()
			.lines()
			.filter((line) -> line.startsWith(name + "{"))
			.map((line) -> line.replaceFirst(".*le=\"([^\"]*)\".*", "$1"))
			.distinct()
			.toList();
	}

	@Test
	void activeCallsWhenIgnoredByPropertyThenNoMeter() {
		this.application.server().thenJson(200, ObservedApplication.ANSWER);
		this.application.start("--management.metrics.observations.ignored-meters=long-task-timer");
		this.application.endpoint().generateText("a");
		MeterRegistry registry = this.application.bean(MeterRegistry.class);
		assertThat(registry.get("gen_ai.client.inference.duration").timer().count()).isEqualTo(1);
		assertThat(registry.find("gen_ai.client.inference.duration.active").meters()).isEmpty();
	}

	@Test
	void callsWhenSubscribedTwiceOrRepeatedByTheCallerThenEachIsACall() {
		this.application.server().thenJson(500, "{}").thenJson(200, ObservedApplication.ANSWER);
		this.application.start("--inferencekey.retry.max-attempts=1");
		Mono<String> call = this.application.endpoint().reactive().generateText("a").map(TextResult::text);
		assertThat(call.retry(1).block()).isEqualTo("Sí.");
		assertThat(call.block()).isEqualTo("Sí.");
		assertThat(this.application.line(ObservedApplication.SERIES, "inferencekey_outcome=\"error\"")).endsWith(" 1");
		assertThat(this.application.line(ObservedApplication.SERIES, "inferencekey_outcome=\"success\""))
			.endsWith(" 2");
	}

	@Test
	void streamWhenItsConsumerThrowsThenEndedAndThePlaceIsFree() {
		this.application.server().thenEvents(ObservedApplication.STREAM).thenJson(200, ObservedApplication.ANSWER);
		this.application.start("--inferencekey.concurrency.max-in-flight=1", "--inferencekey.concurrency.max-queued=0");
		Flux<String> broken = this.application.endpoint().reactive().generateTextStream("a").map((chunk) -> {
			throw new IllegalStateException("mine");
		});
		assertThatExceptionOfType(IllegalStateException.class).isThrownBy(broken::blockLast).withMessage("mine");
		assertThat(this.application.endpoint().generateText("a").text()).isEqualTo("Sí.");
		assertThat(this.application.line(ObservedApplication.SERIES, "inferencekey_outcome=\"cancelled\""))
			.endsWith(" 1");
	}

	@Test
	void conventionWhenABeanThenUsedAlsoForTokens() {
		this.application.server().thenJson(200, ObservedApplication.ANSWER);
		this.application.start("--test.convention=true");
		this.application.endpoint().generateText("Hola");
		assertThat(this.application.line(ObservedApplication.SERIES, "team=\"support\"")).endsWith(" 1");
		assertThat(this.application.line("gen_ai_client_inference_usage_input_tokens_total", "team=\"support\""))
			.isNotEmpty();
	}

	@Test
	void observationWhenSwitchedOffByPropertyThenNothingIsRecorded() {
		this.application.server().thenJson(200, ObservedApplication.ANSWER);
		this.application.start("--management.observations.enable[gen_ai]=false");
		assertThat(this.application.endpoint().generateText("Hola").text()).isEqualTo("Sí.");
		assertThat(this.application.scrape()).doesNotContain("gen_ai_client");
	}

	@Test
	void keysWhenDocumentedThenEachOccurs() {
		this.application.server()
			.thenEvents(ObservedApplication.STREAM)
			.thenJson(403, "{}", "x-request-id: r-1")
			.thenJson(200, "{\"data\":[{\"index\":0,\"embedding\":[1,2]}]}");
		this.application.start("--inferencekey.content.trace=true");
		Consumer<TextRequest.Builder> everything = (request) -> request.prompt("Hola")
			.temperature(1)
			.topP(1)
			.maxTokens(1)
			.seed(1)
			.presencePenalty(1)
			.frequencyPenalty(1)
			.extra("top_k", 1)
			.extra("n", 2);
		this.application.endpoint().generateTextStream(everything).result();
		assertThatExceptionOfType(InferenceKeyException.class)
			.isThrownBy(() -> this.application.endpoint().generateText("Hola"));
		this.application.endpoint().embed(EmbedRequest.builder().input("a").dimensions(2).build());
		Set<String> seen = await().atMost(Duration.ofSeconds(10))
			.until(() -> this.application.spans()
				.stream()
				.flatMap((span) -> span.getAttributes().asMap().keySet().stream())
				.map(AttributeKey::getKey)
				.collect(Collectors.toSet()), (keys) -> keys.contains("gen_ai.embeddings.dimension.count"));
		assertThat(seen)
			.containsAll(Arrays.stream(LowCardinalityKeyNames.values()).map(LowCardinalityKeyNames::asString).toList())
			.containsAll(Arrays.stream(HighCardinalityKeyNames.values())
				.filter((key) -> !USAGE_DETAILS.contains(key))
				.map(HighCardinalityKeyNames::asString)
				.toList());
		List<String> tags = this.application.bean(MeterRegistry.class)
			.get("gen_ai.client.inference.duration")
			.timers()
			.iterator()
			.next()
			.getId()
			.getTags()
			.stream()
			.map(Tag::getKey)
			.filter((tag) -> !tag.equals("error"))
			.toList();
		assertThat(tags).containsExactlyInAnyOrderElementsOf(
				Arrays.stream(LowCardinalityKeyNames.values()).map(LowCardinalityKeyNames::asString).toList());
	}

}
