package dev.inferencekey.samples.benchmarks;

import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;

/**
 * One kind of work: all clients warmed up, then round after round, a second each in turn.
 * Prints the median of the rounds for each client.
 */
final class Rounds {

	private static final int ROUND_MILLIS = 1_000;

	private Rounds() {
	}

	public static void main(String[] args) {
		Work work = Work.valueOf(args[0]);
		String address = args[1];
		int rounds = Integer.parseInt(args[2]);
		int warmUp = work.warmUp * Integer.parseInt(args[3]) / 100;
		Map<Clients, Meter> meters = new EnumMap<>(Clients.class);
		for (Clients client : Clients.of(work)) {
			meters.put(client, new Meter(client.connect(address).call(work), rounds));
		}
		WarmUp.run(meters.values(), warmUp);
		for (int round = 0; round < rounds; round++) {
			meters.values().forEach((meter) -> meter.round(ROUND_MILLIS));
		}
		double bytes = meters.get(Clients.BYTES).cpu();
		meters.forEach((client, meter) -> System.out.printf(Locale.ROOT, "RESULT;%s;%s;%.4f;%.2f;%.0f;%.3f%n", work,
				client, meter.cpu(), meter.cpu() / bytes, meter.allocated(), meter.percentile99()));
		System.exit(0);
	}

}
