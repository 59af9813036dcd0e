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

import dev.inferencekey.DataClient;
import dev.inferencekey.localplatform.LocalPlatform;
import io.micrometer.core.instrument.MeterRegistry;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;

/**
 * Sends requests to the local platform for a while and draws the resulting metrics.
 */
@SpringBootApplication
public class DashboardApplication {

	public static void main(String[] args) throws IOException, InterruptedException {
		try (ConfigurableApplicationContext context = SpringApplication.run(DashboardApplication.class, args)) {
			Duration duration = Duration
				.parse("PT" + context.getEnvironment().getProperty("dashboard.duration", "60s"));
			Path picture = Path.of(context.getEnvironment().getProperty("dashboard.picture", "metrics.svg"));
			Recording recording = record(context, duration);
			Files.writeString(picture, new Picture(recording).svg());
			System.out.println("Wrote the metrics of " + duration.toSeconds() + " s to " + picture);
		}
	}

	static Recording record(ConfigurableApplicationContext context, Duration duration) throws InterruptedException {
		Recording recording = new Recording(context.getBean(MeterRegistry.class));
		try (Traffic traffic = new Traffic(context.getBean(DataClient.class))) {
			traffic.start();
			recording.run(duration);
		}
		return recording;
	}

	// Slow enough for the time between chunks to be visible.
	@Bean
	LocalPlatform localPlatform() {
		return LocalPlatform.builder().tokenDelay(Duration.ofMillis(15)).preload().start();
	}

}
