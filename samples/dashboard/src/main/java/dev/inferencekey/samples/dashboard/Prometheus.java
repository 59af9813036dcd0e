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

package dev.inferencekey.samples.dashboard;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

import com.sun.net.httpserver.HttpServer;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.util.FileSystemUtils;

/**
 * The Prometheus of this machine, which scrapes a registry once a second.
 */
final class Prometheus implements AutoCloseable {

	/**
	 * How often the registry is scraped.
	 */
	static final Duration INTERVAL = Duration.ofSeconds(1);

	private static final InetAddress LOOPBACK = InetAddress.getLoopbackAddress();

	private final HttpClient http = HttpClient.newHttpClient();

	private final HttpServer metrics;

	private final Path folder;

	private final Process process;

	private final String address;

	private Prometheus(Path binary, PrometheusMeterRegistry registry) throws IOException {
		this.metrics = HttpServer.create(new InetSocketAddress(LOOPBACK, 0), 0);
		this.metrics.createContext("/metrics", (exchange) -> {
			byte[] body = registry.scrape().getBytes(StandardCharsets.UTF_8);
			exchange.getResponseHeaders().set("Content-Type", "text/plain; version=0.0.4");
			exchange.sendResponseHeaders(200, body.length);
			exchange.getResponseBody().write(body);
			exchange.close();
		});
		this.metrics.start();
		this.folder = Files.createTempDirectory("prometheus");
		Path configuration = Files.writeString(this.folder.resolve("prometheus.yml"), """
				scrape_configs:
				  - job_name: dashboard
				    scrape_interval: %ds
				    static_configs:
				      - targets: ["%s"]
				""".formatted(INTERVAL.toSeconds(), address(this.metrics.getAddress().getPort())));
		try (ServerSocket free = new ServerSocket(0, 1, LOOPBACK)) {
			this.address = address(free.getLocalPort());
		}
		this.process = new ProcessBuilder(binary.toString(), "--config.file=" + configuration,
				"--storage.tsdb.path=" + this.folder.resolve("data"), "--web.listen-address=" + this.address,
				"--log.level=warn")
			.redirectError(this.folder.resolve("log").toFile())
			.redirectOutput(ProcessBuilder.Redirect.DISCARD)
			.start();
	}

	private static String address(int port) {
		return LOOPBACK.getHostAddress() + ":" + port;
	}

	/**
	 * Look for Prometheus on the path.
	 * @return its binary, if it is installed
	 */
	static Optional<Path> find() {
		return Arrays.stream(System.getenv().getOrDefault("PATH", "").split(":"))
			.map((folder) -> Path.of(folder, "prometheus"))
			.filter(Files::isExecutable)
			.findFirst();
	}

	/**
	 * Start Prometheus.
	 * @param registry what it scrapes
	 * @return when it is ready
	 * @throws IOException if it is not installed or does not start
	 * @throws InterruptedException if the thread is interrupted
	 */
	static Prometheus start(PrometheusMeterRegistry registry) throws IOException, InterruptedException {
		Path binary = find().orElseThrow(
				() -> new IOException("There is no prometheus on the path. Install it, as from Debian's package."));
		Prometheus prometheus = new Prometheus(binary, registry);
		try {
			prometheus.awaitReady();
			return prometheus;
		}
		catch (IOException | InterruptedException ex) {
			prometheus.close();
			throw ex;
		}
	}

	private void awaitReady() throws IOException, InterruptedException {
		long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
		while (System.nanoTime() < end && this.process.isAlive()) {
			try {
				if (get("/-/ready").statusCode() == 200) {
					return;
				}
			}
			catch (IOException ex) {
				// It does not listen yet.
			}
			TimeUnit.MILLISECONDS.sleep(100);
		}
		throw new IOException("Prometheus did not start: " + Files.readString(this.folder.resolve("log")));
	}

	/**
	 * Evaluate the queries of a panel over a time.
	 * @param panel the panel
	 * @param start the first point
	 * @param end the last point
	 * @return the series that have points, without those that are no numbers
	 * @throws IOException if Prometheus refuses a query
	 * @throws InterruptedException if the thread is interrupted
	 */
	List<Series> evaluate(Panel panel, Instant start, Instant end) throws IOException, InterruptedException {
		List<Series> found = new ArrayList<>();
		for (Panel.Target target : panel.targets()) {
			found.addAll(evaluate(target, start, end));
		}
		return found;
	}

	private List<Series> evaluate(Panel.Target target, Instant start, Instant end)
			throws IOException, InterruptedException {
		HttpResponse<String> response = get(
				"/api/v1/query_range?query=" + URLEncoder.encode(target.query(), StandardCharsets.UTF_8) + "&start="
						+ start + "&end=" + end + "&step=" + INTERVAL.toSeconds());
		if (response.statusCode() != 200) {
			throw new IOException(target.query() + ": " + response.body());
		}
		List<Series> found = new ArrayList<>();
		for (JsonNode result : JsonMapper.shared().readTree(response.body()).at("/data/result")) {
			List<Series.Point> points = result.path("values")
				.valueStream()
				.map((point) -> new Series.Point(point.path(0).asDouble() - start.toEpochMilli() / 1000.0,
						Double.parseDouble(point.path(1).asString().replace("Inf", "Infinity"))))
				.filter((point) -> Double.isFinite(point.value()))
				.toList();
			if (!points.isEmpty()) {
				found.add(new Series(name(target.legend(), result.path("metric")), points));
			}
		}
		return found;
	}

	private static String name(String legend, JsonNode labels) {
		String name = legend;
		for (Map.Entry<String, JsonNode> label : labels.properties()) {
			name = name.replace("{{" + label.getKey() + "}}", label.getValue().asString());
		}
		return name;
	}

	private HttpResponse<String> get(String path) throws IOException, InterruptedException {
		HttpRequest request = HttpRequest.newBuilder(URI.create("http://" + this.address + path))
			.timeout(Duration.ofSeconds(10))
			.build();
		return this.http.send(request, HttpResponse.BodyHandlers.ofString());
	}

	@Override
	public void close() throws IOException {
		this.metrics.stop(0);
		this.process.destroy();
		try {
			if (!this.process.waitFor(10, TimeUnit.SECONDS)) {
				this.process.destroyForcibly();
			}
		}
		catch (InterruptedException ex) {
			this.process.destroyForcibly();
			Thread.currentThread().interrupt();
		}
		FileSystemUtils.deleteRecursively(this.folder);
	}

}
