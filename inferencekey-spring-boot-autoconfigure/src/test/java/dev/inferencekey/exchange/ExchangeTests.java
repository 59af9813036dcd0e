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

package dev.inferencekey.exchange;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;

import dev.inferencekey.operation.Json;
import dev.inferencekey.operation.Operation;
import io.netty.buffer.UnpooledByteBufAllocator;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.reactivestreams.Subscriber;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Operators;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.NettyDataBuffer;
import org.springframework.core.io.buffer.NettyDataBufferFactory;
import org.springframework.http.HttpStatusCode;
import org.springframework.web.reactive.function.client.ClientResponse;
import org.springframework.web.reactive.function.client.WebClient;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link Exchange}.
 */
class ExchangeTests {

	private static final int RACES = 20_000;

	private final NettyDataBufferFactory buffers = new NettyDataBufferFactory(UnpooledByteBufAllocator.DEFAULT);

	private final Json json = new Json(JsonMapper.shared());

	private final Operation<String, String> operation = Operation.<String, String>named("test", "/test")
		.reader((request, head, json) -> (bytes, from, to) -> "answer")
		.build();

	private final List<NettyDataBuffer> sent = new ArrayList<>();

	@ParameterizedTest
	@ValueSource(ints = { 200, 500 })
	void callWhenCancelledWhileTheAnswerArrivesThenItsBuffersAreReleased(int status) throws Exception {
		AtomicInteger turn = new AtomicInteger();
		AtomicReference<Subscriber<? super DataBuffer>> network = new AtomicReference<>();
		Thread arrivals = new Thread(() -> {
			for (int i = 1; i <= RACES; i++) {
				DataBuffer buffer = buffer();
				await(turn, 2 * i - 1);
				network.get().onNext(buffer);
				turn.set(2 * i);
			}
		});
		arrivals.start();
		try (CallTimer timer = new CallTimer(Runnable::run)) {
			Exchange exchange = new Exchange(() -> answering(status, network), this.json, timer, Runnable::run);
			for (int i = 1; i <= RACES; i++) {
				Disposable call = exchange.call(attempt()).subscribe();
				turn.set(2 * i - 1);
				call.dispose();
				await(turn, 2 * i);
			}
		}
		arrivals.join();
		assertThat(this.sent).hasSize(RACES);
		assertThat(this.sent.stream().filter(NettyDataBuffer::isAllocated)).as("leaked").isEmpty();
	}

	private static void await(AtomicInteger turn, int number) {
		while (turn.get() != number) {
			Thread.onSpinWait();
		}
	}

	private NettyDataBuffer buffer() {
		NettyDataBuffer buffer = this.buffers.allocateBuffer(64);
		buffer.write("{}".getBytes(StandardCharsets.UTF_8));
		this.sent.add(buffer);
		return buffer;
	}

	private Attempt<String, String> attempt() {
		return Attempt.of(this.operation, "", new TestTarget(URI.create("http://localhost")),
				new Limits(Duration.ofMinutes(1), Duration.ofMinutes(1)));
	}

	private static WebClient answering(int status, AtomicReference<Subscriber<? super DataBuffer>> network) {
		Flux<DataBuffer> body = Flux.from((subscriber) -> {
			network.set(subscriber);
			subscriber.onSubscribe(Operators.emptySubscription());
		});
		return WebClient.builder()
			.exchangeFunction(
					(request) -> Mono.just(ClientResponse.create(HttpStatusCode.valueOf(status)).body(body).build()))
			.build();
	}

}
