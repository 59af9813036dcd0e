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
 * Calls the local platform for a while and draws what the metrics say of it.
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
			System.out.println("The metrics of " + duration.toSeconds() + " s are drawn in " + picture);
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

	// Slow enough that the rhythm of the chunks can be seen.
	@Bean
	LocalPlatform localPlatform() {
		return LocalPlatform.builder().tokenDelay(Duration.ofMillis(15)).preload().start();
	}

}
