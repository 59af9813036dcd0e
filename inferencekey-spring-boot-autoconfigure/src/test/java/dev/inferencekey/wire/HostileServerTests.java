package dev.inferencekey.wire;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;

import dev.inferencekey.DataClient;
import dev.inferencekey.Endpoint;
import dev.inferencekey.credential.ApiKey;
import dev.inferencekey.credential.KeySource;
import dev.inferencekey.error.ApiException;
import dev.inferencekey.error.AuthException;
import dev.inferencekey.error.ConfigurationException;
import dev.inferencekey.error.InferenceKeyException;
import dev.inferencekey.error.StreamInterruptedException;
import dev.inferencekey.error.ValidationException;
import dev.inferencekey.operation.Usage;
import dev.inferencekey.resilience.ConcurrencySettings;
import dev.inferencekey.resilience.RetrySettings;
import dev.inferencekey.resilience.Timeouts;
import dev.inferencekey.text.TextChunk;
import dev.inferencekey.text.TextStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.reactivestreams.Subscription;
import reactor.core.publisher.BaseSubscriber;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

import org.springframework.http.client.reactive.JdkClientHttpConnector;
import org.springframework.web.reactive.function.client.WebClient;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.catchThrowable;

/**
 * What a server, a key source or a caller does on purpose or by neglect.
 */
class HostileServerTests {

	private static final RetrySettings QUICK = new RetrySettings(3, Duration.ofMillis(1), Duration.ofMillis(1));

	private final WireServer server = new WireServer();

	@AfterEach
	void close() {
		this.server.close();
	}

	@Test
	void callWhenWorkloadHasAUrlThenTheDefaultKeyOfTheClientIsNotSentThere() {
		this.server.thenJson(200, CallKind.ANSWER);
		DataClient client = DataClient.builder()
			.project("acme")
			.apiKey(WireServer.KEY)
			.workload("drafts", (settings) -> settings.apiKey(ApiKey.of(WireServer.KEY)).url(this.server.baseUrl()))
			.build();
		client.endpoint("drafts").generateText("Hola");
		assertThat(this.server.requests().get(0).headers()).doesNotContainKey("authorization");
	}

	@Test
	void streamWhenAbandonedThenTheTotalDeadlineGivesItsPlaceBack() throws Exception {
		this.server.then((exchange) -> {
			exchange.head();
			exchange.chunk("data: {\"choices\":[{\"delta\":{\"content\":\"a\"}}]}\n\n".repeat(1000));
			exchange.awaitClosed(new CountDownLatch(1));
		}).thenJson(200, CallKind.ANSWER);
		Endpoint endpoint = this.server.builder()
			.defaults((settings) -> settings.timeouts(new Timeouts(null, null, Duration.ofSeconds(2)))
				.concurrency(new ConcurrencySettings(1, 10)))
			.build()
			.endpoint("support-bot");
		TextStream abandoned = endpoint.generateTextStream("Hola");
		assertThat(abandoned.iterator().next().text()).isEqualTo("a");
		assertThat(endpoint.generateText((request) -> request.prompt("b").timeout(Duration.ofSeconds(20))).text())
			.isEqualTo("ok");
		assertThatExceptionOfType(StreamInterruptedException.class).isThrownBy(abandoned::result)
			.withMessageContaining("inferencekey.timeout.total");
	}

	@Test
	void callsWhenAThousandQueuedOnesFailAtOnceThenEachEnds() throws Exception {
		CountDownLatch go = new CountDownLatch(1);
		CountDownLatch arrived = new CountDownLatch(1);
		AtomicBoolean broken = new AtomicBoolean();
		this.server.then((exchange) -> {
			arrived.countDown();
			exchange.await(go);
			exchange.respond(200, "application/json", CallKind.ANSWER);
		});
		Endpoint endpoint = this.server.builder()
			.webClientBuilder(WebClient.builder()
				.filter((request, next) -> broken.get() ? Mono.error(new IllegalStateException("broken"))
						: next.exchange(request)))
			.defaults((settings) -> settings.concurrency(new ConcurrencySettings(1, 1000)))
			.build()
			.endpoint("support-bot");
		CountDownLatch ended = new CountDownLatch(1001);
		for (int i = 0; i < 1001; i++) {
			endpoint.reactive()
				.generateText("Hola")
				.subscribe((result) -> ended.countDown(), (failure) -> ended.countDown());
			assertThat(arrived.await(20, TimeUnit.SECONDS)).isTrue();
		}
		broken.set(true);
		go.countDown();
		assertThat(ended.await(30, TimeUnit.SECONDS)).isTrue();
		broken.set(false);
		assertThat(endpoint.generateText("Hola").text()).isEqualTo("ok");
	}

	@Test
	void budgetWhenWorkloadIsNotConfiguredThenStillOneForAll() {
		this.server.thenJson(500, "{}");
		DataClient client = this.server.builder().retry(QUICK).build();
		for (int i = 0; i < 100; i++) {
			assertThatExceptionOfType(ApiException.class)
				.isThrownBy(() -> client.endpoint("at-run-time").generateText("Hola"));
		}
		assertThat(this.server.requests()).hasSizeLessThan(125);
		assertThat(client.endpoint("at-run-time")).isSameAs(client.endpoint("at-run-time"));
	}

	@Test
	void keySourceWhenItBlocksThenRenewalStillWorks() {
		this.server.thenJson(401, "{}").thenJson(200, CallKind.ANSWER);
		AtomicInteger asked = new AtomicInteger();
		KeySource keys = (workload) -> Mono.delay(Duration.ofMillis(5))
			.map((tick) -> ApiKey.of((asked.incrementAndGet() <= 2) ? WireServer.KEY : "ik_live_b1b2c3d4_new"))
			.block();
		Endpoint endpoint = this.server.builder()
			.defaults((settings) -> settings.keys(keys))
			.build()
			.endpoint("support-bot");
		assertThat(endpoint.generateText("Hola").text()).isEqualTo("ok");
		assertThat(this.server.requests().get(1).headers()).containsEntry("authorization",
				"Bearer ik_live_b1b2c3d4_new");
	}

	@Test
	void keySourceWhenItFailsThenConfigurationExceptionNamesItAndHidesItsMessage() {
		AtomicBoolean broken = new AtomicBoolean();
		Endpoint endpoint = this.server.builder().defaults((settings) -> settings.keys((workload) -> {
			if (broken.get()) {
				throw new IllegalStateException("vault said " + WireServer.KEY);
			}
			return ApiKey.of(WireServer.KEY);
		})).build().endpoint("support-bot");
		broken.set(true);
		assertThatExceptionOfType(ConfigurationException.class).isThrownBy(() -> endpoint.generateText("Hola"))
			.withMessageContaining("key source")
			.withNoCause();
	}

	@ParameterizedTest
	@ValueSource(strings = { "sk-proj-Zq9Zq9Zq9Zq9Zq9Zq9Zq9Zq9Zq9Zq9Zq9Zq9Zq9Zq9Zq9Zq9Zq9Zq9Zq9Zq9",
			"ik_live_Zq9Zq9Zq9Zq9Zq9Zq9Zq9Zq9Zq9Zq9Zq9Zq9Zq9Zq9Zq9Zq9Zq9Zq9Zq9Zq9" })
	void messageWhenTheKeyStandsWhereItIsCutThenStillRedacted(String key) {
		Endpoint endpoint = DataClient.builder()
			.retry(new RetrySettings(1, null, null))
			.workload("local", (settings) -> settings.url(this.server.baseUrl()).apiKey(ApiKey.of(key)))
			.build()
			.endpoint("local");
		for (String body : new String[] { "{\"error\":{\"message\":\"" + "x".repeat(470) + " " + key + "\"}}",
				"{\"error\":\"" + key + "\"}", "{\"error\":{\"code\":\"" + key + "\",\"message\":\"no\"}}" }) {
			this.server.then((exchange) -> exchange.respond(401, "application/json", body))
				.then((exchange) -> exchange.respond(500, "application/json", body));
			assertThatExceptionOfType(AuthException.class).isThrownBy(() -> endpoint.generateText("Hola"))
				.satisfies((ex) -> assertThat(ex.toString()).doesNotContain("Zq9"));
			assertThatExceptionOfType(ApiException.class).isThrownBy(() -> endpoint.generateText("Hola"))
				.satisfies((ex) -> assertThat(ex + " " + ex.code()).doesNotContain("Zq9"));
		}
	}

	@Test
	void streamWhenErrorEventIsNonsenseMarkupThenItEndsAtOnce() {
		this.server.thenEvents("event: error\ndata: " + "<".repeat(2_000_000) + "\n\n");
		Endpoint endpoint = this.server.endpoint();
		long start = System.nanoTime();
		assertThatExceptionOfType(StreamInterruptedException.class)
			.isThrownBy(() -> endpoint.generateTextStream("Hola").result());
		assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(10));
	}

	@ParameterizedTest
	@ValueSource(ints = { 400, 422 })
	void embedWhenTheServerRefusesNumbersTooThenAskedTwiceAndNotForEver(int status) {
		this.server.thenJson(status, "{\"error\":{\"message\":\"the input is too long\"}}");
		Endpoint endpoint = this.server.builder().build().endpoint("support-bot");
		for (int calls = 1; calls <= 2; calls++) {
			assertThatExceptionOfType(ValidationException.class).isThrownBy(() -> endpoint.embed("a"))
				.withMessageContaining("too long");
			assertThat(this.server.requests()).hasSize(2 * calls);
		}
	}

	@Test
	void keySourceWhenItThrowsTheSameExceptionEachTimeThenThatDoesNotGrow() {
		ConfigurationException same = new ConfigurationException("support-bot", "The vault is sealed.", "Open it.");
		AtomicBoolean sealed = new AtomicBoolean();
		Endpoint endpoint = this.server.builder().defaults((settings) -> settings.keys((workload) -> {
			if (sealed.get()) {
				throw same;
			}
			return ApiKey.of(WireServer.KEY);
		})).build().endpoint("support-bot");
		sealed.set(true);
		for (int i = 0; i < 3; i++) {
			assertThatExceptionOfType(ConfigurationException.class).isThrownBy(() -> endpoint.generateText("Hola"));
		}
		assertThat(same.getSuppressed()).hasSize(1);
	}

	@ParameterizedTest
	@ValueSource(strings = { "%s\r\n\r\n", "HTTP/1.1 2%s OK\r\n\r\n", "HTTP/1.1 200 OK\r\n%s x: y\r\n\r\n" })
	void keyWhenTheConnectorOfTheJdkQuotesABrokenHeadThenNotInTheException(String head) {
		this.server.then((exchange) -> {
			exchange.write(head.formatted("hunter2-token"));
			exchange.socket().close();
		});
		Endpoint endpoint = DataClient.builder()
			.webClientBuilder(WebClient.builder().clientConnector(new JdkClientHttpConnector()))
			.retry(new RetrySettings(1, null, null))
			.workload("local", (settings) -> settings.url(this.server.baseUrl()).apiKey(ApiKey.of("hunter2-token")))
			.build()
			.endpoint("local");
		assertThatExceptionOfType(InferenceKeyException.class).isThrownBy(() -> endpoint.generateText("Hola"))
			.satisfies((ex) -> assertThat(trace(ex)).doesNotContain("hunter2"));
	}

	@ParameterizedTest
	@ValueSource(strings = { "[1e400]", "[1e39]", "\"AADAfw==\"", "\"AACAfw==\"" })
	void embedWhenAValueIsNoFiniteFloatThenApiException(String vector) {
		this.server.thenJson(200, "{\"data\":[{\"index\":0,\"embedding\":" + vector + "}]}");
		Endpoint endpoint = this.server.endpoint();
		assertThatExceptionOfType(ApiException.class).isThrownBy(() -> endpoint.embed("a"))
			.withMessageContaining("finite");
	}

	@ParameterizedTest
	@CsvSource({ "12.0, 3, 12, 3, 15", "3000000000, 1, 0, 1, 1", "-5, 2, 0, 2, 2", "null, 2, 0, 2, 2" })
	void usageWhenOddThenTheAnswerIsStillRead(String prompt, String completion, int input, int output, int total) {
		this.server.thenJson(200, "{\"choices\":[{\"message\":{\"content\":\"ok\"}}],\"usage\":{\"prompt_tokens\":"
				+ prompt + ",\"completion_tokens\":" + completion + "}}");
		assertThat(this.server.endpoint().generateText("Hola").usage())
			.isEqualTo(Usage.of(input, output).withTotalTokens(total));
	}

	@Test
	void streamWhenEveryChunkHasAnEmptyFinishReasonAndItIsCutThenInterrupted() {
		this.server
			.thenEvents("data: {\"choices\":[{\"delta\":{\"content\":\"a\"},\"finish_reason\":\"\"}]}\n\n".repeat(2));
		Endpoint endpoint = this.server.endpoint();
		assertThatExceptionOfType(StreamInterruptedException.class)
			.isThrownBy(() -> endpoint.generateTextStream("Hola").result())
			.satisfies((ex) -> assertThat(ex.partialText()).isEqualTo("aa"));
	}

	@Test
	void callWhenJsonIsBeyondWhatIsReadThenTheStatusStillCounts() {
		String deep = "{\"error\":" + "[".repeat(3000) + "]".repeat(3000) + "}";
		String longNumber = "{\"error\":{\"code\":" + "9".repeat(2000) + "}}";
		for (String body : new String[] { deep, longNumber }) {
			this.server.then((exchange) -> exchange.respond(401, "application/json", body))
				.then((exchange) -> exchange.respond(200, "application/json", body));
			Endpoint endpoint = this.server.endpoint();
			assertThatExceptionOfType(AuthException.class).isThrownBy(() -> endpoint.generateText("Hola"));
			assertThatExceptionOfType(ApiException.class).isThrownBy(() -> endpoint.generateText("Hola"))
				.satisfies((ex) -> assertThat(ex.status()).isEqualTo(200));
		}
	}

	private static String trace(Throwable failure) {
		StringWriter trace = new StringWriter();
		failure.printStackTrace(new PrintWriter(trace));
		return trace.toString();
	}

	@ParameterizedTest
	@ValueSource(strings = { "location: http://a b/hunter2-token", "x-request-id: hunter2-token" })
	void callWhenAHeaderQuotesTheKeyThenTheStatusCountsAndTheKeyIsHidden(String header) {
		this.server.thenJson(302, "{}", header)
			.then((exchange) -> exchange.respond(200, "text/html; note=hunter2-token", "<html>"));
		Endpoint endpoint = DataClient.builder()
			.workload("local", (settings) -> settings.url(this.server.baseUrl()).apiKey(ApiKey.of("hunter2-token")))
			.build()
			.endpoint("local");
		for (int status : new int[] { 302, 200 }) {
			assertThatExceptionOfType(ApiException.class).isThrownBy(() -> endpoint.generateText("Hola"))
				.satisfies((ex) -> {
					assertThat(ex.status()).isEqualTo(status);
					assertThat(trace(ex) + ex.requestId()).doesNotContain("hunter2").doesNotContain(WireServer.SECRET);
				});
		}
	}

	@Test
	void messageWhenMarkupSplitsOrCutsTheKeyOrOnlyItsSecretIsQuotedThenNothingOfItIsShown() {
		String[] pages = { "<html><p>bad key " + WireServer.KEY.replace("5ec2", "5e<wbr>c2") + "</p>",
				"<html><style>" + "x".repeat(4021) + "</style> " + WireServer.KEY, "bad secret " + WireServer.SECRET };
		for (String page : pages) {
			this.server.then((exchange) -> exchange.respond(401, "text/html", page));
			Endpoint endpoint = this.server.endpoint();
			assertThatExceptionOfType(AuthException.class).isThrownBy(() -> endpoint.generateText("Hola"))
				.satisfies((ex) -> assertThat(ex.getMessage()).doesNotContain("5ec2").doesNotContain("e75e"));
		}
	}

	@Test
	void timeoutsWhenForeverThenCallsAndStreamsStillEnd() {
		this.server.thenJson(200, CallKind.ANSWER)
			.thenEvents("data: {\"choices\":[{\"delta\":{\"content\":\"a\"},\"finish_reason\":\"stop\"}]}\n\n");
		Duration forever = ChronoUnit.FOREVER.getDuration();
		Endpoint endpoint = this.server.builder()
			.timeouts(new Timeouts(forever, forever, forever))
			.retry(new RetrySettings(3, forever, forever))
			.build()
			.endpoint("support-bot");
		assertThat(endpoint.generateText("Hola").text()).isEqualTo("ok");
		assertThat(endpoint.generateTextStream("Hola").result().text()).isEqualTo("a");
	}

	@Test
	void streamWhenErrorEventHasNoDataThenStillAnError() {
		this.server
			.thenEvents("data: {\"choices\":[{\"delta\":{\"content\":\"a\"}}]}\n\nevent: error\n\ndata: [DONE]\n\n");
		Endpoint endpoint = this.server.endpoint();
		assertThatExceptionOfType(StreamInterruptedException.class)
			.isThrownBy(() -> endpoint.generateTextStream("Hola").result());
	}

	@Test
	void streamWhenTheEndMarkIsCutAfterAFinishReasonThenComplete() {
		this.server.thenEvents(
				"data: {\"choices\":[{\"delta\":{\"content\":\"a\"},\"finish_reason\":\"stop\"}]}\n\ndata: [DO");
		assertThat(this.server.endpoint().generateTextStream("Hola").result().text()).isEqualTo("a");
	}

	@ParameterizedTest
	@ValueSource(
			strings = { "event: error\ndata: the engine died", "data: {\"error\":{\"message\":\"the engine died\"}}" })
	void streamWhenAnErrorIsItsLastWordAfterAFinishReasonThenStillAnError(String last) {
		this.server
			.thenEvents("data: {\"choices\":[{\"delta\":{\"content\":\"a\"},\"finish_reason\":\"stop\"}]}\n\n" + last);
		Endpoint endpoint = this.server.endpoint();
		assertThatExceptionOfType(StreamInterruptedException.class)
			.isThrownBy(() -> endpoint.generateTextStream("Hola").result())
			.withMessageContaining("the engine died");
	}

	@Test
	void streamWhenAnEventHasManyLinesThenReadInLinearTime() {
		this.server.thenEvents("data\n".repeat(400_000) + "\n");
		Endpoint endpoint = this.server.endpoint();
		long start = System.nanoTime();
		assertThatExceptionOfType(StreamInterruptedException.class)
			.isThrownBy(() -> endpoint.generateTextStream("Hola").result());
		assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(8));
	}

	@Test
	void streamWhenReadOnANonBlockingThreadThenIllegalStateNamesReactive() {
		this.server.then((exchange) -> {
			exchange.head();
			exchange.awaitClosed(new CountDownLatch(1));
		});
		try (TextStream stream = this.server.endpoint().generateTextStream("Hola")) {
			assertThatIllegalStateException().isThrownBy(
					Mono.<Object>fromCallable(() -> stream.iterator().next()).subscribeOn(Schedulers.parallel())::block)
				.withMessageContaining("reactive()");
		}
	}

	@Test
	void rawWhenTheFirstChoiceIsAnotherThenItsTextIsNotTouched() {
		this.server.thenEvents(
				"data: {\"choices\":[{\"index\":1,\"delta\":{\"content\":\"B\"}},{\"index\":0,\"delta\":{\"content\":\"A\"}}]}\n\n"
						+ "data: {\"choices\":[{\"delta\":{},\"finish_reason\":\"stop\"}]}\n\ndata: [DONE]\n\n");
		TextChunk chunk = this.server.endpoint().generateTextStream("Hola").iterator().next();
		assertThat(chunk.text()).isEqualTo("A");
		assertThat(chunk.raw().at("/choices/0/delta/content").asString()).isEqualTo("B");
	}

	@Test
	void embedWhenBase64WasAcceptedOnceThenALaterRefusalIsNotRepeated() {
		this.server.thenJson(200, "{\"data\":[{\"index\":0,\"embedding\":\"AACAPw==\"}]}")
			.thenJson(400, "{\"detail\":\"too long\"}");
		Endpoint endpoint = this.server.endpoint();
		endpoint.embed("a");
		assertThatExceptionOfType(ValidationException.class).isThrownBy(() -> endpoint.embed("b"));
		assertThat(this.server.requests()).hasSize(2);
	}

	static Stream<WireServer.Script> secretsInOddPlaces() {
		String secret = WireServer.SECRET;
		String key = WireServer.KEY;
		return Stream.of(
				(exchange) -> exchange.respond(302, "text/plain", "", "location: https://" + secret + ".example/"),
				(exchange) -> exchange.respond(200, "text/" + secret, "{}"), (exchange) -> {
					exchange.write("HTTP/1.1 " + key + " X\r\n\r\n");
					exchange.socket().close();
				}, (exchange) -> {
					exchange.write("HTTP/1.1 200 OK\r\ncontent-length: " + key + "\r\n\r\n");
					exchange.socket().close();
				}, (exchange) -> {
					exchange.write("HTTP/1.1 200 OK\r\n" + key + "\u0001: a\r\n\r\n");
					exchange.socket().close();
				});
	}

	@ParameterizedTest
	@MethodSource("secretsInOddPlaces")
	void keyWhenEchoedInAnOddPlaceThenInNoMessageAndNoCause(WireServer.Script script) {
		this.server.then(script);
		Throwable failure = catchThrowable(() -> this.server.endpoint().generateText("Hola"));
		assertThat(trace(failure)).contains("support-bot").doesNotContain(WireServer.SECRET);
	}

	@ParameterizedTest
	@ValueSource(ints = { 404, 429, 500, 503 })
	void callWhenRefusedThenItsConnectionIsUsedAgain(int status) {
		this.server.thenJson(status, "{\"error\":{\"message\":\"no\"}}");
		Endpoint endpoint = this.server.endpoint();
		for (int i = 0; i < 10; i++) {
			assertThatExceptionOfType(ApiException.class).isThrownBy(() -> endpoint.generateText("Hola"));
		}
		// A call may begin just before the one before it has given its connection back.
		assertThat(this.server.connections()).isLessThan(5);
	}

	@ParameterizedTest
	@ValueSource(ints = { 200, 500, 503 })
	void streamWhenNothingIsEverAskedForThenItStillEndsAndThePlaceIsFree(int status) throws Exception {
		this.server.thenJson(status, "{}", "retry-after: 1")
			.thenJson(200, "{\"choices\":[{\"message\":{\"content\":\"ok\"}}]}");
		Endpoint endpoint = this.server.builder()
			.defaults((settings) -> settings.concurrency(new ConcurrencySettings(1, 0))
				.timeouts(new Timeouts(null, null, Duration.ofMillis(900))))
			.build()
			.endpoint("support-bot");
		CountDownLatch ended = new CountDownLatch(1);
		endpoint.reactive().generateTextStream("Hola").subscribe(new BaseSubscriber<TextChunk>() {

			@Override
			protected void hookOnSubscribe(Subscription subscription) {
				// Nothing is asked for.
			}

			@Override
			protected void hookOnError(Throwable failure) {
				ended.countDown();
			}

		});
		assertThat(ended.await(10, TimeUnit.SECONDS)).isTrue();
		assertThat(endpoint.generateText("Hola").text()).isEqualTo("ok");
	}

	@Test
	void endpointWhenNameAndKeyAreSwappedThenTheKeyIsInNoMessage() {
		DataClient client = this.server.client();
		assertThatExceptionOfType(InferenceKeyException.class)
			.isThrownBy(() -> client.endpoint(WireServer.KEY, "support-bot"))
			.satisfies((ex) -> assertThat(ex.toString() + ex.workload() + ex.getCause())
				.doesNotContain(WireServer.SECRET));
	}

	@Test
	void endpointWhenTheNameHasALineBreakThenTheMessageIsOneLine() {
		DataClient client = this.server.client();
		assertThatExceptionOfType(InferenceKeyException.class)
			.isThrownBy(() -> client.endpoint("a\n2026-01-01 WARN forged"))
			.satisfies((ex) -> assertThat(ex.getMessage()).doesNotContain("\n"));
	}

	@ParameterizedTest
	@ValueSource(strings = { "content-length: %s\r\n", "%s\u0001: a\r\n" })
	void keyOfAnotherShapeWhenItIsEchoedInTheHeadThenInNoMessageAndNoCause(String header) {
		String key = "sk-proj-Zq9Zq9Zq9Zq9Zq9Zq9Zq9Zq9";
		this.server.then((exchange) -> {
			exchange.write("HTTP/1.1 200 OK\r\n" + header.formatted(key) + "\r\n");
			exchange.socket().close();
		});
		Endpoint endpoint = DataClient.builder()
			.retry(new RetrySettings(1, null, null))
			.workload("local", (settings) -> settings.url(this.server.baseUrl()).apiKey(ApiKey.of(key)))
			.build()
			.endpoint("local");
		assertThatExceptionOfType(InferenceKeyException.class).isThrownBy(() -> endpoint.generateText("Hola"))
			.satisfies((ex) -> assertThat(trace(ex)).doesNotContain("Zq9Zq9"));
	}

	@Test
	void keyWhenItComesAfterTheStartThenStillNotSentUnencrypted() {
		AtomicReference<ApiKey> key = new AtomicReference<>();
		Endpoint endpoint = DataClient.builder()
			.workload("local", (settings) -> settings.url("http://gpu-box.invalid:8000/v1").keys((name) -> key.get()))
			.build()
			.endpoint("local");
		key.set(ApiKey.of(WireServer.KEY));
		assertThatExceptionOfType(ConfigurationException.class).isThrownBy(() -> endpoint.generateText("Hola"))
			.withMessageContaining("unencrypted");
	}

	@Test
	void streamWhenItsTextIsEndlessThenItIsInterrupted() {
		String frame = "data: {\"choices\":[{\"delta\":{\"content\":\"" + "x".repeat(1_000_000) + "\"}}]}\n\n";
		this.server.then((exchange) -> {
			exchange.head();
			for (int i = 0; i < 80; i++) {
				exchange.chunk(frame);
			}
			exchange.awaitClosed(new CountDownLatch(1));
		});
		Endpoint endpoint = this.server.endpoint();
		assertThatExceptionOfType(StreamInterruptedException.class)
			.isThrownBy(() -> endpoint.generateTextStream("Hola").stream().count())
			.withMessageContaining("67108864 characters");
	}

}
