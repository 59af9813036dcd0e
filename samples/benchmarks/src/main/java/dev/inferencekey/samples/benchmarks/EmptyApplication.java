package dev.inferencekey.samples.benchmarks;

import java.lang.management.ManagementFactory;
import java.util.Locale;

import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;

/**
 * An application with nothing in it but what is on its class path. Prints how long the
 * process took to start and how many classes it has loaded.
 */
@SpringBootConfiguration(proxyBeanMethods = false)
@EnableAutoConfiguration
class EmptyApplication {

	public static void main(String[] args) {
		new SpringApplicationBuilder(EmptyApplication.class).web(WebApplicationType.NONE)
			.properties("spring.main.banner-mode=off", "logging.level.root=warn", "inferencekey.project=acme",
					"inferencekey.workloads.support-bot.api-key=" + Inputs.KEY, "spring.ai.openai.api-key=x")
			.run(args);
		long started = System.currentTimeMillis() - ManagementFactory.getRuntimeMXBean().getStartTime();
		System.out.printf(Locale.ROOT, "START;%d;%d%n", started,
				ManagementFactory.getClassLoadingMXBean().getLoadedClassCount());
		System.exit(0);
	}

}
