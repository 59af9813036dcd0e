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
import java.util.Arrays;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;

import com.sun.management.OperatingSystemMXBean;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Many streams at a time, of which each chunk tells when it was sent. Prints CPU for each
 * stream, the most threads, the chunks that came, and how late they were.
 */
final class ManyStreams {

	private static final int OPENING_PER_SECOND = 1000;

	private ManyStreams() {
	}

	public static void main(String[] args) {
		Clients which = Clients.valueOf(args[0]);
		int streams = Integer.parseInt(args[2]);
		Client client = which.connect(args[1]);
		Flux.range(0, 20).flatMap((warmUp) -> client.paced(), 20).blockLast();
		int expected = streams * Pacer.CHUNKS;
		long[] late = new long[expected];
		AtomicInteger chunks = new AtomicInteger();
		LongAdder failures = new LongAdder();
		AtomicLong failure = new AtomicLong();
		OperatingSystemMXBean system = (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
		ManagementFactory.getThreadMXBean().resetPeakThreadCount();
		long cpu = system.getProcessCpuTime();
		Flux.range(0, streams)
			.delayUntil((stream) -> (stream % (OPENING_PER_SECOND / 20) == 0)
					? Mono.delay(java.time.Duration.ofMillis(50)) : Mono.empty())
			.flatMap((stream) -> client.paced().doOnNext((text) -> {
				long now = System.nanoTime();
				if (text.isEmpty()) {
					return;
				}
				int number = chunks.getAndIncrement();
				if (number < expected) {
					late[number] = now - Long.parseLong(text);
				}
			}).then().onErrorResume((ex) -> {
				failures.increment();
				if (failure.getAndIncrement() == 0) {
					System.err.println(which + ": " + ex);
				}
				return Mono.empty();
			}), streams)
			.blockLast();
		cpu = system.getProcessCpuTime() - cpu;
		int found = Math.min(chunks.get(), expected);
		long[] sorted = Arrays.copyOf(late, found);
		Arrays.sort(sorted);
		System.out.printf(Locale.ROOT, "STREAMS;%d;%s;%.2f;%d;%d;%d;%.1f;%.1f%n", streams, which, cpu / 1e6 / streams,
				ManagementFactory.getThreadMXBean().getPeakThreadCount(), expected - found, failures.sum(),
				(found > 0) ? sorted[found / 2] / 1e6 : 0, (found > 0) ? sorted[(int) (found * 0.99)] / 1e6 : 0);
		System.exit(0);
	}

}
