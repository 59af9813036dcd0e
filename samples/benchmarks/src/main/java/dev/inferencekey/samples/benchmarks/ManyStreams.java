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

import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.Arrays;
import java.util.Locale;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;

import com.sun.management.OperatingSystemMXBean;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;

/**
 * Many streams at a time, of which each chunk tells when it was sent: read where the
 * client delivers them, or by a thread each. Prints CPU for each stream, the most
 * threads, the chunks that came, and how late they were.
 */
final class ManyStreams {

	private static final int OPENING_PER_SECOND = 1000;

	private final AtomicInteger chunks = new AtomicInteger();

	private final LongAdder failures = new LongAdder();

	private final AtomicLong reported = new AtomicLong();

	private final Client client;

	private final Readers readers;

	private final long[] late;

	private ManyStreams(Client client, Readers readers, int streams) {
		this.client = client;
		this.readers = readers;
		this.late = new long[streams * Pacer.CHUNKS];
	}

	public static void main(String[] args) {
		Clients which = Clients.valueOf(args[0]);
		int streams = Integer.parseInt(args[2]);
		Client client = which.connect(args[1]);
		Readers readers = Readers.valueOf(args[3]);
		// As many first, so that the compiler rests while the others are measured.
		new ManyStreams(client, readers, streams).readAll(streams);
		ManyStreams run = new ManyStreams(client, readers, streams);
		OperatingSystemMXBean system = (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
		ManagementFactory.getThreadMXBean().resetPeakThreadCount();
		long cpu = system.getProcessCpuTime();
		run.readAll(streams);
		cpu = system.getProcessCpuTime() - cpu;
		int expected = run.late.length;
		int found = Math.min(run.chunks.get(), expected);
		long[] sorted = Arrays.copyOf(run.late, found);
		Arrays.sort(sorted);
		System.out.printf(Locale.ROOT, "STREAMS;%d;%s;%.2f;%d;%d;%d;%.1f;%.1f%n", streams, which, cpu / 1e6 / streams,
				ManagementFactory.getThreadMXBean().getPeakThreadCount(), expected - found, run.failures.sum(),
				(found > 0) ? sorted[found / 2] / 1e6 : 0, (found > 0) ? sorted[(int) (found * 0.99)] / 1e6 : 0);
		System.exit(0);
	}

	private void readAll(int streams) {
		Scheduler threads = this.readers.threads();
		Flux.range(0, streams)
			.delayUntil((stream) -> (stream % (OPENING_PER_SECOND / 20) == 0) ? Mono.delay(Duration.ofMillis(50))
					: Mono.empty())
			.flatMap((stream) -> read(threads).onErrorResume(this::failed), streams)
			.blockLast();
	}

	private Mono<Void> read(Scheduler threads) {
		return (this.readers == Readers.NONE) ? this.client.paced().doOnNext(this::received).then()
				: Mono.<Void>fromRunnable(() -> this.client.read(this::received)).subscribeOn(threads);
	}

	private void received(String text) {
		long now = System.nanoTime();
		if (!text.isEmpty()) {
			int number = this.chunks.getAndIncrement();
			if (number < this.late.length) {
				this.late[number] = now - Long.parseLong(text);
			}
		}
	}

	private Mono<Void> failed(Throwable failure) {
		this.failures.increment();
		if (this.reported.getAndIncrement() == 0) {
			System.err.println(failure);
		}
		return Mono.empty();
	}

	/**
	 * Who reads a stream.
	 */
	enum Readers {

		/**
		 * The thread on which the client delivers.
		 */
		NONE,

		/**
		 * A platform thread each.
		 */
		PLATFORM,

		/**
		 * A virtual thread each.
		 */
		VIRTUAL;

		Scheduler threads() {
			return switch (this) {
				case NONE -> Schedulers.immediate();
				case PLATFORM -> on(Executors.newCachedThreadPool());
				case VIRTUAL -> on(Executors.newVirtualThreadPerTaskExecutor());
			};
		}

		private static Scheduler on(ExecutorService executor) {
			return Schedulers.fromExecutorService(executor);
		}

	}

}
