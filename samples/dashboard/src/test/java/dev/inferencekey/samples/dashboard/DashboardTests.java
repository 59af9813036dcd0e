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

import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

import javax.xml.parsers.DocumentBuilderFactory;

import dev.inferencekey.DataClient;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;
import org.xml.sax.InputSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.boot.SpringApplication;
import org.springframework.context.ConfigurableApplicationContext;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.awaitility.Awaitility.await;

/**
 * Checks the dashboard against the metrics of a real run.
 */
class DashboardTests {

	private static final Pattern METRIC = Pattern
		.compile("\\{__name__=~\"([^\"]+)\"|([a-z_]+)\\{(?!__name__)|label_values\\(([a-z_]+),");

	private static final Pattern SELECTOR = Pattern
		.compile("(?:\\{__name__=~\"([^\"]+)\"|([a-z_]+_[a-z_]+)\\{)([^}]*)}");

	private static final Pattern LABEL = Pattern.compile("([a-z_]+)!?=~?\"");

	private static final Pattern BY = Pattern
		.compile("sum by \\(([a-z_, ]+)\\) \\((?:rate|increase)\\((?:\\{__name__=~\"([^\"]+)\"|([a-z_]+))");

	private static final Path DASHBOARD = Path.of("inferencekey.json");

	private static final Duration RANGE = Duration.ofMinutes(1);

	private static ConfigurableApplicationContext context;

	private static Traffic traffic;

	private static String scrape = "";

	@BeforeAll
	static void start() {
		context = SpringApplication.run(DashboardApplication.class);
		traffic = new Traffic(context.getBean(DataClient.class));
		traffic.start();
	}

	@AfterAll
	static void close() {
		traffic.close();
		context.close();
	}

	@Test
	void dashboardWhenComparedToARunThenAllItsMetricsAndLabelsExist() throws Exception {
		JsonNode dashboard = JsonMapper.shared().readTree(Files.readString(DASHBOARD));
		List<String> expressions = new ArrayList<>();
		for (JsonNode panel : dashboard.path("panels")) {
			assertThat(panel.path("description").asString()).isNotBlank();
			assertThat(panel.at("/fieldConfig/defaults/unit").asString()).isNotBlank();
			panel.path("targets").forEach((target) -> expressions.add(target.path("expr").asString()));
		}
		expressions.add(dashboard.at("/templating/list/1/query").asString());

		await().atMost(RANGE).untilAsserted(() -> {
			scrape = context.getBean(PrometheusMeterRegistry.class).scrape();
			for (String expression : expressions) {
				Matcher metric = METRIC.matcher(expression);
				assertThat(metric.find()).as(expression).isTrue();
				do {
					assertThat(lines(first(metric, 1, 2, 3))).as(expression).isNotEmpty();
				}
				while (metric.find());
				assertLabels(expression);
			}
		});
	}

	@Test
	void panelsWhenEvaluatedByPrometheusThenEachQueryHasData() throws Exception {
		assumeThat(Prometheus.find()).as("Prometheus is installed").isPresent();
		List<Panel> panels = Panel.read(DASHBOARD, RANGE, RANGE);
		try (Prometheus prometheus = Prometheus.start(context.getBean(PrometheusMeterRegistry.class))) {
			Instant start = Instant.now();

			Map<Panel, List<Series>> found = new LinkedHashMap<>();
			await().atMost(RANGE).pollInterval(Prometheus.INTERVAL).untilAsserted(() -> {
				Instant now = Instant.now();
				for (Panel panel : panels) {
					found.put(panel, prometheus.evaluate(panel, start, now));
					assertThat(found.get(panel)).as(panel.title())
						.hasSizeGreaterThanOrEqualTo(panel.targets().size())
						.allSatisfy((series) -> assertThat(series.name()).doesNotContain("{"));
				}
				assertThat(found.get(panels.get(panels.size() - 1))).as("cost")
					.extracting(Series::name)
					.contains("support-bot", "embedder");
			});

			// Again if Prometheus has scraped between the queries.
			await().atMost(RANGE).untilAsserted(() -> assertCost(prometheus, panels.get(panels.size() - 1)));
			assertPicture(new Picture(found, RANGE).svg(), panels.size());
		}
	}

	private static void assertCost(Prometheus prometheus, Panel cost) throws Exception {
		Instant now = Instant.now();
		Map<String, Double> input = tokens(prometheus, "input", now);
		Map<String, Double> output = tokens(prometheus, "output", now);
		assertThat(prometheus.evaluate(cost, now, now)).isNotEmpty().allSatisfy((series) -> {
			double tokens = 0.20 * input.get(series.name()) + 0.80 * output.getOrDefault(series.name(), 0.0);
			assertThat(series.points().get(0).value()).as(series.name()).isCloseTo(tokens / 1e6, within(1e-9));
		});
	}

	private static Map<String, Double> tokens(Prometheus prometheus, String kind, Instant now) throws Exception {
		Panel.Target increase = new Panel.Target(
				"sum by (inferencekey_workload) (increase(gen_ai_client_inference_usage_" + kind + "_tokens_total["
						+ RANGE.toSeconds() + "s]))",
				"{{inferencekey_workload}}");
		return prometheus.evaluate(new Panel(kind, "", List.of(increase)), now, now)
			.stream()
			.collect(Collectors.toMap(Series::name, (series) -> series.points().get(0).value()));
	}

	private static void assertLabels(String expression) {
		Matcher selector = SELECTOR.matcher(expression);
		while (selector.find()) {
			Matcher label = LABEL.matcher(selector.group(3));
			while (label.find()) {
				assertLabel(first(selector, 1, 2), label.group(1));
			}
		}
		Matcher by = BY.matcher(expression);
		while (by.find()) {
			for (String label : by.group(1).split(", ")) {
				assertLabel(first(by, 2, 3), label);
			}
		}
	}

	private static String first(Matcher matcher, int... groups) {
		return Arrays.stream(groups).mapToObj(matcher::group).filter(Objects::nonNull).findFirst().orElseThrow();
	}

	private static List<String> lines(String metric) {
		Pattern line = Pattern.compile(metric + "\\{.*");
		return scrape.lines().filter((candidate) -> line.matcher(candidate).matches()).toList();
	}

	private static void assertLabel(String metric, String label) {
		assertThat(lines(metric)).as(label + " of " + metric)
			.isNotEmpty()
			.allMatch((line) -> line.contains(label + "=\""));
	}

	private static void assertPicture(String svg, int charts) throws Exception {
		Document document = DocumentBuilderFactory.newInstance()
			.newDocumentBuilder()
			.parse(new InputSource(new StringReader(svg)));
		assertThat(document.getElementsByTagName("g").getLength()).isEqualTo(charts);
		for (int i = 0; i < charts; i++) {
			assertThat(document.getElementsByTagName("g").item(i).getTextContent()).isNotBlank();
		}
		assertThat(document.getElementsByTagName("polyline").getLength()).isGreaterThanOrEqualTo(charts);
	}

}
