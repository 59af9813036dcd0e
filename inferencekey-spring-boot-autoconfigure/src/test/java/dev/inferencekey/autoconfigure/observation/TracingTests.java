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

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.inferencekey.Endpoint;
import dev.inferencekey.error.CallRejectedException;
import dev.inferencekey.error.InferenceKeyException;
import dev.inferencekey.error.ValidationException;
import dev.inferencekey.text.ChatMessage;
import dev.inferencekey.text.ContentPart;
import dev.inferencekey.text.TextChunk;
import dev.inferencekey.text.TextRequest;
import dev.inferencekey.text.TextResult;
import dev.inferencekey.text.ToolCall;
import dev.inferencekey.wire.BrokenHandler;
import dev.inferencekey.wire.RecordingCircuitBreaker;
import dev.inferencekey.wire.WireServer;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationRegistry;
import io.micrometer.tracing.BaggageInScope;
import io.micrometer.tracing.Span;
import io.micrometer.tracing.Tracer;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.sdk.testing.exporter.InMemorySpanExporter;
import io.opentelemetry.sdk.trace.data.SpanData;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.skyscreamer.jsonassert.JSONAssert;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;
import reactor.core.publisher.Flux;

import org.springframework.util.MimeTypeUtils;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.InstanceOfAssertFactories.MAP;
import static org.awaitility.Awaitility.await;

/**
 * Spans, baggage and scopes, as an application with OpenTelemetry has them.
 */
class TracingTests {

	private final ObservedApplication application = new ObservedApplication();

	@AfterEach
	void close() {
		this.application.close();
	}

	@Test
	void callWhenMadeInASpanThenParentAndBaggageReachTheServer() {
		this.application.server()
			.thenJson(500, "{}")
			.thenJson(200, ObservedApplication.ANSWER)
			.thenEvents(ObservedApplication.STREAM);
		this.application.start();
		ObservationRegistry registry = this.application.bean(ObservationRegistry.class);
		Tracer tracer = this.application.bean(Tracer.class);
		AtomicReference<String> trace = new AtomicReference<>();
		AtomicReference<Set<String>> inCallbacks = new AtomicReference<>();
		Observation.createNotStarted("request", registry).observe(() -> {
			trace.set(tracer.currentSpan().context().traceId());
			try (BaggageInScope baggage = tracer.createBaggageInScope("tenant", "acme-7")) {
				this.application.endpoint().generateText("Hola");
				Flux<String> traces = this.application.endpoint()
					.reactive()
					.generateTextStream("Hola")
					.map((chunk) -> (tracer.currentSpan() != null) ? tracer.currentSpan().context().traceId() : "none");
				inCallbacks.set(Set.copyOf(traces.collectList().block()));
			}
		});
		assertThat(inCallbacks).hasValue(Set.of(trace.get()));
		assertThat(this.application.server().requests()).as("the retry, on another thread, too")
			.hasSize(3)
			.allSatisfy((request) -> {
				assertThat(request.headers().get("traceparent")).startsWith("00-" + trace.get());
				assertThat(request.headers().get("baggage")).contains("tenant=acme-7");
			});
		Map<String, SpanData> byId = this.application.spans()
			.stream()
			.collect(Collectors.toMap(SpanData::getSpanId, (span) -> span));
		for (WireServer.Request request : this.application.server().requests()) {
			SpanData sender = byId.get(request.headers().get("traceparent").split("-")[2]);
			SpanData call = byId.get(sender.getParentSpanId());
			assertThat(call.getName()).isEqualTo("chat support-bot");
			assertThat(byId.get(call.getParentSpanId()).getName()).isEqualTo("request");
		}
		assertThat(tracer.currentSpan()).isNull();
	}

	@Test
	void callWhenMadeInASpanThatIsNoObservationThenItsRequestsAreItsChildrenAllTheSame() {
		this.application.server().thenJson(500, "{}").thenJson(200, ObservedApplication.ANSWER);
		this.application.start();
		Tracer tracer = this.application.bean(Tracer.class);
		Span span = tracer.nextSpan().name("mine").start();
		try (Tracer.SpanInScope scope = tracer.withSpan(span);
				BaggageInScope baggage = tracer.createBaggageInScope("tenant", "acme-7")) {
			this.application.endpoint().generateText("Hola");
		}
		finally {
			span.end();
		}
		Map<String, SpanData> byId = this.application.spans()
			.stream()
			.collect(Collectors.toMap(SpanData::getSpanId, (each) -> each));
		assertThat(this.application.server().requests()).hasSize(2).allSatisfy((request) -> {
			SpanData sender = byId.get(request.headers().get("traceparent").split("-")[2]);
			assertThat(byId.get(sender.getParentSpanId()).getName()).isEqualTo("chat support-bot");
			assertThat(request.headers().get("baggage")).contains("tenant=acme-7");
		});
	}

	@Test
	void requestWhenOnlyChildrenAreToBeObservedThenItIsOne() {
		this.application.server().thenJson(200, ObservedApplication.ANSWER);
		this.application.start();
		this.application.bean(ObservationRegistry.class)
			.observationConfig()
			.observationPredicate(
					(name, context) -> !name.equals("http.client.requests") || context.getParentObservation() != null);
		this.application.endpoint().generateText("Hola");
		assertThat(this.application.server().requests().get(0).headers()).containsKey("traceparent");
	}

	@ParameterizedTest
	@ValueSource(strings = { "never", "scopeOpened", "scopeClosed" })
	void callWhenAHandlerFailsInItsScopeThenNoThreadKeepsItsSpan(String moment) {
		this.application.server().thenJson(400, "{}");
		this.application.start();
		Tracer tracer = this.application.bean(Tracer.class);
		ObservationRegistry registry = this.application.bean(ObservationRegistry.class);
		registry.observationConfig().observationHandler(new BrokenHandler(moment));
		List<String> left = new CopyOnWriteArrayList<>();
		Runnable look = () -> {
			if (tracer.currentSpan() != null || registry.getCurrentObservation() != null
					|| MDC.get("traceId") != null) {
				left.add(Thread.currentThread().getName());
			}
		};
		assertThatExceptionOfType(InferenceKeyException.class).isThrownBy(() -> this.application.endpoint()
			.reactive()
			.generateText("Hola")
			.doOnError((failure) -> look.run())
			.block());
		look.run();
		assertThat(left).isEmpty();
		Observation.createNotStarted("request", registry).observe(() -> {
			String before = tracer.currentSpan().context().spanId();
			assertThatExceptionOfType(InferenceKeyException.class)
				.isThrownBy(() -> this.application.endpoint().generateText("Hola"));
			assertThat(tracer.currentSpan().context().spanId()).isEqualTo(before);
			assertThat(MDC.get("spanId")).isEqualTo(before);
		});
		look.run();
		assertThat(left).isEmpty();
		Span span = tracer.nextSpan().name("mine").start();
		try (Tracer.SpanInScope scope = tracer.withSpan(span)) {
			assertThatExceptionOfType(InferenceKeyException.class)
				.isThrownBy(() -> this.application.endpoint().generateText("Hola"));
			if (!moment.equals("scopeClosed")) {
				assertThat(tracer.currentSpan().context().spanId()).isEqualTo(span.context().spanId());
			}
		}
		finally {
			span.end();
		}
	}

	@Test
	void callWhenRefusedWhileItIsBegunThenTheThreadDoesNotKeepItsSpan() {
		this.application.start();
		Tracer tracer = this.application.bean(Tracer.class);
		RecordingCircuitBreaker breaker = new RecordingCircuitBreaker();
		breaker.open();
		Endpoint refused = this.application.server()
			.builder()
			.observationRegistry(this.application.bean(ObservationRegistry.class))
			.defaults((settings) -> settings.circuitBreaker(breaker))
			.build()
			.endpoint("support-bot");
		assertThatExceptionOfType(CallRejectedException.class).isThrownBy(() -> refused.generateText("Hola"));
		assertThat(tracer.currentSpan()).isNull();
		assertThat(MDC.get("traceId")).isNull();
		Span span = tracer.nextSpan().name("mine").start();
		try (Tracer.SpanInScope scope = tracer.withSpan(span);
				BaggageInScope baggage = tracer.createBaggageInScope("tenant", "acme-7")) {
			assertThatExceptionOfType(CallRejectedException.class).isThrownBy(() -> refused.generateText("Hola"));
			assertThat(tracer.currentSpan().context().spanId()).isEqualTo(span.context().spanId());
			assertThat(tracer.getBaggage("tenant").get()).isEqualTo("acme-7");
		}
		finally {
			span.end();
		}
		assertThat(breaker.told()).isEmpty();
	}

	@Test
	void callWhenFailedThenItsLineOfLogHasTheIdsOfItsSpan() {
		this.application.server().thenJson(400, "{}");
		this.application.start();
		Logger logger = (Logger) LoggerFactory.getLogger("dev.inferencekey.calls");
		ListAppender<ILoggingEvent> lines = new ListAppender<>() {

			@Override
			protected void append(ILoggingEvent line) {
				line.prepareForDeferredProcessing();
				super.append(line);
			}

		};
		lines.start();
		logger.addAppender(lines);
		try {
			assertThatExceptionOfType(InferenceKeyException.class)
				.isThrownBy(() -> this.application.endpoint().generateText("Hola"));
		}
		finally {
			logger.detachAppender(lines);
		}
		SpanData span = this.application.callSpan();
		assertThat(lines.list).singleElement()
			.extracting(ILoggingEvent::getMDCPropertyMap, MAP)
			.containsEntry("traceId", span.getTraceId())
			.containsEntry("spanId", span.getSpanId());
	}

	@Test
	void callWhenMadeOnAReactorContextThenItsObservationIsTheParent() {
		this.application.server().thenJson(200, ObservedApplication.ANSWER);
		this.application.start();
		ObservationRegistry registry = this.application.bean(ObservationRegistry.class);
		Observation request = Observation.start("request", registry);
		this.application.endpoint()
			.reactive()
			.generateText("Hola")
			.contextWrite((context) -> context.put("micrometer.observation", request))
			.block();
		request.stop();
		SpanData parent = this.application.spans()
			.stream()
			.filter((span) -> span.getName().equals("request"))
			.findFirst()
			.orElseThrow();
		assertThat(this.application.callSpan().getParentSpanId()).isEqualTo(parent.getSpanId());
	}

	@Test
	void streamWhenCancelledThenMarkedAsSuch() throws Exception {
		CountDownLatch closed = new CountDownLatch(1);
		this.application.server().then((exchange) -> {
			exchange.head();
			exchange.chunk(ObservedApplication.CHUNK);
			exchange.awaitClosed(closed);
		});
		this.application.start();
		TextChunk first = this.application.endpoint().reactive().generateTextStream("Hola").blockFirst();
		assertThat(first.text()).isEqualTo("Sí");
		assertThat(closed.await(10, TimeUnit.SECONDS)).isTrue();
		SpanData span = this.application.callSpan();
		assertThat(span.getAttributes().get(ObservedApplication.key("inferencekey.outcome"))).isEqualTo("cancelled");
		assertThat(span.getStatus().getStatusCode()).isNotEqualTo(StatusCode.ERROR);
		assertThat(this.application.line(ObservedApplication.SERIES, "inferencekey_outcome=\"cancelled\"",
				"error_type=\"none\""))
			.endsWith(" 1");
	}

	@Test
	void streamWhenBrokenThenOneFailedObservation() {
		this.application.server().then((exchange) -> {
			exchange.head();
			exchange.chunk(ObservedApplication.CHUNK);
			exchange.reset();
		});
		this.application.start();
		assertThatExceptionOfType(InferenceKeyException.class)
			.isThrownBy(() -> this.application.endpoint().generateTextStream("Hola").result());
		assertThat(this.application.callSpan().getStatus().getStatusCode()).isEqualTo(StatusCode.ERROR);
		assertThat(this.application.line(ObservedApplication.SERIES, "error_type=\"stream_interrupted\"",
				"inferencekey_outcome=\"error\""))
			.endsWith(" 1");
	}

	@Test
	void callWhenFailedThenTypedWithTheRequestId() {
		this.application.server()
			.thenJson(403, "{\"error\":{\"code\":\"scope_insufficient\",\"message\":\"no\"}}", "x-request-id: req-9");
		this.application.start();
		assertThatExceptionOfType(InferenceKeyException.class)
			.isThrownBy(() -> this.application.endpoint().generateText("Hola"));
		SpanData span = this.application.callSpan();
		assertThat(span.getAttributes().get(ObservedApplication.key("error.type"))).isEqualTo("scope_insufficient");
		assertThat(span.getAttributes().get(ObservedApplication.key("inferencekey.request_id"))).isEqualTo("req-9");
		assertThat(span.getStatus().getStatusCode()).isEqualTo(StatusCode.ERROR);
		assertThat(this.application.spans().toString()).doesNotContain(WireServer.SECRET);
		assertThat(this.application.line(ObservedApplication.SERIES, "error_type=\"scope_insufficient\""))
			.endsWith(" 1");
	}

	@Test
	void contentWhenAskedForThenInTracesOnly() {
		this.application.server().thenJson(200, ObservedApplication.ANSWER).thenEvents(ObservedApplication.STREAM);
		this.application.start("--inferencekey.content.trace=true");
		this.application.endpoint().generateText("¿Puedo \"cancelar\"? " + WireServer.KEY);
		SpanData span = this.application.callSpan();
		assertThat(span.getAttributes().get(ObservedApplication.key("gen_ai.input.messages")))
			.startsWith("[{\"role\":\"user\",\"parts\":[{\"type\":\"text\",\"content\":\"¿Puedo \\\"cancelar\\\"?")
			.doesNotContain(WireServer.SECRET);
		assertThat(span.getAttributes().get(ObservedApplication.key("gen_ai.output.messages")))
			.isEqualTo("[{\"role\":\"assistant\",\"parts\":[{\"type\":\"text\",\"content\":\"Sí.\"}],"
					+ "\"finish_reason\":\"stop\"}]");
		this.application.bean(InMemorySpanExporter.class).reset();
		this.application.endpoint().generateTextStream("Hola").result();
		assertThat(this.application.callSpan().getAttributes().get(ObservedApplication.key("gen_ai.output.messages")))
			.contains("SíSí");
		assertThat(this.application.scrape()).doesNotContain("cancelar").doesNotContain("SíSí");
	}

	@ParameterizedTest
	@ValueSource(booleans = { false, true })
	void contentWhenTheModelReasonsAndCallsToolsThenInTracesWithoutKeys(boolean streamed) throws Exception {
		String arguments = "{\\\"city\\\":\\\"Lima\\\",\\\"key\\\":\\\"" + WireServer.KEY + "\\\"}";
		String message = "{\"reasoning_content\":\"Look it up.\",\"content\":\"One moment\",\"tool_calls\":[{\"index\":0,"
				+ "\"id\":\"call_1\",\"type\":\"function\",\"function\":{\"name\":\"weather\",\"arguments\":\""
				+ arguments + "\"}}]}";
		if (streamed) {
			this.application.server()
				.thenEvents("data: {\"choices\":[{\"index\":0,\"delta\":" + message + "}]}\n\n"
						+ "data: {\"choices\":[{\"index\":0,\"delta\":{},\"finish_reason\":\"tool_calls\"}]}\n\n"
						+ "data: [DONE]\n\n");
		}
		else {
			this.application.server()
				.thenJson(200,
						"{\"choices\":[{\"index\":0,\"message\":" + message + ",\"finish_reason\":\"tool_calls\"}]}");
		}
		this.application.start("--inferencekey.content.trace=true");

		if (streamed) {
			this.application.endpoint().generateTextStream("Hola").result();
		}
		else {
			this.application.endpoint().generateText("Hola");
		}

		String messages = this.application.callSpan()
			.getAttributes()
			.get(ObservedApplication.key("gen_ai.output.messages"));
		assertThat(messages).doesNotContain(WireServer.SECRET);
		JSONAssert.assertEquals("""
				[{"role":"assistant","parts":[{"type":"reasoning","content":"Look it up."},
				{"type":"text","content":"One moment"},
				{"type":"tool_call","id":"call_1","name":"weather","arguments":{"city":"Lima"}}],
				"finish_reason":"tool_call"}]""", messages, false);
	}

	@Test
	void contentWhenAStreamBreaksThenWhatCameAndAnError() throws Exception {
		this.application.server().then((exchange) -> {
			exchange.head();
			exchange.chunk(ObservedApplication.CHUNK);
			exchange.reset();
		});
		this.application.start("--inferencekey.content.trace=true");

		assertThatExceptionOfType(InferenceKeyException.class)
			.isThrownBy(() -> this.application.endpoint().generateTextStream("Hola").result());

		JSONAssert.assertEquals(
				"[{\"role\":\"assistant\",\"parts\":[{\"type\":\"text\",\"content\":\"Sí\"}],\"finish_reason\":\"error\"}]",
				this.application.callSpan().getAttributes().get(ObservedApplication.key("gen_ai.output.messages")),
				true);
	}

	@Test
	void contentWhenToolsAnsweredAndImagesAreSentThenDescribedWithoutTheirBytes() throws Exception {
		this.application.server().thenJson(200, ObservedApplication.ANSWER);
		this.application.start("--inferencekey.content.trace=true");
		ToolCall call = ToolCall.of("call_1", "weather", "{\"city\":\"Lima\"}");

		this.application.endpoint()
			.generateText(TextRequest.of((request) -> request
				.message(ChatMessage.user(ContentPart.text("Where?"),
						ContentPart.image(MimeTypeUtils.IMAGE_PNG, new byte[] { 1, 2, 3 })))
				.message(ChatMessage.assistant(TextResult.builder().toolCalls(List.of(call)).build()))
				.message(ChatMessage.toolResult(call, "sunny"))));

		JSONAssert.assertEquals(
				"""
						[{"role":"user","parts":[{"type":"text","content":"Where?"},
						{"type":"blob","modality":"image","mime_type":"image/png"}]},
						{"role":"assistant","parts":[{"type":"tool_call","id":"call_1","name":"weather","arguments":{"city":"Lima"}}]},
						{"role":"tool","parts":[{"type":"tool_call_response","id":"call_1","response":"sunny"}]}]""",
				this.application.callSpan().getAttributes().get(ObservedApplication.key("gen_ai.input.messages")),
				true);
	}

	@ParameterizedTest
	@ValueSource(strings = { "start", "stop", "error" })
	void callWhenAHandlerOfTheApplicationThrowsThenTheCallIsNotAffected(String moment) {
		this.application.server()
			.thenJson(200, ObservedApplication.ANSWER)
			.thenEvents(ObservedApplication.STREAM)
			.thenJson(400, "{}");
		this.application.start("--test.broken-handler=" + moment, "--inferencekey.concurrency.max-in-flight=1",
				"--inferencekey.concurrency.max-queued=0");
		assertThat(this.application.endpoint().generateText("a").text()).isEqualTo("Sí.");
		assertThat(this.application.endpoint().generateTextStream("a").result().text()).isEqualTo("SíSí");
		assertThatExceptionOfType(ValidationException.class)
			.isThrownBy(() -> this.application.endpoint().generateText("a"));
		assertThat(this.application.bean(MeterRegistry.class).get("inferencekey.calls.in_flight").gauge().value())
			.isZero();
	}

}
