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
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import javax.xml.parsers.DocumentBuilderFactory;

import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;
import org.xml.sax.InputSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.boot.SpringApplication;
import org.springframework.context.ConfigurableApplicationContext;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Checks the dashboard against the metrics of a real run.
 */
class DashboardTests {

	private static final Pattern METRIC = Pattern
		.compile("\\{__name__=~\"([^\"]+)\"|([a-z_]+)\\{(?!__name__)|label_values\\(([a-z_]+),");

	private static final Pattern SELECTOR = Pattern
		.compile("(?:\\{__name__=~\"([^\"]+)\"|([a-z_]+_[a-z_]+)\\{)([^}]*)}");

	private static final Pattern LABEL = Pattern.compile("([a-z_]+)=~?\"");

	private static final Pattern BY = Pattern
		.compile("sum by \\(([a-z_]+)\\) \\((?:rate|increase)\\((?:\\{__name__=~\"([^\"]+)\"|([a-z_]+))");

	@Test
	void dashboardWhenComparedToARunThenAllItsMetricsAndLabelsExist() throws Exception {
		JsonNode dashboard = JsonMapper.shared().readTree(Files.readString(Path.of("inferencekey.json")));
		List<String> expressions = new ArrayList<>();
		List<String> titles = new ArrayList<>();
		for (JsonNode panel : dashboard.path("panels")) {
			titles.add(panel.path("title").asString());
			assertThat(panel.path("description").asString()).isNotBlank();
			assertThat(panel.at("/fieldConfig/defaults/unit").asString()).isNotBlank();
			panel.path("targets").forEach((target) -> expressions.add(target.path("expr").asString()));
		}
		assertThat(expressions).hasSizeGreaterThan(12);
		expressions.add(dashboard.at("/templating/list/1/query").asString());
		try (ConfigurableApplicationContext context = SpringApplication.run(DashboardApplication.class)) {
			Recording recording = DashboardApplication.record(context, Duration.ofSeconds(4));
			String scrape = context.getBean(PrometheusMeterRegistry.class).scrape();
			for (String expression : expressions) {
				Matcher metric = METRIC.matcher(expression);
				assertThat(metric.find()).as(expression).isTrue();
				do {
					assertThat(lines(scrape, first(metric, 1, 2, 3))).as(expression).isNotEmpty();
				}
				while (metric.find());
				assertLabels(expression, scrape);
			}
			assertThat(titles).containsAll(recording.panels().keySet());
			assertPicture(new Picture(recording).svg(), recording.panels().size());
		}
	}

	private static void assertLabels(String expression, String scrape) {
		Matcher selector = SELECTOR.matcher(expression);
		while (selector.find()) {
			Matcher label = LABEL.matcher(selector.group(3));
			while (label.find()) {
				assertLabel(scrape, first(selector, 1, 2), label.group(1));
			}
		}
		Matcher by = BY.matcher(expression);
		while (by.find()) {
			assertLabel(scrape, first(by, 2, 3), by.group(1));
		}
	}

	private static String first(Matcher matcher, int... groups) {
		return Arrays.stream(groups).mapToObj(matcher::group).filter(Objects::nonNull).findFirst().orElseThrow();
	}

	private static List<String> lines(String scrape, String metric) {
		Pattern line = Pattern.compile(metric + "\\{.*");
		return scrape.lines().filter((candidate) -> line.matcher(candidate).matches()).toList();
	}

	private static void assertLabel(String scrape, String metric, String label) {
		assertThat(lines(scrape, metric)).as(label + " of " + metric)
			.isNotEmpty()
			.allMatch((line) -> line.contains(label + "=\""));
	}

	private static void assertPicture(String svg, int charts) throws Exception {
		Document document = DocumentBuilderFactory.newInstance()
			.newDocumentBuilder()
			.parse(new InputSource(new StringReader(svg)));
		assertThat(document.getElementsByTagName("g").getLength()).isEqualTo(charts).isEqualTo(6);
		for (int i = 0; i < charts; i++) {
			assertThat(document.getElementsByTagName("g").item(i).getTextContent()).isNotBlank();
		}
		assertThat(document.getElementsByTagName("polyline").getLength()).isGreaterThanOrEqualTo(charts);
		assertThat(
				document.getElementsByTagName("polyline").item(0).getAttributes().getNamedItem("points").getNodeValue())
			.contains(" ");
	}

}
