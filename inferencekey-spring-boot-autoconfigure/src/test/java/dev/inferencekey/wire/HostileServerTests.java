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

import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.Iterator;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

import dev.inferencekey.DataClient;
import dev.inferencekey.Endpoint;
import dev.inferencekey.credential.ApiKey;
import dev.inferencekey.error.ApiException;
import dev.inferencekey.error.AuthException;
import dev.inferencekey.error.StreamInterruptedException;
import dev.inferencekey.error.ValidationException;
import dev.inferencekey.operation.Usage;
import dev.inferencekey.resilience.RetrySettings;
import dev.inferencekey.resilience.Timeouts;
import dev.inferencekey.text.TextChunk;
import dev.inferencekey.text.TextStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.reactivestreams.Subscription;
import reactor.core.publisher.BaseSubscriber;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

import org.springframework.web.reactive.function.client.WebClient;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/**
 * What a server or a caller does on purpose or by neglect.
 */
@Timeout(60)
class HostileServerTests {

	private final WireServer server = new WireServer();

	@AfterEach
	void close() {
		this.server.close();
	}

	@Test
	void streamWhenAbandonedThenTheTotalDeadlineGivesItsPlaceBack() throws Exception {
		this.server.then((exchange) -> {
			exchange.head();
			exchange.chunk(Answers.delta("a").repeat(1000));
			exchange.awaitClosed(new CountDownLatch(1));
		}).thenJson(200, Answers.OK);
		Endpoint endpoint = this.server.builder()
			.defaults((settings) -> settings.timeouts(Policies.total(1000)).concurrency(Policies.permits(1, 10)))
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
			exchange.respond(200, "application/json", Answers.OK);
		});
		Endpoint endpoint = this.server.builder()
			.webClientBuilder(WebClient.builder()
				.filter((request, next) -> broken.get() ? Mono.error(new IllegalStateException("broken"))
						: next.exchange(request)))
			.defaults((settings) -> settings.concurrency(Policies.permits(1, 1000)))
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
		DataClient client = this.server.builder().retry(Policies.QUICK_RETRIES).build();
		for (int i = 0; i < 100; i++) {
			assertThatExceptionOfType(ApiException.class)
				.isThrownBy(() -> client.endpoint("at-run-time").generateText("Hola"));
		}
		assertThat(this.server.requests()).hasSizeLessThan(125);
		assertThat(client.endpoint("at-run-time")).isSameAs(client.endpoint("at-run-time"));
	}

	@Test
	void streamWhenErrorEventIsNonsenseMarkupThenItEndsAtOnce() {
		this.server.thenEvents("event: error\ndata: " + "<".repeat(2_000_000) + "\n\n");
		Endpoint endpoint = this.server.endpoint();
		assertThatExceptionOfType(StreamInterruptedException.class)
			.isThrownBy(() -> endpoint.generateTextStream("Hola").result());
	}

	@ParameterizedTest
	@ValueSource(ints = { 400, 422 })
	void embedWhenTheServerRefusesNumbersTooThenAskedTwiceAndNotForEver(int status) {
		this.server.thenJson(status, "{\"error\":{\"message\":\"the input is not a text\"}}");
		Endpoint endpoint = this.server.builder().build().endpoint("support-bot");
		for (int calls = 1; calls <= 2; calls++) {
			assertThatExceptionOfType(ValidationException.class).isThrownBy(() -> endpoint.embed("a"))
				.withMessageContaining("not a text");
			assertThat(this.server.requests()).hasSize(2 * calls);
		}
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
	void timeoutsWhenForeverThenCallsAndStreamsStillEnd() {
		this.server.thenJson(200, Answers.OK).thenEvents(Answers.lastDelta("a"));
		Duration forever = ChronoUnit.FOREVER.getDuration();
		Endpoint endpoint = this.server.builder()
			.timeouts(Timeouts.UNSET.withFirstChunk(forever).withIdle(forever).withTotal(forever))
			.retry(RetrySettings.UNSET.withMaxAttempts(3).withInitialBackoff(forever).withMaxBackoff(forever))
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
		this.server.thenEvents(Answers.lastDelta("a") + last);
		Endpoint endpoint = this.server.endpoint();
		assertThatExceptionOfType(StreamInterruptedException.class)
			.isThrownBy(() -> endpoint.generateTextStream("Hola").result())
			.withMessageContaining("the engine died");
	}

	@Test
	void streamWhenAnEventHasManyLinesThenReadInLinearTime() {
		this.server.thenEvents("data\n".repeat(400_000) + "\n");
		Endpoint endpoint = this.server.endpoint();
		assertThatExceptionOfType(StreamInterruptedException.class)
			.isThrownBy(() -> endpoint.generateTextStream("Hola").result());
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
						+ Answers.STOP + Answers.DONE);
		Iterator<TextChunk> chunks = this.server.endpoint().generateTextStream("Hola").iterator();
		assertThat(chunks.next().text()).isEqualTo("B");
		TextChunk chunk = chunks.next();
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
		this.server.thenJson(status, "{}", "retry-after: 1").thenJson(200, Answers.OK);
		Endpoint endpoint = this.server.builder()
			.defaults((settings) -> settings.concurrency(Policies.permits(1, 0)).timeouts(Policies.total(300)))
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
