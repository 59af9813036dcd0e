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
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import dev.inferencekey.error.StreamInterruptedException;
import dev.inferencekey.operation.Json;
import dev.inferencekey.operation.Operation;
import io.netty.buffer.PooledByteBufAllocator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DefaultDataBufferFactory;
import org.springframework.core.io.buffer.NettyDataBuffer;
import org.springframework.core.io.buffer.NettyDataBufferFactory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * What becomes of network buffers.
 */
class FrameFluxTests {

	@Test
	void framesWhenBuffersFollowTheEndThenAllAreReleased() {
		NettyDataBufferFactory factory = new NettyDataBufferFactory(PooledByteBufAllocator.DEFAULT);
		List<NettyDataBuffer> buffers = new ArrayList<>();
		for (String text : List.of("data: {}\n\ndata: [DONE]\n\n", "\n", "\n", "\n")) {
			NettyDataBuffer buffer = factory.allocateBuffer(64);
			buffer.write(text.getBytes(StandardCharsets.UTF_8));
			buffers.add(buffer);
		}
		Operation<String, String> operation = Operation.<String, String>named("test", "/test")
			.reader((request, head, json) -> (bytes, from, to) -> "frame")
			.build();
		Attempt<String, String> attempt = Attempt.of(operation, "", new TestTarget(URI.create("http://localhost")),
				new Limits(Duration.ofMinutes(1), Duration.ofMinutes(1)));
		Json json = new Json(JsonMapper.shared());
		StreamFailures failures = new StreamFailures(attempt, TestTarget.head(), new StatusFailures(Clock.systemUTC()),
				json);
		try (CallTimer timer = new CallTimer(Runnable::run)) {
			assertThat(new FrameFlux<>(Flux.fromIterable(buffers), new SseDecoder(true, SpareBytes.ofStreams()),
					operation.read("", TestTarget.head().forReader(), json), failures, timer, StreamListener.NONE)
				.collectList()
				.block()).containsExactly("frame");
		}
		assertThat(buffers).allMatch((buffer) -> buffer.getNativeBuffer().refCnt() == 0);
	}

	@ParameterizedTest
	@ValueSource(strings = { "further", "rest", "isComplete" })
	void framesWhenTheReaderThrowsAfterAPieceThenTheyFailAtOnce(String where) {
		Operation.Reader<String> reader = new Operation.Reader<>() {

			private void throwIn(String method) {
				if (method.equals(where)) {
					throw new IllegalStateException("broken");
				}
			}

			@Override
			public String read(byte[] bytes, int from, int to) {
				return "frame";
			}

			@Override
			public @Nullable String further() {
				throwIn("further");
				return null;
			}

			@Override
			public @Nullable String rest() {
				throwIn("rest");
				return null;
			}

			@Override
			public boolean isComplete(boolean terminated) {
				throwIn("isComplete");
				return terminated;
			}

		};
		Attempt<String, String> attempt = Attempt.of(
				Operation.<String, String>named("test", "/test").reader((request, head, json) -> reader).build(), "",
				new TestTarget(URI.create("http://localhost")),
				new Limits(Duration.ofMinutes(1), Duration.ofMinutes(1)));
		StreamFailures failures = new StreamFailures(attempt, TestTarget.head(), new StatusFailures(Clock.systemUTC()),
				new Json(JsonMapper.shared()));
		try (CallTimer timer = new CallTimer(Runnable::run)) {
			Flux<String> frames = new FrameFlux<>(
					Mono.<DataBuffer>just(DefaultDataBufferFactory.sharedInstance
						.wrap("data: {}\n\ndata: [DONE]\n\n".getBytes(StandardCharsets.UTF_8)))
						.concatWith(Mono.never())
						.publishOn(Schedulers.single()),
					new SseDecoder(true, SpareBytes.ofStreams()), reader, failures, timer, StreamListener.NONE);
			assertThatExceptionOfType(StreamInterruptedException.class)
				.isThrownBy(() -> frames.collectList().block(Duration.ofSeconds(5)))
				.withMessageContaining("broken");
		}
	}

}
