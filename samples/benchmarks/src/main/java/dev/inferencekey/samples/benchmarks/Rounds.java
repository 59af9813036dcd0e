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
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;

/**
 * One kind of work: all clients warmed up, then round after round, each client in turn,
 * in random order.
 */
final class Rounds {

	private Rounds() {
	}

	public static void main(String[] args) {
		Work work = Work.valueOf(args[0]);
		String address = args[1];
		int rounds = Integer.parseInt(args[2]);
		int warmUp = work.warmUp * Integer.parseInt(args[3]) / 100;
		Map<Clients, Meter> meters = new EnumMap<>(Clients.class);
		for (String name : args[4].split(",")) {
			Clients client = Clients.valueOf(name);
			meters.put(client, new Meter(client.connect(address).call(work), rounds));
		}
		WarmUp.run(meters.values(), warmUp);
		List<Meter> turns = new ArrayList<>(meters.values());
		Random order = new Random(1);
		for (int round = 0; round < rounds; round++) {
			Collections.shuffle(turns, order);
			turns.forEach(Meter::turn);
		}
		double bytes = meters.get(Clients.BYTES).cpu();
		meters.forEach((client, meter) -> System.out.printf(Locale.ROOT, "RESULT;%s;%s;%.4f;%.2f;%.0f;%.3f%n", work,
				client, meter.cpu(), meter.cpu() / bytes, meter.allocated(), meter.percentile99()));
		System.exit(0);
	}

}
