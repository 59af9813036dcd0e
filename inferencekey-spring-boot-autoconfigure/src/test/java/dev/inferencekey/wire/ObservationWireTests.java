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
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.inferencekey.DataClient;
import dev.inferencekey.Endpoint;
import dev.inferencekey.error.ConfigurationException;
import dev.inferencekey.error.InferenceKeyException;
import dev.inferencekey.error.TransportException;
import dev.inferencekey.error.ValidationException;
import dev.inferencekey.observation.CallContext;
import dev.inferencekey.observation.CallMeterObservationHandler;
import dev.inferencekey.observation.CallObservationDocumentation.LowCardinalityKeyNames;
import dev.inferencekey.observation.DefaultCallObservationConvention;
import dev.inferencekey.observation.WorkloadActivity;
import dev.inferencekey.resilience.ConcurrencySettings;
import dev.inferencekey.resilience.RetrySettings;
import dev.inferencekey.text.TextChunk;
import dev.inferencekey.text.TextRequest;
import dev.inferencekey.transport.ContentSettings;
import io.micrometer.common.KeyValue;
import io.micrometer.common.KeyValues;
import io.micrometer.core.instrument.LongTaskTimer;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.observation.DefaultMeterObservationHandler;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationHandler;
import io.micrometer.observation.ObservationRegistry;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.LoggerFactory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.assertj.core.api.InstanceOfAssertFactories.STRING;

/**
 * What servers, conventions and handlers may do to observations, over real sockets.
 */
@org.junit.jupiter.api.Timeout(20)
class ObservationWireTests {

	private static final String ANSWER = "{\"model\":\"qwen3\",\"choices\":[{\"message\":{\"content\":\"Si\"},\"finish_reason\":\"stop\"}],"
			+ "\"usage\":{\"prompt_tokens\":12,\"completion_tokens\":3,\"total_tokens\":15}}";

	private final WireServer server = new WireServer();

	private final MeterRegistry meters = new SimpleMeterRegistry();

	private final ObservationRegistry observations = ObservationRegistry.create();

	private final List<String> spansLike = new ArrayList<>();

	@AfterEach
	void close() {
		this.server.close();
	}

	private DataClient.Builder builder() {
		this.observations.observationConfig()
			.observationHandler(new DefaultMeterObservationHandler(this.meters))
			.observationHandler(new CallMeterObservationHandler(this.meters));
		return this.server.builder()
			.observationRegistry(this.observations)
			.retry(RetrySettings.UNSET.withMaxAttempts(2)
				.withInitialBackoff(Duration.ofMillis(1))
				.withMaxBackoff(Duration.ofMillis(1)));
	}

	private int active() {
		return this.meters.find("gen_ai.client.inference.duration.active")
			.longTaskTimers()
			.stream()
			.mapToInt(LongTaskTimer::activeTasks)
			.sum();
	}

	private long ended() {
		return this.meters.find("gen_ai.client.inference.duration").timers().stream().mapToLong(Timer::count).sum();
	}

	@Test
	void modelWhenItIsTheKeyThenNotInMetrics() {
		this.server.thenJson(200, ANSWER.replace("qwen3", WireServer.KEY));
		builder().build().endpoint("support-bot").generateText("a");
		assertThat(this.meters.getMeters().stream().map(Meter::getId).toList().toString()).contains("ik_live_")
			.doesNotContain(WireServer.SECRET);
	}

	@Test
	void keysOfTracesWhenAFilterChangesThemThenAsTheFilterHasThem() {
		this.server.thenJson(200, ANSWER);
		DataClient.Builder builder = builder();
		this.observations.observationConfig()
			.observationFilter((context) -> context.addHighCardinalityKeyValue(KeyValue.of("acme.tenant", "7"))
				.addHighCardinalityKeyValues(KeyValues.of("gen_ai.usage.input_tokens", "many"))
				.removeHighCardinalityKeyValue("gen_ai.response.finish_reasons"))
			.observationHandler(new Keys());
		builder.build().endpoint("support-bot").generateText("a");
		assertThat(this.spansLike).singleElement(STRING)
			.contains("acme.tenant=7", "gen_ai.usage.input_tokens=many", "gen_ai.usage.output_tokens=3",
					"inferencekey.attempts=1")
			.doesNotContain("finish_reasons");
	}

	@Test
	void finishReasonWhenItIsTheKeyThenNotInTraces() {
		this.server.thenJson(200, ANSWER.replace("\"stop\"", "\"" + WireServer.KEY + "\""));
		DataClient.Builder builder = builder();
		this.observations.observationConfig().observationHandler(new Keys());
		builder.build().endpoint("support-bot").generateText("a");
		assertThat(this.spansLike).hasSize(1);
		assertThat(this.spansLike.toString()).doesNotContain(WireServer.SECRET);
	}

	private final class Keys implements ObservationHandler<CallContext> {

		@Override
		public void onStop(CallContext context) {
			ObservationWireTests.this.spansLike.add(context.getAllKeyValues().toString());
		}

		@Override
		public boolean supportsContext(Observation.Context context) {
			return context instanceof CallContext;
		}

	}

	@Test
	void seriesWhenEndpointsAreMadePerKeyThenBounded() {
		AtomicInteger n = new AtomicInteger();
		this.server.then((exchange) -> exchange.respond(200, "application/json",
				ANSWER.replace("qwen3", "model-" + n.incrementAndGet())));
		DataClient client = builder().build();
		for (int i = 0; i < 200; i++) {
			client.endpoint("support-bot", WireServer.KEY).generateText("a");
		}
		assertThat(this.meters.find("gen_ai.client.inference.duration").timers()).hasSizeLessThan(20);
	}

	@Test
	void seriesWhenManyWorkloadsThatAreNotConfiguredThenBounded() {
		AtomicInteger n = new AtomicInteger();
		this.server.then((exchange) -> exchange.respond(200, "application/json",
				ANSWER.replace("qwen3", "model-" + n.incrementAndGet())));
		DataClient client = builder().build();
		for (int i = 0; i < 600; i++) {
			client.endpoint("w" + i).generateText("a");
		}
		assertThat(this.meters.find("gen_ai.client.inference.duration").tag("inferencekey.workload", "_OTHER").timers())
			.hasSizeLessThan(20);
	}

	@Test
	void seriesWhenTargetsOfRunTimeAreManyThenBounded() {
		DataClient client = builder().otherWorkloads((workload, settings) -> {
			int n = Integer.parseInt(workload.substring(1));
			settings.url("http://127.0." + n / 250 + "." + (n % 250 + 1) + ":" + (1 + n) + "/v1")
				.retry(RetrySettings.UNSET.withMaxAttempts(1)
					.withInitialBackoff(Duration.ofMillis(1))
					.withMaxBackoff(Duration.ofMillis(1)));
		}).build();
		for (int i = 0; i < 600; i++) {
			Endpoint endpoint = client.endpoint("w" + i);
			assertThatExceptionOfType(TransportException.class).isThrownBy(() -> endpoint.generateText("a"));
		}
		assertThat(ended()).isEqualTo(600);
		assertThat(this.meters.find("gen_ai.client.inference.duration").timers()).hasSizeLessThan(120);
		assertThat(this.meters.find("gen_ai.client.inference.duration")
			.tag("server.address", "_OTHER")
			.tag("server.port", "0")
			.timers()).hasSize(1);
	}

	@Test
	void seriesWhenFewNamesOfRunTimeAreCombinedThenBounded() {
		this.server.thenJson(200, ANSWER);
		AtomicInteger endpoints = new AtomicInteger();
		DataClient client = builder()
			.otherWorkloads((workload, settings) -> settings.project("tenant-" + endpoints.getAndIncrement() % 30))
			.build();
		for (int i = 0; i < 900; i++) {
			client.endpoint("w" + i / 30, WireServer.KEY).generateText("a");
		}
		assertThat(endpoints).as("thirty projects of thirty workloads").hasValue(900);
		assertThat(ended()).isEqualTo(900);
		assertThat(this.meters.find("gen_ai.client.inference.duration").timers()).hasSizeLessThan(120);
	}

	@ParameterizedTest
	@ValueSource(strings = { "start", "error" })
	void observationWhenAHandlerFailsThenStillEnded(String moment) {
		this.server.thenJson(400, "{}");
		DataClient.Builder builder = builder();
		this.observations.observationConfig().observationHandler(new BrokenHandler(moment));
		assertThatExceptionOfType(InferenceKeyException.class)
			.isThrownBy(() -> builder.build().endpoint("support-bot").generateText("a"));
		assertThat(active()).as("active").isZero();
	}

	@Test
	void callWhenItsTimeoutIsOverBeforeItBeginsThenStillObservedAndLogged() {
		ListAppender<ILoggingEvent> lines = listen("dev.inferencekey.calls");
		DataClient client = builder().build();
		Endpoint endpoint = client.endpoint("support-bot");
		Throwable failure = catchThrowable(() -> endpoint
			.generateText(TextRequest.of((request) -> request.prompt("a").timeout(Duration.ofMillis(-5)))));
		assertThat(failure).isInstanceOf(ConfigurationException.class);
		assertThat(active()).as("active").isZero();
		assertThat(ended()).as("ended").isEqualTo(1);
		assertThat(lines.list).hasSize(1);
	}

	private static ListAppender<ILoggingEvent> listen(String name) {
		Logger logger = (Logger) LoggerFactory.getLogger(name);
		ListAppender<ILoggingEvent> lines = new ListAppender<>();
		lines.start();
		logger.addAppender(lines);
		return lines;
	}

	@Test
	void tokensWhenTheRegistryWasClearedThenStillRecorded() {
		this.server.thenJson(200, ANSWER);
		Endpoint endpoint = builder().build().endpoint("support-bot");
		endpoint.generateText("a");
		this.meters.clear();
		endpoint.generateText("a");
		assertThat(this.meters.find("gen_ai.client.inference.duration").timer()).isNotNull();
		assertThat(this.meters.find("gen_ai.client.inference.operation.input_tokens").summaries()).isNotEmpty();
	}

	@Test
	void tokensWhenTheConventionMapsModelsThenMappedToo() {
		this.server.thenJson(200, ANSWER.replace("qwen3", "qwen3-2026-01-01"));
		Endpoint endpoint = builder().observationConvention(new DefaultCallObservationConvention() {
			@Override
			public KeyValues getLowCardinalityKeyValues(CallContext context) {
				return super.getLowCardinalityKeyValues(context)
					.and(LowCardinalityKeyNames.RESPONSE_MODEL.withValue("qwen"));
			}
		}).build().endpoint("support-bot");
		endpoint.generateText("a");
		assertThat(this.meters.get("gen_ai.client.inference.duration").timer().getId().getTag("gen_ai.response.model"))
			.isEqualTo("qwen");
		assertThat(this.meters.get("gen_ai.client.inference.operation.input_tokens")
			.summaries()
			.stream()
			.map((s) -> s.getId().getTag("gen_ai.response.model"))
			.collect(Collectors.toSet())).isEqualTo(Set.of("qwen"));
	}

	@ParameterizedTest
	@ValueSource(ints = { 302, 407, 402 })
	void healthEvidenceWhenTheWayIsWrongThenDown(int status) {
		this.server.thenJson(status, "{}", "Location: https://login.example.com/");
		DataClient client = builder().build();
		assertThatExceptionOfType(InferenceKeyException.class)
			.isThrownBy(() -> client.endpoint("support-bot").generateText("a"));
		assertThat(client.monitor("support-bot").activity().failures().get(0).evidence())
			.isEqualTo(WorkloadActivity.Evidence.DOWN);
	}

	@Test
	void healthEvidenceWhenACallTimesOutInOurQueueThenNone() throws Exception {
		CountDownLatch release = new CountDownLatch(1);
		CountDownLatch arrived = new CountDownLatch(1);
		this.server.then((exchange) -> {
			arrived.countDown();
			exchange.await(release);
			exchange.respond(200, "application/json", ANSWER);
		});
		DataClient client = builder()
			.workload("bot",
					(settings) -> settings.concurrency(ConcurrencySettings.UNSET.withMaxInFlight(1).withMaxQueued(5)))
			.build();
		client.endpoint("bot").reactive().generateText("long").subscribe();
		arrived.await();
		assertThatExceptionOfType(InferenceKeyException.class).isThrownBy(() -> client.endpoint("bot")
			.generateText((request) -> request.prompt("b").timeout(Duration.ofMillis(100))));
		WorkloadActivity.Outcome outcome = client.monitor("bot").activity().failures().get(0);
		release.countDown();
		assertThat(this.server.requests()).hasSize(1);
		assertThat(outcome.evidence()).isEqualTo(WorkloadActivity.Evidence.NONE);
	}

	@Test
	void usageWhenInfiniteThenNotRecordedAsBillions() {
		this.server.thenJson(200, ANSWER.replace(":12,", ":1e999,"));
		builder().build().endpoint("support-bot").generateText("a");
		assertThat(this.meters.get("gen_ai.client.inference.operation.input_tokens").summary().max()).isLessThan(1e9);
	}

	@Test
	void streamWhenReadToItsFinishReasonThenNotCancelled() {
		this.server.thenEvents(
				"data: {\"choices\":[{\"delta\":{\"content\":\"a\"}}]}\n\ndata: {\"choices\":[{\"delta\":{},\"finish_reason\":\"stop\"}]}\n\n"
						+ "data: {\"choices\":[],\"usage\":{\"prompt_tokens\":12,\"completion_tokens\":2,\"total_tokens\":14}}\n\ndata: [DONE]\n\n");
		DataClient client = builder().build();
		client.endpoint("support-bot")
			.reactive()
			.generateTextStream("a")
			.takeUntil((chunk) -> chunk.finishReason() != null)
			.blockLast();
		assertThat(this.meters.get("gen_ai.client.inference.duration").timer().getId().getTag("inferencekey.outcome"))
			.isEqualTo("success");
	}

	@Test
	void streamWhenEveryChunkHasUsageThenTheLastIsConsumedToo() {
		String usage = ",\"usage\":{\"prompt_tokens\":12,\"completion_tokens\":2,\"total_tokens\":14}";
		this.server.thenEvents("data: {\"choices\":[{\"delta\":{\"content\":\"a\"}}]" + usage
				+ "}\n\ndata: {\"choices\":[{\"delta\":{},\"finish_reason\":\"stop\"}]" + usage + "}\n\n"
				+ "data: {\"choices\":[]" + usage + "}\n\ndata: [DONE]\n\n");
		List<TextChunk> chunks = builder().build()
			.endpoint("support-bot")
			.reactive()
			.generateTextStream("a")
			.collectList()
			.block();
		assertThat(chunks).hasSize(2);
	}

	@Test
	void contentWhenTheKeyHasAnotherShapeAndIsEchoedThenHidden() {
		String key = "sk-local-0123456789abcdef0123456789";
		this.server.thenJson(200, ANSWER.replace("Si", "your header was Bearer " + key));
		Logger logger = (Logger) LoggerFactory.getLogger("dev.inferencekey.calls");
		logger.setLevel(Level.DEBUG);
		ListAppender<ILoggingEvent> lines = listen("dev.inferencekey.calls");
		DataClient client = builder().content(new ContentSettings(false, true))
			.workload("bot",
					(settings) -> settings.url("http://127.0.0.1:" + this.server.port() + "/v1")
						.apiKey(dev.inferencekey.credential.ApiKey.of(key)))
			.build();
		client.endpoint("bot").generateText("a");
		logger.setLevel(null);
		assertThat(lines.list.toString()).doesNotContain(key);
	}

	@Test
	void extraWhenItCannotBeWrittenThenItsMessageIsRedacted() {
		ListAppender<ILoggingEvent> lines = listen("dev.inferencekey.calls");
		Object bad = new Object() {
			@SuppressWarnings("unused")
			public String getToken() {
				throw new IllegalStateException("bad token " + WireServer.KEY);
			}
		};
		Throwable failure = catchThrowable(() -> builder().build()
			.endpoint("support-bot")
			.generateText((request) -> request.prompt("a").extra("x", bad)));
		assertThat(lines.list).hasSize(1);
		assertThat(lines.list.toString()).doesNotContain(WireServer.SECRET);
		assertThat(failure).isInstanceOf(ValidationException.class).hasNoCause();
		assertThat(failure.getMessage()).contains("bad token").doesNotContain(WireServer.SECRET);
	}

}
