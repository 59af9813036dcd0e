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
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

import dev.inferencekey.DataClient;
import dev.inferencekey.localplatform.LocalPlatform;
import dev.inferencekey.localplatform.Workload;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;

/**
 * Sends requests to the local platform for a while, has Prometheus evaluate the queries
 * of the dashboard, and draws its panels.
 */
@SpringBootApplication
public class DashboardApplication {

	public static void main(String[] args) throws IOException, InterruptedException {
		try (ConfigurableApplicationContext context = SpringApplication.run(DashboardApplication.class, args)) {
			Duration duration = Duration
				.parse("PT" + context.getEnvironment().getProperty("dashboard.duration", "120s"));
			Path folder = Path.of(context.getEnvironment().getProperty("dashboard.folder", "."));
			List<Panel> panels = Panel.read(folder.resolve("inferencekey.json"), Duration.ofSeconds(15), duration);
			Path picture = folder.resolve("dashboard.svg");
			Files.writeString(picture, new Picture(record(context, panels, duration), duration).svg());
			System.out.println("Wrote the panels of " + duration.toSeconds() + " s to " + picture);
		}
	}

	private static Map<Panel, List<Series>> record(ConfigurableApplicationContext context, List<Panel> panels,
			Duration duration) throws IOException, InterruptedException {
		try (Prometheus prometheus = Prometheus.start(context.getBean(PrometheusMeterRegistry.class))) {
			Instant start = Instant.now();
			try (Traffic traffic = new Traffic(context.getBean(DataClient.class))) {
				traffic.start();
				TimeUnit.MILLISECONDS.sleep(duration.toMillis());
			}
			Instant end = Instant.now();
			Map<Panel, List<Series>> series = new LinkedHashMap<>();
			for (Panel panel : panels) {
				series.put(panel, prometheus.evaluate(panel, start, end));
			}
			return series;
		}
	}

	// Slow enough for the time between chunks to be visible.
	@Bean
	LocalPlatform localPlatform() {
		return LocalPlatform.builder()
			.workload(Workload.chat("assistant"))
			.tokenDelay(Duration.ofMillis(15))
			.preload()
			.start();
	}

}
