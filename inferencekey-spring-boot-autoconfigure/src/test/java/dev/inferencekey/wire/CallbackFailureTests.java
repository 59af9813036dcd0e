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

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;

import dev.inferencekey.DataClient;
import dev.inferencekey.Endpoint;
import dev.inferencekey.ReactiveEndpoint;
import dev.inferencekey.credential.ApiKey;
import dev.inferencekey.credential.KeySource;
import dev.inferencekey.error.CallRejectedException;
import dev.inferencekey.error.ConfigurationException;
import dev.inferencekey.text.TextChunk;
import dev.inferencekey.text.TextResult;
import dev.inferencekey.transport.WorkloadMonitor;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationHandler;
import io.micrometer.observation.ObservationRegistry;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.reactivestreams.Subscriber;
import org.reactivestreams.Subscription;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.awaitility.Awaitility.await;

/**
 * Callbacks of the application that throw what they must not: the call that they belong
 * to gives its place back, and no other call notices.
 */
@Timeout(60)
class CallbackFailureTests {

	private final WireServer server = new WireServer();

	@AfterEach
	void close() {
		this.server.close();
	}

	private DataClient withOnePlace(ObservationRegistry observations) {
		return this.server.builder()
			.observationRegistry(observations)
			.workload("support-bot", (settings) -> settings.concurrency(Policies.permits(1, 0)))
			.build();
	}

	private void endlessStreamThenAnswer() {
		this.server.then((exchange) -> {
			exchange.head();
			exchange.chunk(Answers.delta("a"));
			exchange.awaitClosed(new CountDownLatch(1));
		}).thenJson(200, Answers.OK);
	}

	@Test
	void streamWhenACallbackMissesAClassThenThePlaceIsGivenBack() {
		endlessStreamThenAnswer();
		DataClient client = withOnePlace(ObservationRegistry.NOOP);
		client.endpoint("support-bot").reactive().generateTextStream("Hola").doOnNext((chunk) -> {
			throw new NoClassDefFoundError("com/acme/Missing");
		}).subscribe((chunk) -> {
		}, (failure) -> {
		});
		await().until(() -> this.server.requests().size() == 1);
		await().until(() -> client.monitor("support-bot").inFlight() == 0);
		assertThat(client.endpoint("support-bot").generateText("Hola").text()).isEqualTo("ok");
	}

	@Test
	void streamWhenASubscriberThrowsThenThePlaceIsGivenBack() {
		endlessStreamThenAnswer();
		DataClient client = withOnePlace(ObservationRegistry.NOOP);
		client.endpoint("support-bot").reactive().generateTextStream("Hola").subscribe(new Subscriber<TextChunk>() {
			@Override
			public void onSubscribe(Subscription subscription) {
				subscription.request(Long.MAX_VALUE);
			}

			@Override
			public void onNext(TextChunk chunk) {
				throw new IllegalStateException("against the rules");
			}

			@Override
			public void onError(Throwable failure) {
				// Nobody looks.
			}

			@Override
			public void onComplete() {
				// Nobody looks.
			}
		});
		await().until(() -> this.server.requests().size() == 1);
		await().until(() -> client.monitor("support-bot").inFlight() == 0);
	}

	@Test
	void callWhenAnObservationHandlerMissesAClassThenItIsAnswered() {
		ObservationRegistry observations = ObservationRegistry.create();
		observations.observationConfig().observationHandler(new ObservationHandler<Observation.Context>() {
			@Override
			public void onStop(Observation.Context context) {
				if (context.getName().startsWith("gen_ai")) {
					throw new NoClassDefFoundError("com/acme/Missing");
				}
			}

			@Override
			public boolean supportsContext(Observation.Context context) {
				return true;
			}
		});
		this.server.thenJson(200, Answers.OK);
		DataClient client = withOnePlace(observations);
		assertThat(client.endpoint("support-bot").generateText("Hola").text()).isEqualTo("ok");
		await().until(() -> client.monitor("support-bot").inFlight() == 0);
	}

	@Test
	void keySourceWhenItMissesAClassThenTheCallFailsAndNamesTheSource() {
		this.server.thenJson(401, "{}");
		KeySource keys = new KeySource() {
			@Override
			public ApiKey current(String workload) {
				return ApiKey.of(WireServer.KEY);
			}

			@Override
			public boolean renew(String workload, ApiKey refused) {
				throw new NoClassDefFoundError("com/acme/Vault");
			}
		};
		Endpoint endpoint = this.server.builder()
			.defaults((settings) -> settings.keys(keys))
			.build()
			.endpoint("support-bot");
		assertThatExceptionOfType(ConfigurationException.class).isThrownBy(() -> endpoint.generateText("Hola"))
			.withMessageContaining("key source");
	}

	@Test
	void callWhenItsAnswerLetsAnotherGoThatThrowsThenItIsStillAnswered() throws Exception {
		RecordingCircuitBreaker breaker = new RecordingCircuitBreaker();
		CountDownLatch arrived = new CountDownLatch(1);
		CountDownLatch release = new CountDownLatch(1);
		this.server.then((exchange) -> {
			if (exchange.request().body().contains("start")) {
				exchange.respond(503, "application/json", "{}", "retry-after: 20");
			}
			else {
				arrived.countDown();
				exchange.await(release);
				exchange.respond(200, "application/json", Answers.OK);
			}
		});
		DataClient client = this.server.builder()
			.workload("support-bot", (settings) -> settings.retry(Policies.QUICK_RETRIES).circuitBreaker(breaker))
			.build();
		ReactiveEndpoint endpoint = client.endpoint("support-bot").reactive();
		WorkloadMonitor monitor = client.monitor("support-bot");
		endpoint.generateText("start").subscribe((answer) -> {
		}, (failure) -> {
			throw new NoClassDefFoundError("another caller's");
		});
		await().until(() -> monitor.waitingForStart() == 1);
		CompletableFuture<TextResult> mine = endpoint.generateText("mine").toFuture();
		assertThat(arrived.await(10, TimeUnit.SECONDS)).isTrue();
		breaker.open();
		release.countDown();
		assertThat(mine.get(12, TimeUnit.SECONDS).text()).isEqualTo("ok");
		await().until(() -> monitor.inFlight() == 0);
	}

	@Test
	void closeWhenACallerThrowsThenTheOthersAreTold() {
		this.server.thenJson(503, "{}", "retry-after: 30");
		DataClient client = this.server.builder().retry(Policies.QUICK_RETRIES).build();
		ReactiveEndpoint endpoint = client.endpoint("support-bot").reactive();
		List<CompletableFuture<TextResult>> others = new ArrayList<>();
		for (int i = 0; i < 4; i++) {
			endpoint.generateText("throws").subscribe((answer) -> {
			}, (failure) -> {
				throw new AssertionError("mine");
			});
			others.add(endpoint.generateText("Hola").toFuture());
		}
		await().until(() -> client.monitor("support-bot").waitingForStart() == 8);
		client.close();
		for (CompletableFuture<TextResult> other : others) {
			await().until(other::isDone);
			assertThat(other).isCompletedExceptionally();
		}
	}

	@Test
	void shutdownWhenAwaitedByAThreadThatWaitsForACallThenNoDeadlock() throws Exception {
		CountDownLatch arrived = new CountDownLatch(1);
		CountDownLatch release = new CountDownLatch(1);
		this.server.then((exchange) -> {
			arrived.countDown();
			exchange.await(release);
			exchange.respond(200, "application/json", Answers.OK);
		});
		DataClient client = this.server.client();
		Endpoint endpoint = client.endpoint("support-bot");
		endpoint.reactive().generateText("Hola").subscribe();
		assertThat(arrived.await(10, TimeUnit.SECONDS)).isTrue();
		ExecutorService other = Executors.newSingleThreadExecutor();
		AtomicReference<Throwable> refused = new AtomicReference<>();
		CountDownLatch done = new CountDownLatch(1);
		client.shutdown().thenRun(() -> {
			try {
				other.submit(() -> refused.set(catchThrowable(() -> endpoint.generateText("late"))))
					.get(8, TimeUnit.SECONDS);
			}
			catch (Exception ex) {
				refused.set(ex);
			}
			done.countDown();
		});
		release.countDown();
		assertThat(done.await(15, TimeUnit.SECONDS)).isTrue();
		other.shutdownNow();
		assertThat(refused.get()).isInstanceOf(CallRejectedException.class);
	}

	@Test
	void streamWhenAskedAgainAfterItsFailureThenTheExceptionDoesNotGrow() {
		this.server.then((exchange) -> {
			exchange.head();
			exchange.chunk(Answers.delta("a"));
			exchange.reset();
		});
		var chunks = this.server.endpoint().generateTextStream("Hola").iterator();
		Throwable failure = null;
		for (int i = 0; i < 50; i++) {
			failure = catchThrowable(chunks::hasNext);
			if (failure == null) {
				chunks.next();
			}
		}
		assertThat(failure).isNotNull();
		assertThat(failure.getStackTrace()).filteredOn((frame) -> frame.getClassName().equals(getClass().getName()))
			.hasSize(1);
		assertThat(failure.getSuppressed()).isEmpty();
	}

	@Test
	void callWhenAStartingWorkloadSaysToAskAtOnceThenNotMoreThanOnceASecond() {
		this.server.thenJson(503, "{\"error\":{\"code\":\"starting\"}}", "retry-after: 0");
		Endpoint endpoint = this.server.builder()
			.defaults((settings) -> settings.retry(Policies.QUICK_RETRIES).timeouts(Policies.total(2000)))
			.build()
			.endpoint("support-bot");
		assertThat(catchThrowable(() -> endpoint.generateText("Hola"))).hasMessageContaining("starting");
		assertThat(this.server.requests()).hasSizeBetween(2, 4);
	}

}
