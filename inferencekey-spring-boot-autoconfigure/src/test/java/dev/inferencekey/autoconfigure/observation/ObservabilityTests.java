package dev.inferencekey.autoconfigure.observation;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.stream.Collectors;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.inferencekey.Endpoint;
import dev.inferencekey.embedding.EmbedRequest;
import dev.inferencekey.error.ApiException;
import dev.inferencekey.error.CallRejectedException;
import dev.inferencekey.error.InferenceKeyException;
import dev.inferencekey.error.ValidationException;
import dev.inferencekey.observation.CallContext;
import dev.inferencekey.observation.CallObservationConvention;
import dev.inferencekey.observation.CallObservationDocumentation.HighCardinalityKeyNames;
import dev.inferencekey.observation.CallObservationDocumentation.LowCardinalityKeyNames;
import dev.inferencekey.observation.DefaultCallObservationConvention;
import dev.inferencekey.resilience.CircuitBreaker;
import dev.inferencekey.text.TextChunk;
import dev.inferencekey.text.TextRequest;
import dev.inferencekey.text.TextResult;
import dev.inferencekey.wire.BrokenHandler;
import dev.inferencekey.wire.WireServer;
import io.micrometer.common.KeyValue;
import io.micrometer.common.KeyValues;
import io.micrometer.core.instrument.LongTaskTimer;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.Timer;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationHandler;
import io.micrometer.observation.ObservationRegistry;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.micrometer.tracing.BaggageInScope;
import io.micrometer.tracing.Span;
import io.micrometer.tracing.Tracer;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.sdk.testing.exporter.InMemorySpanExporter;
import io.opentelemetry.sdk.trace.SpanProcessor;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SimpleSpanProcessor;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;

import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.InstanceOfAssertFactories.MAP;
import static org.awaitility.Awaitility.await;

/**
 * Metrics and traces as an application with Prometheus and OpenTelemetry has them.
 */
class ObservabilityTests {

	private static final String ANSWER = "{\"model\":\"qwen3\",\"choices\":[{\"message\":{\"content\":\"Sí.\"},\"finish_reason\":\"stop\"}],"
			+ "\"usage\":{\"prompt_tokens\":12,\"completion_tokens\":3,\"total_tokens\":15}}";

	private static final String CHUNK = "data: {\"model\":\"qwen3\",\"choices\":[{\"delta\":{\"content\":\"Sí\"}}]}\n\n";

	private static final String STREAM = CHUNK + CHUNK
			+ "data: {\"model\":\"qwen3\",\"choices\":[{\"delta\":{},\"finish_reason\":\"stop\"}]}\n\n"
			+ "data: {\"choices\":[],\"usage\":{\"prompt_tokens\":12,\"completion_tokens\":2,\"total_tokens\":14}}\n\ndata: [DONE]\n\n";

	// Few engines report them.
	private static final Set<HighCardinalityKeyNames> USAGE_DETAILS = Set.of(
			HighCardinalityKeyNames.USAGE_CACHE_READ_INPUT_TOKENS,
			HighCardinalityKeyNames.USAGE_REASONING_OUTPUT_TOKENS);

	private static final String SERIES = "gen_ai_client_inference_duration_seconds_count";

	private final WireServer server = new WireServer();

	private ConfigurableApplicationContext context;

	private Endpoint endpoint;

	@AfterEach
	void close() {
		if (this.context != null) {
			this.context.close();
		}
		this.server.close();
	}

	private void start(String... arguments) {
		String[] all = { "--inferencekey.project=acme", "--inferencekey.base-url=" + this.server.baseUrl(),
				"--inferencekey.workloads.support-bot.api-key=" + WireServer.KEY,
				"--inferencekey.retry.initial-backoff=1ms", "--management.tracing.sampling.probability=1",
				"--management.tracing.baggage.remote-fields=tenant" };
		String[] joined = Arrays.copyOf(all, all.length + arguments.length);
		System.arraycopy(arguments, 0, joined, all.length, arguments.length);
		this.context = new SpringApplicationBuilder(Application.class).web(WebApplicationType.NONE).run(joined);
		this.endpoint = this.context.getBean("inferencekey.endpoint.support-bot", Endpoint.class);
	}

	private List<SpanData> spans() {
		return this.context.getBean(InMemorySpanExporter.class).getFinishedSpanItems();
	}

	private SpanData callSpan() {
		return await().atMost(Duration.ofSeconds(10))
			.until(() -> spans().stream()
				.filter((span) -> span.getAttributes().get(key("inferencekey.workload")) != null)
				.findFirst(), Optional::isPresent)
			.orElseThrow();
	}

	private static AttributeKey<String> key(String name) {
		return AttributeKey.stringKey(name);
	}

	private String scrape() {
		return this.context.getBean(PrometheusMeterRegistry.class).scrape();
	}

	private String line(String... parts) {
		return scrape().lines()
			.filter((line) -> !line.startsWith("#"))
			.filter((line) -> Arrays.stream(parts).allMatch(line::contains))
			.findFirst()
			.orElseThrow(() -> new AssertionError("no line with " + List.of(parts) + " in\n" + scrape()));
	}

	@Test
	void callWhenAnsweredThenOneObservationWithEveryKey() {
		this.server.thenJson(200, ANSWER);
		start();
		this.endpoint.generateText((request) -> request.prompt("secret prompt")
			.temperature(0.5)
			.topP(0.9)
			.maxTokens(50)
			.seed(7)
			.presencePenalty(0.1)
			.frequencyPenalty(0.2)
			.extra("top_k", 40)
			.extra("user", "somebody"));
		SpanData span = callSpan();
		assertThat(span.getName()).isEqualTo("chat support-bot");
		assertThat(span.getKind()).isEqualTo(SpanKind.CLIENT);
		Map<String, Object> attributes = span.getAttributes()
			.asMap()
			.entrySet()
			.stream()
			.collect(Collectors.toMap((entry) -> entry.getKey().getKey(), Map.Entry::getValue));
		assertThat(attributes)
			.containsAllEntriesOf(Map.of("gen_ai.operation.name", "chat", "gen_ai.provider.name", "inferencekey",
					"gen_ai.request.model", "support-bot", "gen_ai.response.model", "qwen3", "gen_ai.request.stream",
					"false", "inferencekey.workload", "support-bot", "inferencekey.project", "acme", "server.address",
					"127.0.0.1", "server.port", String.valueOf(this.server.port()), "error.type", "none"));
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
		assertThat(line(SERIES, "gen_ai_operation_name=\"chat\"", "gen_ai_response_model=\"qwen3\"",
				"inferencekey_outcome=\"success\"", "inferencekey_workload=\"support-bot\""))
			.endsWith(" 1");
		assertThat(line("gen_ai_client_inference_usage_input_tokens_total", "gen_ai_token_modality=\"text\""))
			.endsWith(" 12.0");
		assertThat(line("gen_ai_client_inference_usage_output_tokens_total", "gen_ai_token_modality=\"text\""))
			.endsWith(" 3.0");
		assertThat(line("gen_ai_client_inference_operation_input_tokens_sum")).endsWith(" 12.0");
		assertThat(line("gen_ai_client_inference_operation_output_tokens_sum")).endsWith(" 3.0");
	}

	@Test
	void callWhenMadeInASpanThenParentAndBaggageReachTheServer() {
		this.server.thenJson(500, "{}").thenJson(200, ANSWER).thenEvents(STREAM);
		start();
		ObservationRegistry registry = this.context.getBean(ObservationRegistry.class);
		Tracer tracer = this.context.getBean(Tracer.class);
		AtomicReference<String> trace = new AtomicReference<>();
		AtomicReference<Set<String>> inCallbacks = new AtomicReference<>();
		Observation.createNotStarted("request", registry).observe(() -> {
			trace.set(tracer.currentSpan().context().traceId());
			try (BaggageInScope baggage = tracer.createBaggageInScope("tenant", "acme-7")) {
				this.endpoint.generateText("Hola");
				Flux<String> traces = this.endpoint.reactive()
					.generateTextStream("Hola")
					.map((chunk) -> (tracer.currentSpan() != null) ? tracer.currentSpan().context().traceId() : "none");
				inCallbacks.set(Set.copyOf(traces.collectList().block()));
			}
		});
		assertThat(inCallbacks).hasValue(Set.of(trace.get()));
		assertThat(this.server.requests()).as("the retry, on another thread, too").hasSize(3).allSatisfy((request) -> {
			assertThat(request.headers().get("traceparent")).startsWith("00-" + trace.get());
			assertThat(request.headers().get("baggage")).contains("tenant=acme-7");
		});
		Map<String, SpanData> byId = spans().stream().collect(Collectors.toMap(SpanData::getSpanId, (span) -> span));
		for (WireServer.Request request : this.server.requests()) {
			SpanData sender = byId.get(request.headers().get("traceparent").split("-")[2]);
			SpanData call = byId.get(sender.getParentSpanId());
			assertThat(call.getName()).isEqualTo("chat support-bot");
			assertThat(byId.get(call.getParentSpanId()).getName()).isEqualTo("request");
		}
		assertThat(tracer.currentSpan()).isNull();
	}

	@Test
	void callWhenMadeInASpanThatIsNoObservationThenItsRequestsAreItsChildrenAllTheSame() {
		this.server.thenJson(500, "{}").thenJson(200, ANSWER);
		start();
		Tracer tracer = this.context.getBean(Tracer.class);
		Span span = tracer.nextSpan().name("mine").start();
		try (Tracer.SpanInScope scope = tracer.withSpan(span);
				BaggageInScope baggage = tracer.createBaggageInScope("tenant", "acme-7")) {
			this.endpoint.generateText("Hola");
		}
		finally {
			span.end();
		}
		Map<String, SpanData> byId = spans().stream().collect(Collectors.toMap(SpanData::getSpanId, (each) -> each));
		assertThat(this.server.requests()).hasSize(2).allSatisfy((request) -> {
			SpanData sender = byId.get(request.headers().get("traceparent").split("-")[2]);
			assertThat(byId.get(sender.getParentSpanId()).getName()).isEqualTo("chat support-bot");
			assertThat(request.headers().get("baggage")).contains("tenant=acme-7");
		});
	}

	@Test
	void requestWhenOnlyChildrenAreToBeObservedThenItIsOne() {
		this.server.thenJson(200, ANSWER);
		start();
		this.context.getBean(ObservationRegistry.class)
			.observationConfig()
			.observationPredicate(
					(name, context) -> !name.equals("http.client.requests") || context.getParentObservation() != null);
		this.endpoint.generateText("Hola");
		assertThat(this.server.requests().get(0).headers()).containsKey("traceparent");
	}

	@ParameterizedTest
	@ValueSource(strings = { "never", "scopeOpened", "scopeClosed" })
	void callWhenAHandlerFailsInItsScopeThenNoThreadKeepsItsSpan(String moment) {
		this.server.thenJson(400, "{}");
		start();
		Tracer tracer = this.context.getBean(Tracer.class);
		ObservationRegistry registry = this.context.getBean(ObservationRegistry.class);
		registry.observationConfig().observationHandler(new BrokenHandler(moment));
		List<String> left = new CopyOnWriteArrayList<>();
		Runnable look = () -> {
			if (tracer.currentSpan() != null || registry.getCurrentObservation() != null
					|| MDC.get("traceId") != null) {
				left.add(Thread.currentThread().getName());
			}
		};
		assertThatExceptionOfType(InferenceKeyException.class)
			.isThrownBy(() -> this.endpoint.reactive().generateText("Hola").doOnError((failure) -> look.run()).block());
		look.run();
		assertThat(left).isEmpty();
		Observation.createNotStarted("request", registry).observe(() -> {
			String before = tracer.currentSpan().context().spanId();
			assertThatExceptionOfType(InferenceKeyException.class).isThrownBy(() -> this.endpoint.generateText("Hola"));
			assertThat(tracer.currentSpan().context().spanId()).isEqualTo(before);
			assertThat(MDC.get("spanId")).isEqualTo(before);
		});
		look.run();
		assertThat(left).isEmpty();
		Span span = tracer.nextSpan().name("mine").start();
		try (Tracer.SpanInScope scope = tracer.withSpan(span)) {
			assertThatExceptionOfType(InferenceKeyException.class).isThrownBy(() -> this.endpoint.generateText("Hola"));
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
		start();
		Tracer tracer = this.context.getBean(Tracer.class);
		Endpoint refused = this.server.builder()
			.observationRegistry(this.context.getBean(ObservationRegistry.class))
			.defaults((settings) -> settings.circuitBreaker(new Open()))
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
	}

	private static final class Open implements CircuitBreaker {

		@Override
		public boolean tryEnter() {
			return false;
		}

		@Override
		public void succeeded(Duration took) {
			throw new IllegalStateException();
		}

		@Override
		public void failed(Duration took, Throwable failure) {
			throw new IllegalStateException();
		}

		@Override
		public void abandoned() {
			throw new IllegalStateException();
		}

	}

	@Test
	void callWhenFailedThenItsLineOfLogHasTheIdsOfItsSpan() {
		this.server.thenJson(400, "{}");
		start();
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
			assertThatExceptionOfType(InferenceKeyException.class).isThrownBy(() -> this.endpoint.generateText("Hola"));
		}
		finally {
			logger.detachAppender(lines);
		}
		SpanData span = callSpan();
		assertThat(lines.list).singleElement()
			.extracting(ILoggingEvent::getMDCPropertyMap, MAP)
			.containsEntry("traceId", span.getTraceId())
			.containsEntry("spanId", span.getSpanId());
	}

	@Test
	void callWhenMadeOnAReactorContextThenItsObservationIsTheParent() {
		this.server.thenJson(200, ANSWER);
		start();
		ObservationRegistry registry = this.context.getBean(ObservationRegistry.class);
		Observation request = Observation.start("request", registry);
		this.endpoint.reactive()
			.generateText("Hola")
			.contextWrite((context) -> context.put("micrometer.observation", request))
			.block();
		request.stop();
		SpanData parent = spans().stream().filter((span) -> span.getName().equals("request")).findFirst().orElseThrow();
		assertThat(callSpan().getParentSpanId()).isEqualTo(parent.getSpanId());
	}

	@Test
	void streamWhenReadThenRhythmAndTokensAreRecorded() {
		this.server.thenEvents(STREAM);
		start();
		assertThat(this.endpoint.generateTextStream("Hola").result().usage().totalTokens()).isEqualTo(14);
		SpanData span = callSpan();
		assertThat(span.getAttributes().get(key("gen_ai.request.stream"))).isEqualTo("true");
		assertThat(Double.parseDouble(span.getAttributes().get(key("gen_ai.response.time_to_first_chunk"))))
			.isPositive();
		assertThat(line("gen_ai_client_inference_time_to_first_chunk_seconds_count", "response_model=\"qwen3\""))
			.endsWith(" 1");
		assertThat(line("gen_ai_client_inference_time_per_output_chunk_seconds_count", "response_model=\"qwen3\""))
			.as("three chunks")
			.endsWith(" 2");
		assertThat(line("gen_ai_client_inference_usage_output_tokens_total", "stream=\"true\"")).endsWith(" 2.0");
		assertThat(line(SERIES, "gen_ai_request_stream=\"true\"")).endsWith(" 1");
	}

	@Test
	void streamWhenCancelledThenMarkedAsSuch() throws Exception {
		CountDownLatch closed = new CountDownLatch(1);
		this.server.then((exchange) -> {
			exchange.head();
			exchange.chunk(CHUNK);
			exchange.awaitClosed(closed);
		});
		start();
		TextChunk first = this.endpoint.reactive().generateTextStream("Hola").blockFirst();
		assertThat(first.text()).isEqualTo("Sí");
		assertThat(closed.await(10, TimeUnit.SECONDS)).isTrue();
		SpanData span = callSpan();
		assertThat(span.getAttributes().get(key("inferencekey.outcome"))).isEqualTo("cancelled");
		assertThat(span.getStatus().getStatusCode()).isNotEqualTo(StatusCode.ERROR);
		assertThat(line(SERIES, "inferencekey_outcome=\"cancelled\"", "error_type=\"none\"")).endsWith(" 1");
	}

	@Test
	void streamWhenBrokenThenOneFailedObservation() {
		this.server.then((exchange) -> {
			exchange.head();
			exchange.chunk(CHUNK);
			exchange.reset();
		});
		start();
		assertThatExceptionOfType(InferenceKeyException.class)
			.isThrownBy(() -> this.endpoint.generateTextStream("Hola").result());
		assertThat(callSpan().getStatus().getStatusCode()).isEqualTo(StatusCode.ERROR);
		assertThat(line(SERIES, "error_type=\"stream_interrupted\"", "inferencekey_outcome=\"error\"")).endsWith(" 1");
	}

	@Test
	void callWhenRetriedThenOneObservationAndTheRetriesAreCounted() {
		this.server.thenJson(500, "{}").thenJson(429, "{}", "retry-after-ms: 1").thenJson(200, ANSWER);
		start();
		this.endpoint.generateText("Hola");
		assertThat(callSpan().getAttributes().get(key("inferencekey.attempts"))).isEqualTo("3");
		assertThat(scrape().lines().filter((line) -> line.startsWith(SERIES))).hasSize(1);
		assertThat(line("inferencekey_retries_total", "cause=\"500\"", "workload=\"support-bot\"")).endsWith(" 1.0");
		assertThat(line("inferencekey_retries_total", "cause=\"429\"")).endsWith(" 1.0");
		assertThat(line("inferencekey_retries_total", "cause=\"503\"")).as("there from the start").endsWith(" 0.0");
		assertThat(line("inferencekey_retry_budget", "workload=\"support-bot\"")).endsWith(" 8.0");
		assertThat(line("inferencekey_calls_in_flight", "workload=\"support-bot\"")).endsWith(" 0.0");
	}

	@Test
	void callWhenFailedThenTypedWithTheRequestId() {
		this.server.thenJson(403, "{\"error\":{\"code\":\"scope_insufficient\",\"message\":\"no\"}}",
				"x-request-id: req-9");
		start();
		assertThatExceptionOfType(InferenceKeyException.class).isThrownBy(() -> this.endpoint.generateText("Hola"));
		SpanData span = callSpan();
		assertThat(span.getAttributes().get(key("error.type"))).isEqualTo("scope_insufficient");
		assertThat(span.getAttributes().get(key("inferencekey.request_id"))).isEqualTo("req-9");
		assertThat(span.getStatus().getStatusCode()).isEqualTo(StatusCode.ERROR);
		assertThat(spans().toString()).doesNotContain(WireServer.SECRET);
		assertThat(line(SERIES, "error_type=\"scope_insufficient\"")).endsWith(" 1");
	}

	@Test
	void callWhenRefusedLocallyThenSeenToo() throws Exception {
		CountDownLatch release = new CountDownLatch(1);
		CountDownLatch arrived = new CountDownLatch(1);
		this.server.then((exchange) -> {
			arrived.countDown();
			exchange.await(release);
			exchange.respond(200, "application/json", ANSWER);
		});
		start("--inferencekey.concurrency.max-in-flight=1", "--inferencekey.concurrency.max-queued=1");
		var running = this.endpoint.reactive().generateText("a").toFuture();
		assertThat(arrived.await(10, TimeUnit.SECONDS)).isTrue();
		Disposable queued = this.endpoint.reactive().generateText("b").subscribe();
		assertThatExceptionOfType(ApiException.class).isThrownBy(() -> this.endpoint.generateText("c"));
		assertThat(line("inferencekey_calls_in_flight")).contains("support-bot").endsWith(" 1.0");
		assertThat(line("inferencekey_calls_queued{")).endsWith(" 1.0");
		assertThat(line("inferencekey_calls_rejected_total", "reason=\"full\"")).endsWith(" 1.0");
		assertThat(line(SERIES, "error_type=\"rejected\"")).endsWith(" 1");
		queued.dispose();
		release.countDown();
		running.get(10, TimeUnit.SECONDS);
	}

	@Test
	void embeddingsWhenBase64IsRefusedThenStillOneObservation() {
		this.server.thenJson(400, "{\"error\":\"encoding_format\"}")
			.thenJson(200,
					"{\"model\":\"minilm\",\"data\":[{\"index\":0,\"embedding\":[1,2]}],\"usage\":{\"prompt_tokens\":4,\"total_tokens\":4}}");
		start();
		this.endpoint.embed("Hola");
		assertThat(callSpan().getName()).isEqualTo("embeddings support-bot");
		assertThat(callSpan().getAttributes().get(key("inferencekey.attempts"))).isEqualTo("2");
		assertThat(scrape().lines().filter((line) -> line.startsWith(SERIES.replace("inference", "embeddings"))))
			.hasSize(1);
		assertThat(line("gen_ai_client_embeddings_operation_input_tokens_sum")).endsWith(" 4.0");
		assertThat(line("gen_ai_client_inference_usage_input_tokens_total", "gen_ai_operation_name=\"embeddings\""))
			.endsWith(" 4.0");
	}

	@Test
	void histogramsWhenOnThenTheBucketsOfTheConventions() {
		this.server.thenJson(200, ANSWER);
		start("--management.metrics.distribution.percentiles-histogram[gen_ai.client]=true");
		this.endpoint.generateText("Hola");
		List<String> durations = buckets("gen_ai_client_inference_duration_seconds_bucket");
		assertThat(durations).containsExactly("0.01", "0.02", "0.04", "0.08", "0.16", "0.32", "0.64", "1.28", "2.56",
				"5.12", "10.24", "20.48", "40.96", "81.92", "+Inf");
		assertThat(buckets("gen_ai_client_inference_operation_input_tokens_bucket")).hasSize(15)
			.startsWith("1.0", "4.0", "16.0")
			.endsWith("6.7108864E7", "+Inf");
	}

	@Test
	void metersWhenScrapedThenEachOfOursHasADescription() {
		this.server.thenJson(200, ANSWER).thenEvents(STREAM);
		start();
		this.endpoint.generateText("Hola");
		this.endpoint.generateTextStream("Hola").result();
		List<String> help = scrape().lines()
			.filter((line) -> line.startsWith("# HELP gen_ai") || line.startsWith("# HELP inferencekey"))
			.toList();
		assertThat(help).hasSizeGreaterThan(10)
			.allSatisfy((line) -> assertThat(line.split(" ", 4)).hasSize(4).doesNotContain(""))
			.anyMatch((line) -> line.contains("_active"));
	}

	private List<String> buckets(String name) {
		return scrape().lines()
			.filter((line) -> line.startsWith(name + "{"))
			.map((line) -> line.replaceFirst(".*le=\"([^\"]*)\".*", "$1"))
			.distinct()
			.toList();
	}

	@Test
	void contentWhenAskedForThenInTracesOnly() {
		this.server.thenJson(200, ANSWER).thenEvents(STREAM);
		start("--inferencekey.content.trace=true");
		this.endpoint.generateText("¿Puedo \"cancelar\"? " + WireServer.KEY);
		SpanData span = callSpan();
		assertThat(span.getAttributes().get(key("gen_ai.input.messages")))
			.startsWith("[{\"role\":\"user\",\"parts\":[{\"type\":\"text\",\"content\":\"¿Puedo \\\"cancelar\\\"?")
			.doesNotContain(WireServer.SECRET);
		assertThat(span.getAttributes().get(key("gen_ai.output.messages")))
			.isEqualTo("[{\"role\":\"assistant\",\"parts\":[{\"type\":\"text\",\"content\":\"Sí.\"}]}]");
		this.context.getBean(InMemorySpanExporter.class).reset();
		this.endpoint.generateTextStream("Hola").result();
		assertThat(callSpan().getAttributes().get(key("gen_ai.output.messages"))).contains("SíSí");
		assertThat(scrape()).doesNotContain("cancelar").doesNotContain("SíSí");
	}

	@Test
	void seriesWhenPromptsModelsAndErrorsAreEndlessThenConstant() {
		AtomicInteger number = new AtomicInteger();
		this.server.then((exchange) -> {
			int n = number.incrementAndGet();
			switch (n % 4) {
				case 0 -> exchange.respond(200, "application/json", ANSWER.replace("qwen3", "model-" + n));
				case 1 -> exchange.respond(403, "application/json", "{\"error\":{\"code\":\"code_" + n + "\"}}");
				case 2 -> exchange.respond(400 + (n / 4) % 200, "application/json", "{\"error\":\"error " + n + "\"}");
				default -> exchange.respond(400, "text/plain", "no " + n);
			}
		});
		start("--inferencekey.retry.max-attempts=1");
		MeterRegistry registry = this.context.getBean(MeterRegistry.class);
		calls(0, 2_000);
		Set<Meter.Id> before = ids(registry);
		calls(2_000, 12_000);
		assertThat(ids(registry)).isEqualTo(before);
		assertThat(before.stream().filter((id) -> id.getName().startsWith("gen_ai"))).hasSizeLessThan(200);
	}

	private void calls(int from, int to) {
		Flux.range(from, to - from)
			.flatMap((n) -> this.endpoint.reactive()
				.generateText("prompt " + n)
				.onErrorResume(InferenceKeyException.class, (failure) -> Mono.empty()), 32)
			.blockLast();
	}

	private static Set<Meter.Id> ids(MeterRegistry registry) {
		return registry.getMeters()
			.stream()
			.map(Meter::getId)
			.filter((id) -> id.getName().startsWith("gen_ai") || id.getName().startsWith("inferencekey"))
			.collect(Collectors.toSet());
	}

	@Test
	void callsWhenCancelledAtAnyMomentThenEachEndsOnceAndNothingStaysBehind() {
		Random random = new Random(5);
		this.server.then((exchange) -> {
			boolean stream = exchange.request().headers().get("accept").contains("event-stream");
			exchange.respond(200, stream ? "text/event-stream" : "application/json", stream ? STREAM : ANSWER);
		});
		start("--inferencekey.concurrency.max-in-flight=4", "--inferencekey.concurrency.max-queued=1000");
		MeterRegistry registry = this.context.getBean(MeterRegistry.class);
		int calls = 600;
		for (int i = 0; i < calls; i++) {
			Disposable call = (i % 2 == 0) ? this.endpoint.reactive().generateText("a").subscribe()
					: this.endpoint.reactive().generateTextStream("a").subscribe();
			long end = System.nanoTime() + random.nextInt(3_000_000);
			while (System.nanoTime() < end) {
				Thread.onSpinWait();
			}
			call.dispose();
		}
		await().atMost(Duration.ofSeconds(10)).untilAsserted(() -> {
			assertThat(registry.get("gen_ai.client.inference.duration").timers().stream().mapToLong(Timer::count).sum())
				.isEqualTo(calls);
			assertThat(registry.get("gen_ai.client.inference.duration.active")
				.longTaskTimers()
				.stream()
				.mapToInt(LongTaskTimer::activeTasks)
				.sum()).isZero();
			assertThat(registry.get("inferencekey.calls.in_flight").gauge().value()).isZero();
			assertThat(registry.get("inferencekey.calls.queued").gauge().value()).isZero();
		});
	}

	@Test
	void activeCallsWhenIgnoredByPropertyThenNoMeter() {
		this.server.thenJson(200, ANSWER);
		start("--management.metrics.observations.ignored-meters=long-task-timer");
		this.endpoint.generateText("a");
		MeterRegistry registry = this.context.getBean(MeterRegistry.class);
		assertThat(registry.get("gen_ai.client.inference.duration").timer().count()).isEqualTo(1);
		assertThat(registry.find("gen_ai.client.inference.duration.active").meters()).isEmpty();
	}

	@Test
	void callsWhenSubscribedTwiceOrRepeatedByTheCallerThenEachIsACall() {
		this.server.thenJson(500, "{}").thenJson(200, ANSWER);
		start("--inferencekey.retry.max-attempts=1");
		Mono<String> call = this.endpoint.reactive().generateText("a").map(TextResult::text);
		assertThat(call.retry(1).block()).isEqualTo("Sí.");
		assertThat(call.block()).isEqualTo("Sí.");
		assertThat(line(SERIES, "inferencekey_outcome=\"error\"")).endsWith(" 1");
		assertThat(line(SERIES, "inferencekey_outcome=\"success\"")).endsWith(" 2");
	}

	@Test
	void streamWhenItsConsumerThrowsThenEndedAndThePlaceIsFree() {
		this.server.thenEvents(STREAM).thenJson(200, ANSWER);
		start("--inferencekey.concurrency.max-in-flight=1", "--inferencekey.concurrency.max-queued=0");
		Flux<String> broken = this.endpoint.reactive().generateTextStream("a").map((chunk) -> {
			throw new IllegalStateException("mine");
		});
		assertThatExceptionOfType(IllegalStateException.class).isThrownBy(broken::blockLast).withMessage("mine");
		assertThat(this.endpoint.generateText("a").text()).isEqualTo("Sí.");
		assertThat(line(SERIES, "inferencekey_outcome=\"cancelled\"")).endsWith(" 1");
	}

	@ParameterizedTest
	@ValueSource(strings = { "start", "stop", "error" })
	void callWhenAHandlerOfTheApplicationThrowsThenTheCallIsNotAffected(String moment) {
		this.server.thenJson(200, ANSWER).thenEvents(STREAM).thenJson(400, "{}");
		start("--test.broken-handler=" + moment, "--inferencekey.concurrency.max-in-flight=1",
				"--inferencekey.concurrency.max-queued=0");
		assertThat(this.endpoint.generateText("a").text()).isEqualTo("Sí.");
		assertThat(this.endpoint.generateTextStream("a").result().text()).isEqualTo("SíSí");
		assertThatExceptionOfType(ValidationException.class).isThrownBy(() -> this.endpoint.generateText("a"));
		assertThat(this.context.getBean(MeterRegistry.class).get("inferencekey.calls.in_flight").gauge().value())
			.isZero();
	}

	@Test
	void conventionWhenABeanThenUsedAlsoForTokens() {
		this.server.thenJson(200, ANSWER);
		this.context = null;
		start("--test.convention=true");
		this.endpoint.generateText("Hola");
		assertThat(line(SERIES, "team=\"support\"")).endsWith(" 1");
		assertThat(line("gen_ai_client_inference_usage_input_tokens_total", "team=\"support\"")).isNotEmpty();
	}

	@Test
	void observationWhenSwitchedOffByPropertyThenNothingIsRecorded() {
		this.server.thenJson(200, ANSWER);
		start("--management.observations.enable[gen_ai]=false");
		assertThat(this.endpoint.generateText("Hola").text()).isEqualTo("Sí.");
		assertThat(scrape()).doesNotContain("gen_ai_client");
	}

	@Test
	void keysWhenDocumentedThenEachOccurs() {
		this.server.thenEvents(STREAM)
			.thenJson(403, "{}", "x-request-id: r-1")
			.thenJson(200, "{\"data\":[{\"index\":0,\"embedding\":[1,2]}]}");
		start("--inferencekey.content.trace=true");
		Consumer<TextRequest.Builder> everything = (request) -> request.prompt("Hola")
			.temperature(1)
			.topP(1)
			.maxTokens(1)
			.seed(1)
			.presencePenalty(1)
			.frequencyPenalty(1)
			.extra("top_k", 1)
			.extra("n", 2);
		this.endpoint.generateTextStream(everything).result();
		assertThatExceptionOfType(InferenceKeyException.class).isThrownBy(() -> this.endpoint.generateText("Hola"));
		this.endpoint.embed(EmbedRequest.builder().input("a").dimensions(2).build());
		Set<String> seen = await().atMost(Duration.ofSeconds(10))
			.until(() -> spans().stream()
				.flatMap((span) -> span.getAttributes().asMap().keySet().stream())
				.map(AttributeKey::getKey)
				.collect(Collectors.toSet()), (keys) -> keys.contains("gen_ai.embeddings.dimension.count"));
		assertThat(seen)
			.containsAll(Arrays.stream(LowCardinalityKeyNames.values()).map(LowCardinalityKeyNames::asString).toList())
			.containsAll(Arrays.stream(HighCardinalityKeyNames.values())
				.filter((key) -> !USAGE_DETAILS.contains(key))
				.map(HighCardinalityKeyNames::asString)
				.toList());
		List<String> tags = this.context.getBean(MeterRegistry.class)
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

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class Application {

		@Bean
		PrometheusMeterRegistry prometheusMeterRegistry() {
			return new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
		}

		@Bean
		InMemorySpanExporter spanExporter() {
			return InMemorySpanExporter.create();
		}

		@Bean
		SpanProcessor spanProcessor(InMemorySpanExporter exporter) {
			return SimpleSpanProcessor.create(exporter);
		}

		@Bean
		@ConditionalOnProperty("test.broken-handler")
		ObservationHandler<CallContext> brokenHandler(@Value("${test.broken-handler}") String moment) {
			return new BrokenHandler(moment);
		}

		@Bean
		@ConditionalOnBooleanProperty("test.convention")
		CallObservationConvention convention() {
			return new TeamConvention();
		}

	}

	private static final class TeamConvention extends DefaultCallObservationConvention {

		@Override
		public KeyValues getLowCardinalityKeyValues(CallContext context) {
			return super.getLowCardinalityKeyValues(context).and(KeyValue.of("team", "support"));
		}

	}

}
