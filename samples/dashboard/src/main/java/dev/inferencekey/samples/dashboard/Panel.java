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
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A panel of the dashboard.
 *
 * @param title its title
 * @param type what it looks like, such as {@code timeseries}
 * @param targets its queries
 */
record Panel(String title, String type, List<Target> targets) {

	/**
	 * Read all panels, with the variables of the dashboard at their defaults.
	 * @param dashboard the JSON of the dashboard
	 * @param rateInterval what Grafana derives from the scrape interval and the width
	 * @param range the time that is shown
	 * @return the panels in their order
	 * @throws IOException if the file cannot be read
	 */
	static List<Panel> read(Path dashboard, Duration rateInterval, Duration range) throws IOException {
		String json = Files.readString(dashboard)
			.replace("$__rate_interval", rateInterval.toSeconds() + "s")
			.replace("$__range", range.toSeconds() + "s")
			.replace("\\\"$workload\\\"", "\\\".*\\\"");
		for (JsonNode variable : JsonMapper.shared().readTree(json).at("/templating/list")) {
			if (variable.path("type").asString().equals("textbox")) {
				json = json.replace("$" + variable.path("name").asString(), variable.path("query").asString());
			}
		}
		return JsonMapper.shared().readTree(json).path("panels").valueStream().map(Panel::of).toList();
	}

	private static Panel of(JsonNode panel) {
		return new Panel(panel.path("title").asString(), panel.path("type").asString(),
				panel.path("targets")
					.valueStream()
					.map((target) -> new Target(target.path("expr").asString(), target.path("legendFormat").asString()))
					.toList());
	}

	/**
	 * A query of a panel.
	 *
	 * @param query in PromQL
	 * @param legend the name of a series, with its labels in double braces
	 */
	record Target(String query, String legend) {

	}

}
