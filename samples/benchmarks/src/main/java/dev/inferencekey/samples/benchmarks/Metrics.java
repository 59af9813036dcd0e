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

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * What metrics cost a unary call, which is less than what virtual machines, and
 * connections within one, differ by. So there are several machines, in each of which four
 * clients take turns in changing order: two without metrics around or between two with
 * them. Prints the multiple of the processor time with metrics, and for comparison that
 * of one client without them by the other.
 */
final class Metrics {

	private static final int ROUNDS = 24;

	private Metrics() {
	}

	public static void main(String[] args) {
		String address = args[0];
		int warmUp = Work.UNARY.warmUp / 2 * Integer.parseInt(args[1]) / 100;
		boolean plainOutside = Boolean.parseBoolean(args[2]);
		Clients metered = Clients.valueOf(args[3]);
		List<Meter> meters = new ArrayList<>();
		for (boolean plain : new boolean[] { plainOutside, !plainOutside, !plainOutside, plainOutside }) {
			Clients client = plain ? Clients.INFERENCEKEY : metered;
			meters.add(new Meter(client.connect(address).call(Work.UNARY), ROUNDS));
		}
		WarmUp.run(meters, warmUp);
		for (int round = 0; round < ROUNDS; round++) {
			for (int turn = 0; turn < meters.size(); turn++) {
				int next = (round % 2 == 0) ? turn : meters.size() - 1 - turn;
				meters.get((next + round / 2) % meters.size()).turn();
			}
		}
		Meter[] plain = { meters.get(plainOutside ? 0 : 1), meters.get(plainOutside ? 3 : 2) };
		Meter[] observed = { meters.get(plainOutside ? 1 : 0), meters.get(plainOutside ? 2 : 3) };
		System.out.printf(Locale.ROOT, "METRICS;%.4f;%.4f;%.0f%n",
				(observed[0].cpu() + observed[1].cpu()) / (plain[0].cpu() + plain[1].cpu()),
				plain[1].cpu() / plain[0].cpu(), observed[0].allocated() - plain[0].allocated());
		System.exit(0);
	}

}
