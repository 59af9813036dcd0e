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

import java.io.IOException;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BiFunction;
import java.util.function.Consumer;

import dev.inferencekey.DataClient;
import dev.inferencekey.Endpoint;
import dev.inferencekey.ReactiveEndpoint;
import dev.inferencekey.credential.ApiKey;
import dev.inferencekey.error.InferenceKeyException;
import dev.inferencekey.observation.WorkloadActivity.Evidence;
import dev.inferencekey.observation.WorkloadActivity.Outcome;
import dev.inferencekey.text.TextChunk;
import dev.inferencekey.text.TextRequest;
import dev.inferencekey.text.TextStream;
import dev.inferencekey.transport.WorkloadMonitor;
import dev.inferencekey.wire.BrokenHandler.Failure;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.reactivestreams.Subscription;
import reactor.core.CoreSubscriber;
import reactor.core.publisher.BaseSubscriber;
import reactor.core.publisher.Hooks;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Operators;

import org.springframework.web.reactive.function.client.ClientResponse;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

/**
 * Code of the application that fails while it takes part in a call: the call ends long
 * before its deadline, and gives back what it holds.
 */
@Timeout(20)
class CallErrorTests {

	private static final TextRequest REQUEST = TextRequest.of((request) -> request.prompt("Hola"));

	private final WireServer server = new WireServer().then(CallKind::answer);

	private final GaugedPool pool = new GaugedPool();

	private final List<Throwable> dropped = new CopyOnWriteArrayList<>();

	@BeforeEach
	void listen() {
		Hooks.onErrorDropped(this.dropped::add);
	}

	@AfterEach
	void close() {
		Hooks.resetOnErrorDropped();
		this.server.close();
		this.pool.close();
	}

	private DataClient.Builder builder() {
		return this.server.builder().webClientBuilder(this.pool.webClient()).retry(Policies.NO_RETRIES);
	}

	private List<Outcome> failuresOfEachKind(DataClient client, TextRequest request) {
		Endpoint endpoint = client.endpoint("support-bot");
		assertFails(() -> endpoint.generateText(request));
		assertFails(() -> endpoint.reactive().generateText(request).block());
		assertFails(() -> endpoint.generateTextStream(request).result());
		assertFails(() -> endpoint.reactive().generateTextStream(request).blockLast());
		assertNothingIsLeft(client);
		return client.monitor("support-bot").activity().failures();
	}

	private static void assertFails(Runnable call) {
		assertThat(catchThrowableOfType(InferenceKeyException.class, call::run)).isNotNull();
	}

	private void assertNothingIsLeft(DataClient client) {
		WorkloadMonitor monitor = client.monitor("support-bot");
		await().until(() -> monitor.inFlight() + monitor.queued() + monitor.waitingForStart() == 0);
		this.pool.assertNothingIsTaken();
		assertThat(this.dropped).isEmpty();
	}

	private static void assertSaysNothingOfTheWorkload(List<Outcome> failures, String errorType) {
		assertThat(failures).isNotEmpty().allSatisfy((failure) -> {
			assertThat(failure.errorType()).isEqualTo(errorType);
			assertThat(failure.evidence()).isEqualTo(Evidence.NONE);
		});
	}

	// Without a call there is no pool.
	private DataClient used(DataClient client) {
		client.endpoint("support-bot").generateText("Hola");
		return client;
	}

	// As a connection may break just when it is closed.
	@Test
	void callsWhenTheirConnectionFailsAfterTheyAreCancelledThenNobodyIsTold() {
		List<CoreSubscriber<? super ClientResponse>> late = new CopyOnWriteArrayList<>();
		Mono<ClientResponse> deaf = new Mono<>() {
			@Override
			public void subscribe(CoreSubscriber<? super ClientResponse> actual) {
				actual.onSubscribe(Operators.emptySubscription());
				late.add(actual);
			}
		};
		DataClient client = builder().webClientBuilder(this.pool.webClient().filter((request, next) -> deaf)).build();
		ReactiveEndpoint endpoint = client.endpoint("support-bot").reactive();

		endpoint.generateText(REQUEST).subscribe().dispose();
		endpoint.generateTextStream(REQUEST).subscribe().dispose();

		assertThat(late).hasSize(2).allSatisfy((subscriber) -> subscriber.onError(new IOException("late")));
		assertThat(this.dropped).isEmpty();
	}

	@ParameterizedTest
	@EnumSource
	void callWhenAFilterFailsThenEnds(Failure failure) {
		DataClient client = used(builder().webClientBuilder(this.pool.webClient().filter((request, next) -> {
			if (!this.server.requests().isEmpty()) {
				failure.now();
			}
			return next.exchange(request);
		})).build());
		assertSaysNothingOfTheWorkload(failuresOfEachKind(client, REQUEST), "_OTHER");
	}

	@ParameterizedTest
	@EnumSource
	void callWhenAFilterFailsAtTheAnswerThenEnds(Failure failure) {
		assertEnds(failure, (answer, fails) -> answer.map((response) -> {
			fails.run();
			return response;
		}));
	}

	@ParameterizedTest
	@EnumSource
	void callWhenAFilterFailsToGoOnFromTheAnswerThenEnds(Failure failure) {
		assertEnds(failure, (answer, fails) -> answer.flatMap((response) -> {
			fails.run();
			return Mono.just(response);
		}));
	}

	private void assertEnds(Failure failure, BiFunction<Mono<ClientResponse>, Runnable, Mono<ClientResponse>> filter) {
		Runnable fails = () -> {
			if (this.server.requests().size() > 1) {
				failure.now();
			}
		};
		DataClient client = used(builder()
			.webClientBuilder(
					this.pool.webClient().filter((request, next) -> filter.apply(next.exchange(request), fails)))
			.build());
		assertSaysNothingOfTheWorkload(failuresOfEachKind(client, REQUEST), "_OTHER");
	}

	@ParameterizedTest
	@EnumSource
	void callWhenAGetterOfAnExtraValueFailsThenEnds(Failure failure) {
		List<Outcome> failures = failuresOfEachKind(used(builder().build()),
				TextRequest.of((request) -> request.prompt("Hola").extra("own", new Extra(failure))));
		assertSaysNothingOfTheWorkload(failures, "validation");
	}

	@ParameterizedTest
	@EnumSource
	void callWhenTheKeySourceFailsThenEnds(Failure failure) {
		DataClient client = used(builder().defaults((settings) -> settings.keys((workload) -> {
			if (!this.server.requests().isEmpty()) {
				failure.now();
			}
			return ApiKey.of(WireServer.KEY);
		})).build());
		assertThat(failuresOfEachKind(client, REQUEST)).extracting(Outcome::errorType).containsOnly("configuration");
	}

	@ParameterizedTest
	@EnumSource
	void callWhenAnOperatorOfTheCallerFailsThenEnds(Failure failure) {
		DataClient client = builder().build();
		Endpoint endpoint = client.endpoint("support-bot");
		assertThat(catchThrowable(
				() -> endpoint.reactive().generateText(REQUEST).doOnNext((result) -> failure.now()).block()))
			.isNotNull();
		assertThat(catchThrowable(
				() -> endpoint.reactive().generateTextStream(REQUEST).doOnNext((chunk) -> failure.now()).blockLast()))
			.isNotNull();
		assertNothingIsLeft(client);
	}

	@ParameterizedTest
	@EnumSource
	void streamWhenItsSubscriberFailsThenEndsWithTheFailure(Failure failure) {
		DataClient client = builder().build();
		Failing subscriber = new Failing((chunk) -> failure.now());
		client.endpoint("support-bot").reactive().generateTextStream(REQUEST).subscribe(subscriber);
		await().until(() -> subscriber.failure != null);
		assertNothingIsLeft(client);
		assertThat(client.endpoint("support-bot").generateText("Hola").text()).isEqualTo("ok");
	}

	@ParameterizedTest
	@EnumSource
	void streamWhenItsReaderFailsThenClosedWithTheCall(Failure failure) {
		this.server.then((exchange) -> {
			exchange.head();
			exchange.chunk(Answers.delta("a"));
		});
		DataClient client = builder().build();
		assertThat(catchThrowable(() -> {
			try (TextStream stream = client.endpoint("support-bot").generateTextStream(REQUEST)) {
				stream.stream().forEach((chunk) -> failure.now());
			}
		})).isNotNull();
		assertNothingIsLeft(client);
	}

	@ParameterizedTest
	@EnumSource
	void callWhenTheSubscriberFailsAtItsEndThenGivenBackAllTheSame(Failure failure) {
		DataClient client = builder().build();
		client.endpoint("support-bot").reactive().generateText(REQUEST).subscribe((result) -> {
		}, (ex) -> {
		}, failure::now);
		client.endpoint("support-bot").reactive().generateTextStream(REQUEST).subscribe((chunk) -> {
		}, (ex) -> {
		}, failure::now);
		await().until(() -> this.server.requests().size() == 2);
		WorkloadMonitor monitor = client.monitor("support-bot");
		await().until(() -> monitor.activity().calls() == 2);
		await().until(() -> monitor.inFlight() == 0);
		this.pool.assertNothingIsTaken();
	}

	private static final class Failing extends BaseSubscriber<TextChunk> {

		private final Consumer<TextChunk> action;

		private volatile Throwable failure;

		private Failing(Consumer<TextChunk> action) {
			this.action = action;
		}

		@Override
		protected void hookOnSubscribe(Subscription subscription) {
			subscription.request(Long.MAX_VALUE);
		}

		@Override
		protected void hookOnNext(TextChunk chunk) {
			this.action.accept(chunk);
		}

		@Override
		protected void hookOnError(Throwable failure) {
			this.failure = failure;
		}

	}

	/**
	 * A value whose getter fails.
	 */
	public static final class Extra {

		private final Failure failure;

		private Extra(Failure failure) {
			this.failure = failure;
		}

		public String getValue() {
			this.failure.now();
			return "value";
		}

	}

}
