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

package dev.inferencekey.samples.benchmarks;

import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.EventLoop;
import reactor.core.publisher.Flux;
import reactor.core.publisher.FluxSink;

/**
 * Streams that send their chunks in a rhythm, on the event loop that writes them. One
 * timer for all of a loop: with a timer each, a few thousand streams would cost the
 * server more than they cost a client, on the cores that they share.
 */
final class Pacer {

	static final int CHUNKS = 100;

	static final int PER_SECOND = 20;

	private static final long TICK_MILLIS = 2;

	private static final int TICKS = (int) (1000 / PER_SECOND / TICK_MILLIS);

	private static final Map<EventLoop, Pacer> PACERS = new ConcurrentHashMap<>();

	private static final String MARK = "@";

	private static final byte[] BEFORE = part(0);

	private static final byte[] AFTER = part(1);

	// Those whose turn is at a tick, in the order in which they came.
	@SuppressWarnings("unchecked")
	private final Queue<Paced>[] turns = new Queue[TICKS];

	private int tick;

	private Pacer(EventLoop loop) {
		Arrays.setAll(this.turns, (turn) -> new ArrayDeque<>());
		loop.scheduleAtFixedRate(this::tick, TICK_MILLIS, TICK_MILLIS, TimeUnit.MILLISECONDS);
	}

	private static byte[] part(int number) {
		// As long as the time stamps that take its place.
		return Fixtures.frame(MARK.repeat(15)).split(MARK.repeat(15))[number].getBytes(StandardCharsets.US_ASCII);
	}

	/**
	 * Where the time stamp stands in a chunk.
	 * @return the number of bytes before it
	 */
	static int stamp() {
		return BEFORE.length;
	}

	/**
	 * A stream that begins now.
	 * @param loop the event loop of its connection, on which it must be subscribed to
	 * @return the chunks
	 */
	static Flux<ByteBuf> stream(EventLoop loop) {
		return Flux.create((sink) -> PACERS.computeIfAbsent(loop, Pacer::new).add(new Paced(sink)));
	}

	private void add(Paced paced) {
		this.turns[this.tick % TICKS].add(paced);
	}

	private void tick() {
		Queue<Paced> turn = this.turns[++this.tick % TICKS];
		turn.removeIf(Paced::send);
	}

	private static final class Paced {

		private final FluxSink<ByteBuf> sink;

		private int sent;

		private Paced(FluxSink<ByteBuf> sink) {
			this.sink = sink;
		}

		// Whether it is over.
		private boolean send() {
			if (this.sink.isCancelled()) {
				return true;
			}
			if (this.sent++ == CHUNKS) {
				this.sink.next(Unpooled.wrappedBuffer(Fixtures.end().getBytes(StandardCharsets.US_ASCII)));
				this.sink.complete();
				return true;
			}
			byte[] stamp = String.valueOf(System.nanoTime()).getBytes(StandardCharsets.US_ASCII);
			this.sink.next(Unpooled.wrappedBuffer(BEFORE, stamp, AFTER));
			return false;
		}

	}

}
