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
import java.util.Arrays;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;

import dev.inferencekey.Endpoint;
import dev.inferencekey.ReactiveEndpoint;
import dev.inferencekey.error.InferenceKeyException;
import dev.inferencekey.error.StreamInterruptedException;
import dev.inferencekey.resilience.Timeouts;
import dev.inferencekey.text.TextStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import reactor.core.publisher.Flux;
import reactor.core.scheduler.Schedulers;

import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DataBufferUtils;
import org.springframework.core.io.buffer.DefaultDataBufferFactory;
import org.springframework.web.reactive.function.client.ExchangeFilterFunction;
import org.springframework.web.reactive.function.client.ExchangeStrategies;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Filters of the application that look at the bodies of answers.
 */
@Timeout(60)
class BodyFilterTests {

	private final WireServer server = new WireServer();

	private final OnePermitClient client = new OnePermitClient(this.server);

	@AfterEach
	void close() {
		this.server.close();
		this.client.close();
	}

	enum Keeping {

		LISTS {

			@Override
			Flux<DataBuffer> of(Flux<DataBuffer> body) {
				return body.buffer(1000).flatMapIterable((list) -> list);
			}

		},

		QUEUE {

			@Override
			Flux<DataBuffer> of(Flux<DataBuffer> body) {
				return body.publishOn(Schedulers.boundedElastic(), 1000);
			}

		};

		abstract Flux<DataBuffer> of(Flux<DataBuffer> body);

	}

	private Endpoint endpoint(UnaryOperator<Flux<DataBuffer>> change) {
		return endpoint(OnePermitClient.LONG, change);
	}

	private Endpoint endpoint(Timeouts timeouts, UnaryOperator<Flux<DataBuffer>> change) {
		ExchangeFilterFunction filter = (request, next) -> next.exchange(request)
			.map((response) -> response.mutate().body(change).build());
		return this.server.builder()
			.defaults((settings) -> settings.timeouts(timeouts)
				.retry(Policies.NO_RETRIES)
				.concurrency(Policies.permits(1, 0)))
			.webClientBuilder(GaugedPool.webClient(this.client.http()).filter(filter))
			.build()
			.endpoint("support-bot");
	}

	@ParameterizedTest
	@EnumSource
	void streamWhenAFilterKeepsBuffersAndItIsCutThenTheyAreReleased(Keeping keeping) {
		this.server.then((exchange) -> {
			exchange.head();
			for (int i = 0; i < 20; i++) {
				exchange.chunk(Answers.delta("a"));
				exchange.pause(Duration.ofMillis(5));
			}
			exchange.socket().close();
		});
		Endpoint endpoint = endpoint(keeping::of);
		assertThatExceptionOfType(StreamInterruptedException.class)
			.isThrownBy(() -> endpoint.generateTextStream("Hola").result());
		this.client.assertTheNextCallWorks(endpoint, CallKind.STREAMING);
	}

	// Reactor's buffer and publishOn may lose what arrives while they are cancelled;
	// collectList does not.
	@RepeatedTest(20)
	void streamWhenAFilterKeepsBuffersAndItIsClosedThenTheyAreReleased() {
		CountDownLatch closed = new CountDownLatch(1);
		this.server.then((exchange) -> {
			exchange.head();
			for (int i = 0; i < 20; i++) {
				exchange.chunk(Answers.delta("a"));
				exchange.pause(Duration.ofMillis(5));
			}
			exchange.awaitClosed(closed);
		});
		CompletableFuture<Void> kept = new CompletableFuture<>();
		Endpoint endpoint = endpoint(
				(body) -> body.doOnNext((buffer) -> kept.complete(null)).collectList().flatMapIterable((list) -> list));
		TextStream stream = endpoint.generateTextStream("Hola");
		CompletableFuture<Void> closing = kept.thenRunAsync(stream::close);
		assertThatExceptionOfType(IllegalStateException.class).isThrownBy(() -> stream.forEach((chunk) -> {
		}));
		closing.join();
		this.client.assertTheNextCallWorks(endpoint, CallKind.STREAMING);
	}

	// What is fatal to a virtual machine is thrown past the operators, to who cancels.
	@Test
	void streamWhenAFilterThrowsAFatalErrorAtItsCloseThenItsConnectionIsClosed() {
		CountDownLatch closed = new CountDownLatch(1);
		this.server.then((exchange) -> {
			exchange.head();
			exchange.chunk(Answers.delta("a"));
			exchange.awaitClosed(closed);
		});
		AtomicInteger cancelled = new AtomicInteger();
		Endpoint endpoint = endpoint((body) -> body.doOnCancel(() -> {
			if (cancelled.incrementAndGet() == 1) {
				throw new NoClassDefFoundError("com/acme/Missing");
			}
		}));
		TextStream stream = endpoint.generateTextStream("Hola");
		assertThat(stream.iterator().next().text()).isEqualTo("a");
		assertThatExceptionOfType(NoClassDefFoundError.class).isThrownBy(stream::close);
		this.client.assertTheNextCallWorks(endpoint, CallKind.STREAMING);
		assertThat(closed.getCount()).isZero();
	}

	@ParameterizedTest
	@EnumSource
	void callWhenItIsIdleAndAFilterDoesNotCancelThenItsConnectionIsClosed(CallKind kind) {
		CountDownLatch closed = new CountDownLatch(1);
		this.server.then((exchange) -> {
			exchange.write("HTTP/1.1 200 OK\r\ncontent-length: 5000\r\ncontent-type: " + CallKind.typeFor(exchange)
					+ "\r\n\r\n" + CallKind.bodyFor(exchange).substring(0, 5));
			exchange.awaitClosed(closed);
		});
		Endpoint endpoint = endpoint(OnePermitClient.LONG.withIdle(Duration.ofMillis(200)),
				(body) -> body.publish().autoConnect());
		assertThatExceptionOfType(InferenceKeyException.class).isThrownBy(() -> kind.text(endpoint));
		this.client.assertTheNextCallWorks(endpoint, kind);
		assertThat(closed.getCount()).isZero();
	}

	@ParameterizedTest
	@EnumSource
	void callWhenThereAreFiltersThenAnyContentTypeIsReadWithoutCodecs(CallKind kind) {
		this.server.then((exchange) -> {
			String body = CallKind.bodyFor(exchange);
			exchange.write("HTTP/1.1 200 OK\r\ncontent-length: " + body.length()
					+ "\r\ncontent-type: nonsense; of\r\nset-cookie: a=b\r\n\r\n" + body);
		});
		Endpoint endpoint = this.server.builder()
			.webClientBuilder(GaugedPool.webClient(this.client.http())
				.exchangeStrategies(ExchangeStrategies.empty().build())
				.filter((request, next) -> next.exchange(request)))
			.build()
			.endpoint("support-bot");
		assertThat(kind.text(endpoint)).isNotEmpty();
	}

	// Reactor throws such an error past its operators.
	@ParameterizedTest
	@EnumSource
	void callWhenAFilterThrowsAFatalErrorAtTheBodyThenItFailsAtOnce(CallKind kind) {
		this.server.then((exchange) -> {
			String body = CallKind.bodyFor(exchange);
			exchange.write("HTTP/1.1 200 OK\r\ncontent-length: " + body.length() + "\r\ncontent-type: "
					+ CallKind.typeFor(exchange) + "\r\n\r\n");
			exchange.pause(Duration.ofMillis(50));
			exchange.write(body);
		});
		boolean[] thrown = new boolean[1];
		Endpoint endpoint = endpoint((body) -> body.doOnNext((buffer) -> {
			if (!thrown[0]) {
				thrown[0] = true;
				DataBufferUtils.release(buffer);
				throw new NoClassDefFoundError("com/acme/Missing");
			}
		}));
		long started = System.nanoTime();
		assertThatExceptionOfType(InferenceKeyException.class).isThrownBy(() -> kind.text(endpoint))
			.withMessageContaining("NoClassDefFoundError");
		assertThat(Duration.ofNanos(System.nanoTime() - started)).isLessThan(Duration.ofSeconds(20));
		this.client.assertTheNextCallWorks(endpoint, kind);
	}

	@ParameterizedTest
	@EnumSource(names = { "REACTIVE", "STREAMING" })
	void callWhenAFilterFailsAtAPartAndTheCallerContinuesAfterErrorsThenItFails(CallKind kind) {
		boolean streams = kind == CallKind.STREAMING;
		this.server.then((exchange) -> {
			exchange.write("HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\ncontent-type: "
					+ CallKind.typeFor(exchange) + "\r\n\r\n");
			exchange.chunk(streams ? Answers.delta("a") : Answers.OK);
			exchange.pause(Duration.ofMillis(100));
			exchange.chunk(streams ? Answers.delta("b") : " ");
			exchange.pause(Duration.ofMillis(100));
			exchange.write(streams ? "%x\r\n%s\r\n0\r\n\r\n".formatted((Answers.STOP + Answers.DONE).length(),
					Answers.STOP + Answers.DONE) : "0\r\n\r\n");
		});
		AtomicInteger parts = new AtomicInteger();
		ReactiveEndpoint endpoint = endpoint((body) -> body.map((buffer) -> {
			if (parts.incrementAndGet() == 2) {
				DataBufferUtils.release(buffer);
				throw new IllegalStateException("broken filter");
			}
			return buffer;
		})).reactive();
		Flux<?> answer = streams ? endpoint.generateTextStream("Hola") : endpoint.generateText("Hola").flux();
		assertThatExceptionOfType(InferenceKeyException.class)
			.isThrownBy(() -> answer.onErrorContinue((lost, value) -> {
			}).blockLast());
	}

	@Test
	void callWhenTheAnswerIsTooLongAndTheCallerContinuesAfterErrorsThenItFails() {
		this.server.thenJson(200, Answers.OK);
		byte[] blanks = new byte[1024 * 1024];
		Arrays.fill(blanks, (byte) ' ');
		ReactiveEndpoint endpoint = endpoint((body) -> body
			.concatWith(Flux.range(0, 64).map((number) -> DefaultDataBufferFactory.sharedInstance.wrap(blanks))))
			.reactive();
		assertThatExceptionOfType(InferenceKeyException.class)
			.isThrownBy(() -> endpoint.generateText("Hola").onErrorContinue((lost, value) -> {
			}).block())
			.withMessageContaining("longer than 67108864 bytes");
	}

}
