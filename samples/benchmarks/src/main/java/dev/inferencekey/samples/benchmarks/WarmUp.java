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
import java.util.Collection;

/**
 * Warms clients up together, so that each is compiled for what all of them do. So many
 * calls of each are not enough by themselves: the compiler lags behind them by half a
 * minute, and what it still does would be charged to the client that is measured
 * meanwhile.
 */
final class WarmUp {

	private static final int PARTS = 20;

	private static final int MOST_PARTS = 200;

	// In a row, since a compilation is seen only when it is done.
	private static final int QUIET_PARTS = 3;

	// Of the time of a part.
	private static final double QUIET = 0.01;

	private WarmUp() {
	}

	/**
	 * Call until the compiler has nothing left to do.
	 * @param meters the clients
	 * @param calls how many calls each makes at least
	 */
	static void run(Collection<Meter> meters, int calls) {
		int quiet = 0;
		for (int part = 0; part < MOST_PARTS && (part < PARTS || quiet < QUIET_PARTS); part++) {
			long compiled = compilationMillis();
			long start = System.nanoTime();
			meters.forEach((meter) -> meter.run(calls / PARTS));
			quiet = (compilationMillis() - compiled < QUIET * (System.nanoTime() - start) / 1e6) ? quiet + 1 : 0;
		}
		if (quiet < QUIET_PARTS) {
			System.err.println("The compiler is still at work; the result counts that in.");
		}
	}

	private static long compilationMillis() {
		return ManagementFactory.getCompilationMXBean().getTotalCompilationTime();
	}

}
