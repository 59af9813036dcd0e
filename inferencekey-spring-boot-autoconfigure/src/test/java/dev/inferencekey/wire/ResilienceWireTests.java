package dev.inferencekey.wire;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import dev.inferencekey.DataClient;
import dev.inferencekey.Endpoint;
import dev.inferencekey.ReactiveEndpoint;
import dev.inferencekey.credential.ApiKey;
import dev.inferencekey.credential.FileKeySource;
import dev.inferencekey.credential.KeySource;
import dev.inferencekey.error.ApiException;
import dev.inferencekey.error.AuthException;
import dev.inferencekey.error.CallRejectedException;
import dev.inferencekey.error.InferenceKeyException;
import dev.inferencekey.error.StreamInterruptedException;
import dev.inferencekey.error.TransportException;
import dev.inferencekey.error.ValidationException;
import dev.inferencekey.resilience.CircuitBreaker;
import dev.inferencekey.resilience.ConcurrencySettings;
import dev.inferencekey.resilience.RetryPolicy;
import dev.inferencekey.resilience.RetrySettings;
import dev.inferencekey.resilience.Timeouts;
import dev.inferencekey.text.TextResult;
import dev.inferencekey.text.TextStream;
import dev.inferencekey.transport.WorkloadMonitor;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import org.springframework.http.client.reactive.JdkClientHttpConnector;
import org.springframework.web.reactive.function.client.WebClient;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

/**
 * Deadlines, retries, places and key renewal against a server that misbehaves.
 */
class ResilienceWireTests {

	private static final String CHUNK = "data: {\"choices\":[{\"delta\":{\"content\":\"a\"}}]}\n\n";

	private static final String END = "data: {\"choices\":[{\"delta\":{},\"finish_reason\":\"stop\"}]}\n\ndata: [DONE]\n\n";

	private static final RetrySettings QUICK = new RetrySettings(3, Duration.ofMillis(1), Duration.ofMillis(5));

	private static final RetrySettings OFF = new RetrySettings(1, null, null);

	private final WireServer server = new WireServer();

	@AfterEach
	void close() {
		this.server.close();
	}

	private Endpoint endpoint(Timeouts timeouts, RetrySettings retry, ConcurrencySettings concurrency) {
		return this.server.builder()
			.defaults((settings) -> settings.timeouts(timeouts).retry(retry).concurrency(concurrency))
			.build()
			.endpoint("support-bot");
	}

	private Endpoint quick() {
		return endpoint(Timeouts.DEFAULTS, QUICK, ConcurrencySettings.DEFAULTS);
	}

	private static Timeouts total(long milliseconds) {
		return new Timeouts(null, null, Duration.ofMillis(milliseconds));
	}

	@ParameterizedTest
	@ValueSource(ints = { 408, 409, 429, 500, 502, 503, 504 })
	void callWhenFailedOnceThenRepeated(int status) {
		this.server.thenJson(status, "{}").thenJson(200, CallKind.ANSWER);
		assertThat(quick().generateText("Hola").text()).isEqualTo("ok");
		assertThat(this.server.requests()).hasSize(2);
		assertThat(this.server.requests().get(1)).isEqualTo(this.server.requests().get(0));
	}

	@ParameterizedTest
	@ValueSource(ints = { 400, 401, 403, 404, 422, 501 })
	void callWhenRefusedThenNotRepeated(int status) {
		this.server.thenJson(status, "{}");
		Endpoint endpoint = quick();
		assertThatExceptionOfType(RuntimeException.class).isThrownBy(() -> endpoint.generateText("Hola"));
		assertThat(this.server.requests()).hasSize(1);
	}

	@Test
	void callWhenConnectionIsResetThenRepeatedOnAFreshOne() {
		this.server.then((exchange) -> exchange.reset()).thenJson(200, CallKind.ANSWER);
		assertThat(quick().generateText("Hola").text()).isEqualTo("ok");
		assertThat(this.server.connections()).isEqualTo(2);
	}

	@Test
	void callWhenBodyIsCutThenNotRepeated() {
		this.server.then((exchange) -> {
			exchange.write("HTTP/1.1 200 X\r\ncontent-length: 500\r\n\r\n{");
			exchange.reset();
		});
		Endpoint endpoint = quick();
		assertThatExceptionOfType(TransportException.class).isThrownBy(() -> endpoint.generateText("Hola"));
		assertThat(this.server.requests()).hasSize(1);
	}

	@Test
	void streamWhenCutBeforeItsFirstChunkThenRepeated() {
		this.server.then((exchange) -> {
			exchange.head();
			exchange.chunk(": waking\n\n");
			exchange.reset();
		}).thenEvents(CHUNK + END);
		assertThat(quick().generateTextStream("Hola").result().text()).isEqualTo("a");
		assertThat(this.server.requests()).hasSize(2);
	}

	@Test
	void streamWhenCutAfterItsFirstChunkThenNotRepeated() {
		this.server.then((exchange) -> {
			exchange.head();
			exchange.chunk(CHUNK);
			exchange.reset();
		});
		Endpoint endpoint = quick();
		assertThatExceptionOfType(StreamInterruptedException.class)
			.isThrownBy(() -> endpoint.generateTextStream("Hola").result());
		assertThat(this.server.requests()).hasSize(1);
	}

	@Test
	void callWhenServerAsksToWaitBeyondTheDeadlineThenGivesUpAtOnce() {
		this.server.thenJson(429, "{}", "retry-after: 60");
		Endpoint endpoint = endpoint(total(5000), QUICK, ConcurrencySettings.DEFAULTS);
		long start = System.nanoTime();
		assertThatExceptionOfType(ApiException.class).isThrownBy(() -> endpoint.generateText("Hola"))
			.satisfies((ex) -> assertThat(ex.retryAfter()).isEqualTo(Duration.ofSeconds(60)));
		assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(4));
		assertThat(this.server.requests()).hasSize(1);
	}

	@Test
	void callWhenWorkloadIsStartingThenWaitsBeyondTheAttempts() {
		for (int i = 0; i < 2; i++) {
			this.server.thenJson(503, "{\"error\":{\"code\":\"starting\",\"message\":\"waking\"}}", "retry-after: 1");
		}
		this.server.thenJson(200, CallKind.ANSWER);
		Endpoint endpoint = endpoint(Timeouts.DEFAULTS, new RetrySettings(2, Duration.ZERO, Duration.ZERO),
				ConcurrencySettings.DEFAULTS);
		assertThat(endpoint.generateText("Hola").text()).isEqualTo("ok");
	}

	@Test
	void callsWhenAnOutageLooksLikeAColdStartThenOneAsksForAll() {
		this.server.thenJson(503, "{}", "retry-after: 1");
		Endpoint endpoint = endpoint(total(3000), new RetrySettings(3, Duration.ofMillis(1), Duration.ofMillis(1)),
				new ConcurrencySettings(100, 0));
		int calls = 100;
		List<Throwable> failures = Flux.range(0, calls)
			.flatMap((call) -> endpoint.reactive()
				.generateText("Hola")
				.map((answer) -> (Throwable) new AssertionError("answered"))
				.onErrorResume(Mono::just), calls)
			.collectList()
			.block();
		assertThat(failures).hasSize(calls)
			// The one that asks may be asking when its time is up.
			.allMatch((failure) -> RetryPolicy.isStarting(failure, false) || failure instanceof TransportException);
		assertThat(this.server.requests()).hasSizeBetween(calls, (int) (calls * 1.2));
	}

	@Test
	void callsWhenTheWorkloadWakesUpThenAllAreAnsweredWithTwoRequestsEach() {
		int calls = 60;
		AtomicInteger requests = new AtomicInteger();
		// Wakes up at the second request of the one call that asks again.
		this.server.then((exchange) -> {
			if (requests.incrementAndGet() <= calls + 1) {
				exchange.respond(503, "application/json", "{}", "retry-after: 1");
			}
			else {
				exchange.respond(200, "application/json", CallKind.ANSWER);
			}
		});
		Endpoint endpoint = endpoint(total(20_000), new RetrySettings(3, Duration.ofMillis(1), Duration.ofMillis(1)),
				new ConcurrencySettings(calls, 0));
		List<String> answers = Flux.range(0, calls)
			.flatMap((call) -> endpoint.reactive().generateText("Hola").map(TextResult::text), calls)
			.collectList()
			.block();
		assertThat(answers).hasSize(calls).containsOnly("ok");
		assertThat(requests).hasValueLessThanOrEqualTo(2 * calls + 2);
	}

	@Test
	void callWhenOutOfTimeDuringAStartThenThePropertyIsNamed() {
		this.server.thenJson(503, "{\"error\":{\"code\":\"starting\"}}", "x-request-id: req-1");
		Endpoint endpoint = endpoint(total(1500), QUICK, ConcurrencySettings.DEFAULTS);
		assertThatExceptionOfType(ApiException.class).isThrownBy(() -> endpoint.generateText("Hola"))
			.withMessageContaining("still starting (request req-1)")
			.withMessageContaining("inferencekey.timeout.total")
			.satisfies((ex) -> assertThat(ex.status()).isEqualTo(503))
			.satisfies((ex) -> assertThat(ex.code()).isEqualTo("starting"));
	}

	@Test
	void callsWhenTheOneThatAsksHangsThenAnotherAsksInItsPlace() {
		AtomicInteger requests = new AtomicInteger();
		CountDownLatch never = new CountDownLatch(1);
		this.server.then((exchange) -> {
			int number = requests.incrementAndGet();
			if (number <= 2) {
				exchange.respond(503, "application/json", "{}", "retry-after: 1");
			}
			else if (number == 3) {
				exchange.await(never);
			}
			else {
				exchange.respond(200, "application/json", CallKind.ANSWER);
			}
		});
		Endpoint endpoint = endpoint(total(15_000), QUICK, ConcurrencySettings.DEFAULTS);
		Mono<String> call = endpoint.reactive().generateText("Hola").map(TextResult::text);
		assertThat(Flux.merge(call, call).blockFirst(Duration.ofSeconds(12))).isEqualTo("ok");
		never.countDown();
	}

	@Test
	void callWhenAWorkloadThatAnsweredJustNowShedsLoadThenItsAttemptsAreCounted() {
		AtomicInteger shed = new AtomicInteger();
		this.server.then((exchange) -> {
			if (exchange.request().body().contains("shed")) {
				shed.incrementAndGet();
				exchange.respond(503, "application/json", "{}", "retry-after: 1");
			}
			else {
				exchange.respond(200, "application/json", CallKind.ANSWER);
			}
		});
		Endpoint endpoint = endpoint(total(10_000), new RetrySettings(2, Duration.ofMillis(1), Duration.ofMillis(1)),
				ConcurrencySettings.DEFAULTS);
		assertThat(endpoint.generateText("Hola").text()).isEqualTo("ok");
		assertThatExceptionOfType(ApiException.class).isThrownBy(() -> endpoint.generateText("shed"))
			.satisfies((ex) -> assertThat(ex.status()).isEqualTo(503))
			.withMessageNotContaining("starting");
		assertThat(shed).hasValue(2);
	}

	@ParameterizedTest
	@ValueSource(ints = { 401, 403, 404, 429 })
	void callWhenOthersAreRefusedBeforeTheyReachTheWorkloadThenItStillWaitsForTheStart(int status) {
		this.server.then((exchange) -> {
			if (exchange.request().body().contains("start")) {
				exchange.respond(503, "application/json", "{}", "retry-after: 10");
			}
			else {
				exchange.respond(status, "application/json", "{}", "retry-after: 600");
			}
		});
		DataClient client = this.server.builder()
			.workload("support-bot", (settings) -> settings.retry(QUICK).timeouts(total(30_000)))
			.build();
		Endpoint endpoint = client.endpoint("support-bot");
		WorkloadMonitor monitor = client.monitor("support-bot");
		Disposable starting = endpoint.reactive().generateText("start").subscribe();
		await().until(() -> monitor.waitingForStart() == 1);
		assertThatExceptionOfType(InferenceKeyException.class).isThrownBy(() -> endpoint.generateText("Hola"));
		assertThat(monitor.waitingForStart()).isEqualTo(1);
		starting.dispose();
	}

	@Test
	void circuitBreakerWhenTheWorkloadIsStartingThenNoFailure() {
		List<String> told = new CopyOnWriteArrayList<>();
		CircuitBreaker breaker = new CircuitBreaker() {

			@Override
			public boolean tryEnter() {
				return true;
			}

			@Override
			public void succeeded(Duration took) {
				told.add("succeeded");
			}

			@Override
			public void failed(Duration took, Throwable failure) {
				told.add("failed");
			}

			@Override
			public void abandoned() {
				told.add("abandoned");
			}

		};
		this.server.thenJson(503, "{}", "retry-after: 1").thenJson(200, CallKind.ANSWER);
		Endpoint endpoint = this.server.builder()
			.defaults((settings) -> settings.retry(QUICK).circuitBreaker(breaker))
			.build()
			.endpoint("support-bot");
		assertThat(endpoint.generateText("Hola").text()).isEqualTo("ok");
		assertThat(told).containsExactly("abandoned", "succeeded");
	}

	@Test
	void clientWhenClosedAndACallerThrowsThenTheOthersAreToldAllTheSame() {
		this.server.thenJson(503, "{}", "retry-after: 30");
		DataClient client = this.server.builder().retry(QUICK).build();
		ReactiveEndpoint endpoint = client.endpoint("support-bot").reactive();
		List<CompletableFuture<TextResult>> others = new ArrayList<>();
		for (int i = 0; i < 4; i++) {
			endpoint.generateText("throws").subscribe((answer) -> {
			}, (failure) -> {
				throw new IllegalStateException("mine");
			});
			others.add(endpoint.generateText("Hola").toFuture());
		}
		WorkloadMonitor monitor = client.monitor("support-bot");
		await().until(() -> monitor.waitingForStart() == 8);
		CompletableFuture<Void> idle = client.shutdown().toCompletableFuture();
		for (CompletableFuture<TextResult> other : others) {
			assertThat(other).failsWithin(Duration.ofSeconds(20))
				.withThrowableThat()
				.withCauseInstanceOf(CallRejectedException.class);
		}
		assertThat(idle).succeedsWithin(Duration.ofSeconds(20));
	}

	@Test
	void clientWhenShutDownThenWaitsForAStartEndAndTheOthersWhenItIsClosed() throws Exception {
		CountDownLatch release = new CountDownLatch(1);
		CountDownLatch running = new CountDownLatch(1);
		this.server.then((exchange) -> {
			String body = exchange.request().body();
			if (body.contains("start")) {
				exchange.respond(503, "application/json", "{}", "retry-after: 30");
			}
			else if (body.contains("retry")) {
				exchange.respond(429, "application/json", "{}", "retry-after: 30");
			}
			else {
				running.countDown();
				exchange.await(release);
				exchange.respond(200, "application/json", CallKind.ANSWER);
			}
		});
		DataClient client = this.server.builder()
			.workload("support-bot", (settings) -> settings.concurrency(new ConcurrencySettings(3, 1)))
			.build();
		ReactiveEndpoint endpoint = client.endpoint("support-bot").reactive();
		WorkloadMonitor monitor = client.monitor("support-bot");
		CompletableFuture<TextResult> starting = endpoint.generateText("start").toFuture();
		CompletableFuture<TextResult> retried = endpoint.generateText("retry").toFuture();
		CompletableFuture<TextResult> slow = endpoint.generateText("slow").toFuture();
		assertThat(running.await(20, TimeUnit.SECONDS)).isTrue();
		CompletableFuture<TextResult> queued = endpoint.generateText("queued").toFuture();
		await().until(() -> monitor.waitingForStart() == 1);
		assertThat(monitor.queued()).isEqualTo(1);
		CompletableFuture<Void> idle = client.shutdown().toCompletableFuture();
		assertThat(starting).failsWithin(Duration.ofSeconds(20))
			.withThrowableThat()
			.withCauseInstanceOf(CallRejectedException.class)
			.withMessageContaining("shutting down");
		release.countDown();
		assertThat(slow.get(20, TimeUnit.SECONDS).text()).isEqualTo("ok");
		assertThat(queued.get(20, TimeUnit.SECONDS).text()).isEqualTo("ok");
		assertThat(retried).isNotDone();
		client.close();
		assertThat(retried).failsWithin(Duration.ofSeconds(20))
			.withThrowableThat()
			.withCauseInstanceOf(CallRejectedException.class);
		assertThat(idle).succeedsWithin(Duration.ofSeconds(20));
		assertThat(monitor.inFlight()).isZero();
	}

	@Test
	void callsWhenTheKeySourceAlwaysHasAnotherBadKeyThenTheOutageIsNotDoubled() {
		this.server.thenJson(401, "{}");
		AtomicInteger minted = new AtomicInteger();
		Endpoint endpoint = this.server.builder()
			.defaults((settings) -> settings.retry(QUICK)
				.keys((workload) -> ApiKey.of("ik_live_%08x_".formatted(minted.incrementAndGet()) + "0".repeat(64))))
			.build()
			.endpoint("support-bot");
		int calls = 200;
		for (int i = 0; i < calls; i++) {
			assertThatExceptionOfType(AuthException.class).isThrownBy(() -> endpoint.generateText("Hola"));
		}
		assertThat(this.server.requests()).hasSizeBetween(calls, (int) (calls * 1.2));
	}

	@Test
	void callWhenAFilterOrTheKeySourceTakesTooLongThenTheTotalDeadlineHolds() {
		this.server.thenJson(401, "{}");
		CountDownLatch never = new CountDownLatch(1);
		KeySource slow = new KeySource() {

			@Override
			public ApiKey current(String workload) {
				return ApiKey.of(WireServer.KEY);
			}

			@Override
			public boolean renew(String workload, ApiKey refused) {
				try {
					return never.await(10, TimeUnit.SECONDS);
				}
				catch (InterruptedException ex) {
					return false;
				}
			}

		};
		DataClient.Builder builder = this.server.builder()
			.defaults((settings) -> settings.timeouts(total(400)).concurrency(new ConcurrencySettings(1, 0)));
		Endpoint renewing = builder.defaults((settings) -> settings.keys(slow)).build().endpoint("support-bot");
		Endpoint filtered = this.server.builder()
			.defaults((settings) -> settings.timeouts(total(400)).concurrency(new ConcurrencySettings(1, 0)))
			.webClientBuilder(WebClient.builder().filter((request, next) -> Mono.never()))
			.build()
			.endpoint("support-bot");
		for (Endpoint endpoint : List.of(renewing, filtered)) {
			long start = System.nanoTime();
			assertThatExceptionOfType(TransportException.class).isThrownBy(() -> endpoint.generateText("Hola"))
				.withMessageContaining("inferencekey.timeout.total");
			assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(5));
		}
		never.countDown();
	}

	@Test
	void callsWhenTheWorkloadIsAwakeButRefusesThenAllLearnItAtOnce() {
		int calls = 10;
		AtomicInteger requests = new AtomicInteger();
		this.server.then((exchange) -> {
			if (requests.incrementAndGet() <= calls) {
				exchange.respond(503, "application/json", "{}", "retry-after: 1");
			}
			else {
				exchange.respond(400, "application/json", "{}");
			}
		});
		Endpoint endpoint = endpoint(total(8000), QUICK, new ConcurrencySettings(calls, 0));
		List<Throwable> failures = Flux.range(0, calls)
			.flatMap((call) -> endpoint.reactive()
				.generateText("Hola")
				.map((answer) -> (Throwable) new AssertionError("answered"))
				.onErrorResume(Mono::just), calls)
			.collectList()
			.block(Duration.ofSeconds(7));
		assertThat(failures).hasSize(calls).hasOnlyElementsOfType(ValidationException.class);
	}

	@Test
	void callWhenAColdStartIsFollowedByAFailureThenThatIsRepeatedToo() {
		this.server.thenJson(503, "{}", "retry-after: 1")
			.thenJson(503, "{}", "retry-after: 1")
			.thenJson(502, "{}")
			.thenJson(200, CallKind.ANSWER);
		Endpoint endpoint = endpoint(Timeouts.DEFAULTS,
				new RetrySettings(2, Duration.ofMillis(1), Duration.ofMillis(1)), ConcurrencySettings.DEFAULTS);
		assertThat(endpoint.generateText("Hola").text()).isEqualTo("ok");
	}

	@Test
	void circuitBreakerWhenACallEndsThenToldOnce() {
		AtomicInteger answered = new AtomicInteger();
		AtomicInteger failed = new AtomicInteger();
		AtomicInteger abandoned = new AtomicInteger();
		CircuitBreaker breaker = new CircuitBreaker() {

			@Override
			public boolean tryEnter() {
				return true;
			}

			@Override
			public void succeeded(Duration took) {
				answered.incrementAndGet();
			}

			@Override
			public void failed(Duration took, Throwable failure) {
				failed.incrementAndGet();
			}

			@Override
			public void abandoned() {
				abandoned.incrementAndGet();
			}

		};
		this.server.thenJson(200, CallKind.ANSWER).thenJson(500, "{}");
		Endpoint endpoint = this.server.builder()
			.defaults((settings) -> settings.retry(QUICK).circuitBreaker(breaker))
			.build()
			.endpoint("support-bot");
		endpoint.reactive().generateText("Hola").flux().take(1).blockLast();
		assertThatExceptionOfType(ApiException.class).isThrownBy(() -> endpoint.generateText("Hola"));
		assertThatExceptionOfType(ApiException.class).isThrownBy(() -> endpoint.generateTextStream("Hola"));
		assertThat(answered).hasValue(1);
		assertThat(failed).hasValue(6);
		assertThat(abandoned).hasValue(0);
	}

	@Test
	void callWhenEverythingFailsThenTheBudgetKeepsTheRequestsDown() {
		this.server.thenJson(500, "{}");
		Endpoint endpoint = quick();
		int calls = 300;
		for (int i = 0; i < calls; i++) {
			assertThatExceptionOfType(ApiException.class).isThrownBy(() -> endpoint.generateText("Hola"));
		}
		assertThat(this.server.requests()).hasSizeBetween(calls, (int) (calls * 1.2));
	}

	@Test
	void callWhenNothingComesThenFirstChunkDeadlineClosesTheConnection() throws Exception {
		CountDownLatch closed = new CountDownLatch(2);
		this.server.then((exchange) -> exchange.awaitClosed(closed));
		Endpoint endpoint = endpoint(new Timeouts(Duration.ofMillis(100), null, null), QUICK,
				ConcurrencySettings.DEFAULTS);
		assertThatExceptionOfType(TransportException.class).isThrownBy(() -> endpoint.generateText("Hola"))
			.withMessageContaining("inferencekey.timeout.first-chunk")
			.withMessageContaining("100 ms");
		assertThatExceptionOfType(TransportException.class).isThrownBy(() -> endpoint.generateTextStream("Hola"))
			.withMessageContaining("inferencekey.timeout.first-chunk");
		assertThat(closed.await(20, TimeUnit.SECONDS)).isTrue();
		assertThat(this.server.requests()).as("what took too long is not repeated").hasSize(2);
	}

	@Test
	void streamWhenHeadComesButNoChunkThenFirstChunkDeadline() throws Exception {
		CountDownLatch closed = new CountDownLatch(1);
		this.server.then((exchange) -> {
			exchange.head();
			exchange.awaitClosed(closed);
		});
		Endpoint endpoint = endpoint(new Timeouts(Duration.ofMillis(200), null, null), QUICK,
				ConcurrencySettings.DEFAULTS);
		assertThatExceptionOfType(StreamInterruptedException.class)
			.isThrownBy(() -> endpoint.generateTextStream("Hola").result())
			.withMessageContaining("inferencekey.timeout.first-chunk");
		assertThat(closed.await(20, TimeUnit.SECONDS)).isTrue();
	}

	@Test
	void streamWhenItStallsThenIdleDeadlineWithThePartialText() throws Exception {
		CountDownLatch closed = new CountDownLatch(1);
		this.server.then((exchange) -> {
			exchange.head();
			exchange.chunk(CHUNK);
			exchange.awaitClosed(closed);
		});
		Endpoint endpoint = endpoint(new Timeouts(null, Duration.ofMillis(200), null), QUICK,
				ConcurrencySettings.DEFAULTS);
		assertThatExceptionOfType(StreamInterruptedException.class)
			.isThrownBy(() -> endpoint.generateTextStream("Hola").result())
			.withMessageContaining("inferencekey.timeout.idle")
			.satisfies((ex) -> assertThat(ex.partialText()).isEqualTo("a"));
		assertThat(closed.await(20, TimeUnit.SECONDS)).isTrue();
	}

	@Test
	void callWhenBodyStallsThenIdleDeadline() throws Exception {
		CountDownLatch closed = new CountDownLatch(1);
		this.server.then((exchange) -> {
			exchange.write("HTTP/1.1 200 X\r\ncontent-length: 500\r\n\r\n{");
			exchange.awaitClosed(closed);
		});
		Endpoint endpoint = endpoint(new Timeouts(null, Duration.ofMillis(200), null), QUICK,
				ConcurrencySettings.DEFAULTS);
		assertThatExceptionOfType(TransportException.class).isThrownBy(() -> endpoint.generateText("Hola"))
			.withMessageContaining("inferencekey.timeout.idle");
		assertThat(closed.await(20, TimeUnit.SECONDS)).isTrue();
	}

	@Test
	void streamWhenItDripsForeverThenTotalDeadlineWithThePartialText() {
		this.server.then((exchange) -> {
			exchange.head();
			CountDownLatch never = new CountDownLatch(1);
			for (int i = 0; i < 400; i++) {
				exchange.chunk(CHUNK);
				try {
					never.await(25, TimeUnit.MILLISECONDS);
				}
				catch (InterruptedException ex) {
					return;
				}
			}
		});
		Endpoint endpoint = endpoint(total(600), QUICK, ConcurrencySettings.DEFAULTS);
		assertThatExceptionOfType(StreamInterruptedException.class)
			.isThrownBy(() -> endpoint.generateTextStream("Hola").result())
			.withMessageContaining("inferencekey.timeout.total")
			.satisfies((ex) -> assertThat(ex.partialText()).startsWith("aa"));
	}

	@Test
	void callWhenRetriedThenTotalDeadlineCoversTheRetries() {
		this.server.thenJson(500, "{}").then((exchange) -> exchange.awaitClosed(new CountDownLatch(1)));
		Endpoint endpoint = endpoint(total(400), QUICK, ConcurrencySettings.DEFAULTS);
		assertThatExceptionOfType(TransportException.class).isThrownBy(() -> endpoint.generateText("Hola"))
			.withMessageContaining("inferencekey.timeout.total");
	}

	@ParameterizedTest
	@ValueSource(booleans = { true, false })
	void callWhenTheConnectorOfTheJdkTimesOutThenTypedAndPlaceFree(boolean inTheBody) {
		this.server.then((exchange) -> {
			if (inTheBody) {
				exchange.write("HTTP/1.1 200 X\r\ncontent-length: 500\r\n\r\n{");
			}
			exchange.awaitClosed(new CountDownLatch(1));
		}).thenJson(200, CallKind.ANSWER);
		JdkClientHttpConnector connector = new JdkClientHttpConnector();
		connector.setReadTimeout(inTheBody ? Duration.ofSeconds(10) : Duration.ofMillis(200));
		Endpoint endpoint = this.server.builder()
			.defaults((settings) -> settings.retry(OFF)
				.timeouts(new Timeouts(null, Duration.ofMillis(200), null))
				.concurrency(new ConcurrencySettings(1, 0)))
			.webClientBuilder(WebClient.builder().clientConnector(connector))
			.build()
			.endpoint("support-bot");
		assertThatExceptionOfType(TransportException.class).isThrownBy(() -> endpoint.generateText("Hola"))
			// The JDK's read time-out ends with the head of the answer.
			.withMessageContaining(inTheBody ? "inferencekey.timeout.idle" : "inferencekey.http.read-timeout");
		assertThat(endpoint.generateText("Hola").text()).isEqualTo("ok");
	}

	@Test
	void callWhenItHasADeadlineOfItsOwnThenThatHolds() {
		this.server.then((exchange) -> exchange.awaitClosed(new CountDownLatch(1)));
		Endpoint endpoint = quick();
		assertThatExceptionOfType(TransportException.class)
			.isThrownBy(
					() -> endpoint.generateText((request) -> request.prompt("Hola").timeout(Duration.ofMillis(150))))
			.withMessageContaining("150 ms");
	}

	@Test
	void streamWhenReaderIsSlowThenTheServerIsNotIdle() throws Exception {
		this.server.thenEvents(CHUNK.repeat(600) + END);
		Endpoint endpoint = endpoint(new Timeouts(null, Duration.ofMillis(150), null), OFF,
				ConcurrencySettings.DEFAULTS);
		try (TextStream stream = endpoint.generateTextStream("Hola")) {
			var chunks = stream.iterator();
			chunks.next();
			// Longer than the idle time, while nothing is asked for.
			assertThat(new CountDownLatch(1).await(500, TimeUnit.MILLISECONDS)).isFalse();
			int count = 1;
			while (chunks.hasNext()) {
				chunks.next();
				count++;
			}
			assertThat(count).isEqualTo(601);
		}
	}

	@Test
	void callWhenPlacesAndQueueAreFullThenRefusedAndOthersGoOn() throws Exception {
		CountDownLatch release = new CountDownLatch(1);
		CountDownLatch arrived = new CountDownLatch(1);
		this.server.then((exchange) -> {
			arrived.countDown();
			exchange.await(release);
			exchange.respond(200, "application/json", CallKind.ANSWER);
		});
		DataClient client = this.server.builder()
			.defaults((settings) -> settings.retry(QUICK))
			.workload("stalled", (settings) -> settings.concurrency(new ConcurrencySettings(1, 1)))
			.workload("other", (settings) -> settings.concurrency(new ConcurrencySettings(1, 1)))
			.build();
		Endpoint stalled = client.endpoint("stalled");
		var first = stalled.reactive().generateText("a").toFuture();
		assertThat(arrived.await(20, TimeUnit.SECONDS)).isTrue();
		var queued = stalled.reactive().generateText("b").toFuture();
		assertThatExceptionOfType(CallRejectedException.class).isThrownBy(() -> stalled.generateText("c"))
			.withMessageContaining("max-in-flight");
		this.server.thenJson(200, CallKind.ANSWER);
		assertThat(client.endpoint("other").generateText("d").text()).isEqualTo("ok");
		release.countDown();
		assertThat(first.get(20, TimeUnit.SECONDS).text()).isEqualTo("ok");
		assertThat(queued.get(20, TimeUnit.SECONDS).text()).isEqualTo("ok");
	}

	@Test
	void callWhenCancelledInFlightOrInTheQueueThenThePlaceIsGivenBack() throws Exception {
		CountDownLatch closed = new CountDownLatch(1);
		CountDownLatch arrived = new CountDownLatch(1);
		this.server.then((exchange) -> {
			arrived.countDown();
			exchange.awaitClosed(closed);
		}).thenJson(200, CallKind.ANSWER);
		Endpoint endpoint = endpoint(Timeouts.DEFAULTS, OFF, new ConcurrencySettings(1, 1));
		Disposable inFlight = endpoint.reactive().generateText("a").subscribe();
		assertThat(arrived.await(20, TimeUnit.SECONDS)).isTrue();
		Disposable queued = endpoint.reactive().generateText("b").subscribe();
		queued.dispose();
		var waiting = endpoint.reactive().generateText("c").toFuture();
		inFlight.dispose();
		assertThat(waiting.get(20, TimeUnit.SECONDS).text()).isEqualTo("ok");
		assertThat(closed.await(20, TimeUnit.SECONDS)).isTrue();
		assertThat(endpoint.generateText("d").text()).isEqualTo("ok");
	}

	@Test
	void clientWhenShutDownThenRunningCallsEndAndNewOnesAreRefused() throws Exception {
		CountDownLatch release = new CountDownLatch(1);
		this.server.then((exchange) -> {
			exchange.head();
			exchange.chunk(CHUNK);
			exchange.await(release);
			exchange.chunk(END);
			exchange.end();
		});
		DataClient client = this.server.client();
		Endpoint endpoint = client.endpoint("support-bot");
		TextStream running = endpoint.generateTextStream("Hola");
		var idle = client.shutdown().toCompletableFuture();
		assertThat(idle).isNotDone();
		assertThatExceptionOfType(CallRejectedException.class).isThrownBy(() -> endpoint.generateText("Hola"))
			.withMessageContaining("shutting down");
		assertThatExceptionOfType(CallRejectedException.class).isThrownBy(() -> endpoint.generateTextStream("Hola"));
		release.countDown();
		assertThat(running.result().text()).isEqualTo("a");
		assertThat(idle).succeedsWithin(Duration.ofSeconds(20));
		assertThat(this.server.requests()).hasSize(1);
	}

	@Test
	void callWhenKeyWasReplacedThenReadAgainAndRepeatedOnce(@TempDir Path folder) throws Exception {
		String next = "ik_live_99999999_" + "0".repeat(64);
		Path file = Files.writeString(folder.resolve("key"), WireServer.KEY);
		Endpoint endpoint = this.server.builder()
			.defaults((settings) -> settings.keys(new FileKeySource(file)).retry(QUICK))
			.build()
			.endpoint("support-bot");
		this.server.then((exchange) -> {
			boolean current = exchange.request().headers().get("authorization").endsWith(next);
			exchange.respond(current ? 200 : 401, "application/json", current ? CallKind.ANSWER : "{}");
		});
		Files.writeString(file, next);
		assertThat(endpoint.generateText("Hola").text()).isEqualTo("ok");
		assertThat(this.server.requests()).hasSize(2);
		Files.writeString(file, WireServer.KEY);
		assertThat(endpoint.generateText("Hola").text()).isEqualTo("ok");
		Files.writeString(file, "ik_live_00000000_wrong");
		this.server.then((exchange) -> exchange.respond(401, "application/json", "{}"));
		assertThatExceptionOfType(AuthException.class).isThrownBy(() -> endpoint.generateTextStream("Hola"));
	}

	private static String key(int number) {
		return "ik_live_%08x_".formatted(number & 0xffff) + "0".repeat(64);
	}

}
