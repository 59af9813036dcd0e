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

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Predicate;

import dev.inferencekey.exchange.DecoderBenchmark;

/**
 * Runs everything, each kind of work in a virtual machine of its own, and writes the
 * table and the chart. With arguments, only what they name: {@code decoder}, the kinds of
 * {@link Work}, {@code chatclient}, {@code aiservices}, {@code metrics}, {@code streams},
 * {@code readers}, {@code start}, {@code fleet}.
 */
final class Benchmarks {

	private static final int ROUNDS = Integer.getInteger("rounds", 75);

	// In percent, for a first look.
	private static final String WARM_UP = System.getProperty("warm-up", "100");

	private static final int STARTS = 7;

	// Virtual machines for each kind of work, unless told.
	private static final int MACHINES = Integer.getInteger("machines", 1);

	private static final int METRICS_MACHINES = Integer.getInteger("machines", 12);

	private static final List<String> HEAP = List.of("-Xms1g", "-Xmx1g");

	private Benchmarks() {
	}

	public static void main(String[] args) throws IOException {
		List<String> wanted = Arrays.asList(args);
		Report report = new Report(LocalDate.now(ZoneOffset.UTC) + ", JDK " + Runtime.version().feature() + ", "
				+ Runtime.getRuntime().availableProcessors() + " cores. " + versions());
		if (isWanted(wanted, "decoder")) {
			decoder();
		}
		try (Processes.Running server = Processes.Running.server()) {
			for (Work work : Work.values()) {
				if (isWanted(wanted, work.name())) {
					rounds(server, report, work, work.title, Clients.of(work));
				}
			}
			if (isWanted(wanted, "chatclient")) {
				services(server, report, "ChatClient", Clients.CHAT_CLIENTS);
			}
			if (isWanted(wanted, "aiservices")) {
				services(server, report, "AiServices", Clients.SERVICES);
			}
			if (isWanted(wanted, "metrics")) {
				metrics(server, report);
			}
			if (isWanted(wanted, "streams")) {
				streams(server, report);
			}
			if (isWanted(wanted, "readers")) {
				readers(server, report);
			}
		}
		if (isWanted(wanted, "start")) {
			start(report);
		}
		Path folder = Path.of(System.getProperty("output", "target"));
		Files.writeString(folder.resolve("results.md"), report.markdown());
		Files.writeString(folder.resolve("results.svg"), report.svg());
		System.out.println(report.markdown());
		if (isWanted(wanted, "fleet")) {
			Fleet.simulate(folder);
		}
	}

	private static boolean isWanted(List<String> wanted, String what) {
		return wanted.isEmpty() || wanted.stream().anyMatch(what::equalsIgnoreCase);
	}

	private static String versions() {
		StringBuilder versions = new StringBuilder();
		for (Map.Entry<String, String> peer : Map
			.of("langchain4j-open-ai", "LangChain4j", "openai-java-core", "openai-java", "spring-ai-openai",
					"Spring AI", "reactor-netty-http", "Reactor Netty", "spring-webflux", "WebClient")
			.entrySet()) {
			Arrays
				.stream(Processes.classPath((jar) -> jar.startsWith(peer.getKey() + "-"))
					.split(java.io.File.pathSeparator))
				.filter((entry) -> entry.endsWith(".jar"))
				.map((entry) -> Path.of(entry).getFileName().toString())
				.forEach((jar) -> versions.append(versions.isEmpty() ? "" : ", ")
					.append(peer.getValue())
					.append(' ')
					.append(jar, peer.getKey().length() + 1, jar.length() - ".jar".length()));
		}
		return versions + ".";
	}

	private static void decoder() throws IOException {
		org.openjdk.jmh.Main.main(new String[] { DecoderBenchmark.class.getSimpleName(), "-prof", "gc" });
	}

	private static void rounds(Processes.Running server, Report report, Work work, String title, List<Clients> clients)
			throws IOException {
		List<List<String[]>> machines = new ArrayList<>();
		for (int machine = 0; machine < MACHINES; machine++) {
			machines.add(Processes.run(HEAP, (jar) -> true, Rounds.class, "RESULT", work.name(), server.address(),
					String.valueOf(ROUNDS), WARM_UP, String.join(",", clients.stream().map(Clients::name).toList())));
		}
		report.add(title, Report.Row.of(Report.medians(machines, 3), 2, 4, 4, 3, 5, 6),
				"CPU, × bytes only | ms of CPU | bytes allocated | p99 in ms");
	}

	private static void services(Processes.Running server, Report report, String through, List<Clients> clients)
			throws IOException {
		for (Work work : List.of(Work.STREAM, Work.UNARY)) {
			rounds(server, report, work, work.title + " through " + through, clients);
		}
	}

	private static void metrics(Processes.Running server, Report report) throws IOException {
		List<Report.Row> rows = new ArrayList<>();
		for (Clients client : List.of(Clients.OBSERVED, Clients.OBSERVED_WITH_HTTP)) {
			double[][] results = new double[3][METRICS_MACHINES];
			for (int machine = 0; machine < METRICS_MACHINES; machine++) {
				String[] line = Processes
					.run(HEAP, (jar) -> true, Metrics.class, "METRICS", server.address(), WARM_UP,
							String.valueOf(machine % 2 == 0), client.name())
					.get(0);
				for (int each = 0; each < results.length; each++) {
					results[each][machine] = Double.parseDouble(line[each + 1]);
				}
			}
			rows.add(new Report.Row(client.title, Meter.median(results[0]), range(results[0]) + " | "
					+ range(results[1]) + " | " + String.format(Locale.ROOT, "%.0f", Meter.median(results[2]))));
		}
		report.addToTable("unary chat call with metrics", rows,
				"CPU, × without metrics | without metrics, one × the other | bytes more");
	}

	private static String range(double[] values) {
		return String.format(Locale.ROOT, "%.3f (%.3f to %.3f)", Meter.median(values),
				Arrays.stream(values).min().orElseThrow(), Arrays.stream(values).max().orElseThrow());
	}

	private static void streams(Processes.Running server, Report report) throws IOException {
		List<String[]> thousand = new ArrayList<>();
		for (Clients client : Clients.MANY_STREAMS) {
			thousand.addAll(Processes.run(HEAP, (jar) -> true, ManyStreams.class, "STREAMS", client.name(),
					server.address(), "1000", "NONE"));
		}
		report.addToTable("1,000 streams at a time, 20 chunks a second each",
				Report.Row.of(thousand, 2, 3, 3, 4, 5, 6, 7, 8),
				"ms of CPU a stream | threads | lost chunks | failures | median delay in ms | p99 delay in ms");
		List<String[]> many = new ArrayList<>();
		for (Clients client : List.of(Clients.BYTES, Clients.INFERENCEKEY)) {
			many.addAll(Processes.run(List.of("-Xmx256m"), (jar) -> true, ManyStreams.class, "STREAMS", client.name(),
					server.address(), "5000", "NONE"));
		}
		report.addToTable("5,000 streams at a time, -Xmx256m", Report.Row.of(many, 2, 3, 3, 4, 5, 6, 7, 8),
				"ms of CPU a stream | threads | lost chunks | failures | median delay in ms | p99 delay in ms");
	}

	private static void readers(Processes.Running server, Report report) throws IOException {
		for (ManyStreams.Readers readers : List.of(ManyStreams.Readers.PLATFORM, ManyStreams.Readers.VIRTUAL)) {
			List<String[]> lines = new ArrayList<>();
			for (Clients client : List.of(Clients.BYTES, Clients.INFERENCEKEY, Clients.LANGCHAIN4J)) {
				lines.addAll(Processes.run(HEAP, (jar) -> true, ManyStreams.class, "STREAMS", client.name(),
						server.address(), "1000", readers.name()));
			}
			report.addToTable("1,000 streams with a " + readers.name().toLowerCase(Locale.ROOT) + " thread each",
					Report.Row.of(lines, 2, 3, 3, 4, 5, 6, 7, 8),
					"ms of CPU a stream | threads | lost chunks | failures | median delay in ms | p99 delay in ms");
		}
	}

	private static void start(Report report) throws IOException {
		Predicate<String> ours = (jar) -> jar.startsWith("inferencekey-");
		Predicate<String> peers = (jar) -> jar
			.matches("(spring-ai|langchain4j|openai-java|kotlin|okhttp|okio|opennlp|jmh).*");
		List<Predicate<String>> classPaths = List.of((jar) -> !ours.test(jar) && !peers.test(jar),
				(jar) -> !peers.test(jar), (jar) -> !ours.test(jar));
		double[][] times = new double[classPaths.size()][STARTS];
		long[] classes = new long[classPaths.size()];
		for (int run = 0; run < STARTS; run++) {
			for (int each = 0; each < classPaths.size(); each++) {
				String[] line = Processes.run(List.of(), classPaths.get(each), EmptyApplication.class, "START").get(0);
				times[each][run] = Double.parseDouble(line[1]);
				classes[each] = Long.parseLong(line[2]);
			}
		}
		List<String> names = List.of("spring-boot-starter-webclient", Clients.INFERENCEKEY.title,
				Clients.SPRING_AI.title);
		double[] medians = Arrays.stream(times).mapToDouble((row) -> {
			Arrays.sort(row);
			return row[STARTS / 2];
		}).toArray();
		List<Report.Row> rows = new ArrayList<>();
		for (int each = 0; each < medians.length; each++) {
			rows.add(new Report.Row(names.get(each), medians[each] / medians[0],
					String.format(Locale.ROOT, "%.2f | %.0f | %d", medians[each] / medians[0],
							medians[each] - medians[0], classes[each] - classes[0])));
		}
		report.addToTable("start of an empty application", rows, "× WebClient | ms more | classes more");
	}

}
