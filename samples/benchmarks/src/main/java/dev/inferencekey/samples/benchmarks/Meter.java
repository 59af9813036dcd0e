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

import com.sun.management.OperatingSystemMXBean;
import com.sun.management.ThreadMXBean;

/**
 * Calls in turns, and what one call costs this process.
 */
final class Meter {

	// So short, and so many of them, that each client meets all speeds of a computer that
	// is faster in one second than in another.
	private static final int TURN_MILLIS = 200;

	private static final OperatingSystemMXBean SYSTEM = (OperatingSystemMXBean) ManagementFactory
		.getOperatingSystemMXBean();

	private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

	private final Runnable call;

	private final double[] allocated;

	private int turn;

	private long totalCpu;

	private long[] latencies = new long[1024];

	private int count;

	Meter(Runnable call, int turns) {
		this.call = call;
		this.allocated = new double[turns];
	}

	void run(int calls) {
		for (int i = 0; i < calls; i++) {
			this.call.run();
		}
	}

	/**
	 * Call again and again, after one call that takes up what the client before has left
	 * behind.
	 */
	void turn() {
		this.call.run();
		long cpuBefore = SYSTEM.getProcessCpuTime();
		long bytesBefore = THREADS.getTotalThreadAllocatedBytes();
		long start = System.nanoTime();
		int calls = 0;
		long before = start;
		while (before - start < TURN_MILLIS * 1_000_000L) {
			this.call.run();
			long now = System.nanoTime();
			latency(now - before);
			before = now;
			calls++;
		}
		this.totalCpu += SYSTEM.getProcessCpuTime() - cpuBefore;
		this.allocated[this.turn] = (double) (THREADS.getTotalThreadAllocatedBytes() - bytesBefore) / calls;
		this.turn++;
	}

	private void latency(long nanos) {
		if (this.count == this.latencies.length) {
			this.latencies = Arrays.copyOf(this.latencies, this.count * 2);
		}
		this.latencies[this.count++] = nanos;
	}

	/**
	 * The CPU time of a call, a mean of all calls, which evens out garbage collection and
	 * the 10 ms steps of the clock for CPU time. Not the median of the turns: where a
	 * computer has two speeds, as a shared one does, the medians of two clients need not
	 * be of the same one.
	 * @return the mean in milliseconds
	 */
	double cpu() {
		return this.totalCpu / 1e6 / this.count;
	}

	/**
	 * What a call allocates.
	 * @return the median of the turns in bytes
	 */
	double allocated() {
		return median(this.allocated);
	}

	/**
	 * The time that one call in a hundred takes longer than.
	 * @return the time in milliseconds
	 */
	double percentile99() {
		long[] sorted = Arrays.copyOf(this.latencies, this.count);
		Arrays.sort(sorted);
		return sorted[(int) (this.count * 0.99)] / 1e6;
	}

	static double median(double[] values) {
		double[] sorted = values.clone();
		Arrays.sort(sorted);
		return (sorted[(sorted.length - 1) / 2] + sorted[sorted.length / 2]) / 2;
	}

}
