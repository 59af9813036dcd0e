package dev.inferencekey.samples.benchmarks;

import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

import com.sun.management.OperatingSystemMXBean;
import com.sun.management.ThreadMXBean;

/**
 * One kind of work: all clients warmed up, then round after round, a second each in turn.
 * Prints the median of the rounds for each client.
 */
final class Rounds {

	private static final long ROUND_NANOS = 1_000_000_000L;

	private Rounds() {
	}

	public static void main(String[] args) {
		Work work = Work.valueOf(args[0]);
		String address = args[1];
		int rounds = Integer.parseInt(args[2]);
		int warmUp = work.warmUp * Integer.parseInt(args[3]) / 100;
		List<Clients> clients = Clients.of(work);
		List<Measured> measured = new ArrayList<>();
		for (Clients client : clients) {
			measured.add(new Measured(client, client.connect(address).call(work), rounds));
		}
		for (Measured each : measured) {
			for (int i = 0; i < warmUp; i++) {
				each.call.run();
			}
		}
		for (int round = 0; round < rounds; round++) {
			for (Measured each : measured) {
				each.round(round);
			}
		}
		double bytes = median(measured.get(0).cpu);
		for (Measured each : measured) {
			System.out.printf(Locale.ROOT, "RESULT;%s;%s;%.4f;%.2f;%.0f;%.3f%n", work, each.client, median(each.cpu),
					median(each.cpu) / bytes, median(each.allocated), each.percentile99());
		}
		System.exit(0);
	}

	private static double median(double[] values) {
		double[] sorted = values.clone();
		Arrays.sort(sorted);
		return sorted[sorted.length / 2];
	}

	private static final class Measured {

		private static final OperatingSystemMXBean SYSTEM = (OperatingSystemMXBean) ManagementFactory
			.getOperatingSystemMXBean();

		private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

		private final Clients client;

		private final Runnable call;

		// Milliseconds of CPU and bytes for each call.
		private final double[] cpu;

		private final double[] allocated;

		private long[] latencies = new long[1024];

		private int count;

		private Measured(Clients client, Runnable call, int rounds) {
			this.client = client;
			this.call = call;
			this.cpu = new double[rounds];
			this.allocated = new double[rounds];
		}

		private void round(int round) {
			long cpuBefore = SYSTEM.getProcessCpuTime();
			long bytesBefore = THREADS.getTotalThreadAllocatedBytes();
			long start = System.nanoTime();
			int calls = 0;
			long before = start;
			while (before - start < ROUND_NANOS) {
				this.call.run();
				long now = System.nanoTime();
				latency(now - before);
				before = now;
				calls++;
			}
			this.cpu[round] = (SYSTEM.getProcessCpuTime() - cpuBefore) / 1e6 / calls;
			this.allocated[round] = (double) (THREADS.getTotalThreadAllocatedBytes() - bytesBefore) / calls;
		}

		private void latency(long nanos) {
			if (this.count == this.latencies.length) {
				this.latencies = Arrays.copyOf(this.latencies, this.count * 2);
			}
			this.latencies[this.count++] = nanos;
		}

		private double percentile99() {
			long[] sorted = Arrays.copyOf(this.latencies, this.count);
			Arrays.sort(sorted);
			return sorted[(int) (this.count * 0.99)] / 1e6;
		}

	}

}
