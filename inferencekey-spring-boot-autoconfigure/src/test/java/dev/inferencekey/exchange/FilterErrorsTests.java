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
import java.time.Duration;

import dev.inferencekey.operation.Json;
import dev.inferencekey.operation.Operation;
import io.netty.buffer.UnpooledByteBufAllocator;
import org.junit.jupiter.api.Test;
import org.reactivestreams.Subscriber;
import org.reactivestreams.Subscription;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.NettyDataBuffer;
import org.springframework.core.io.buffer.NettyDataBufferFactory;
import org.springframework.http.HttpStatus;
import org.springframework.web.reactive.function.client.ClientResponse;
import org.springframework.web.reactive.function.client.WebClient;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link FilterErrors}.
 */
class FilterErrorsTests {

	private final Operation<String, String> operation = Operation.<String, String>named("test", "/test")
		.reader((request, head, json) -> (bytes, from, to) -> "answer")
		.build();

	private final NettyDataBuffer buffer = new NettyDataBufferFactory(UnpooledByteBufAllocator.DEFAULT)
		.allocateBuffer(64);

	@Test
	void callWhenWhatIsCancelledCompletesThenWhatAFilterHasCollectedIsReleased() {
		WebClient.Builder client = WebClient.builder()
			.exchangeFunction((request) -> Mono.just(ClientResponse.create(HttpStatus.OK)
				.body(Flux.from((subscriber) -> subscriber.onSubscribe(new Network(subscriber, this.buffer))))
				.build()))
			.filter((request, next) -> next.exchange(request)
				.map((response) -> response.mutate()
					.body((body) -> body.collectList().flatMapIterable((list) -> list))
					.build()));
		try (CallTimer timer = new CallTimer(Runnable::run)) {
			Exchange exchange = new Exchange(() -> FilterErrors.watch(client).build(), new Json(JsonMapper.shared()),
					timer, Runnable::run);
			exchange.call(Attempt.of(this.operation, "", new TestTarget(URI.create("http://localhost")),
					new Limits(Duration.ofMinutes(1), Duration.ofMinutes(1))))
				.subscribe()
				.dispose();
		}
		assertThat(this.buffer.getNativeBuffer().refCnt()).isZero();
	}

	/**
	 * Sends a part of a body, and the end of it when it is cancelled, as Reactor Netty
	 * may.
	 */
	private static final class Network implements Subscription {

		private final Subscriber<? super DataBuffer> subscriber;

		private final DataBuffer part;

		private boolean sent;

		private Network(Subscriber<? super DataBuffer> subscriber, DataBuffer part) {
			this.subscriber = subscriber;
			this.part = part;
		}

		@Override
		public void request(long n) {
			if (!this.sent) {
				this.sent = true;
				this.subscriber.onNext(this.part);
			}
		}

		@Override
		public void cancel() {
			this.subscriber.onComplete();
		}

	}

}
