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

package dev.inferencekey.autoconfigure.observation;

import java.util.concurrent.atomic.AtomicInteger;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.inferencekey.Endpoint;
import dev.inferencekey.autoconfigure.MissingJars;
import dev.inferencekey.observation.CallContext;
import dev.inferencekey.wire.BrokenHandler;
import dev.inferencekey.wire.WireServer;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationHandler;
import io.micrometer.observation.ObservationRegistry;
import io.opentelemetry.context.Context;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * An application that observes calls with a handler of its own, and has
 * {@code micrometer-observation} but not {@code micrometer-core}.
 */
class ObservationWithoutMetricsTests {

	private static final String ANSWER = "{\"choices\":[{\"message\":{\"content\":\"ok\"},\"finish_reason\":\"stop\"}]}";

	private static final String[] METRICS = { "micrometer-core", "micrometer-registry", "micrometer-tracing",
			"spring-boot-micrometer-metrics", "spring-boot-micrometer-tracing", "spring-boot-micrometer-observation",
			"spring-boot-actuator", "spring-boot-health" };

	@Test
	void callsWhenMicrometerCoreIsMissingThenObservedToTheirEnd() throws Exception {
		try (WireServer server = new WireServer().thenJson(200, ANSWER).thenJson(400, "{}")) {
			assertThat(MissingJars.call(Observing.class, server.baseUrl(), METRICS))
				.isEqualTo("ok, ValidationException, started 2, stopped 2, logged []");
		}
	}

	@Test
	void callsWhenMicrometerCoreIsMissingAndAHandlerFailsThenAnswered() throws Exception {
		try (WireServer server = new WireServer().thenJson(200, ANSWER).thenJson(400, "{}")) {
			assertThat(MissingJars.call(Broken.class, server.baseUrl(), METRICS)).asString()
				.startsWith("ok, ValidationException, ")
				.contains("java.lang.AssertionError")
				.doesNotContain("NoClassDefFoundError");
		}
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class Observing {

		@Bean
		Ends ends() {
			return new Ends();
		}

		@Bean
		ObservationRegistry observationRegistry(Ends ends) {
			ObservationRegistry registry = ObservationRegistry.create();
			registry.observationConfig().observationHandler(ends);
			return registry;
		}

		static String call(String baseUrl) {
			return run(Observing.class, baseUrl);
		}

		private static String run(Class<?> application, String baseUrl) {
			// Before a thread of the virtual machine initializes it with another class
			// loader.
			Context.current();
			Logger logger = (Logger) LoggerFactory.getLogger("dev.inferencekey.calls");
			ListAppender<ILoggingEvent> lines = new ListAppender<>();
			lines.start();
			try (ConfigurableApplicationContext context = SpringApplication.run(application,
					"--spring.main.web-application-type=none", "--inferencekey.project=acme",
					"--inferencekey.base-url=" + baseUrl, "--inferencekey.workloads.bot.api-key=" + WireServer.KEY)) {
				logger.addAppender(lines);
				Endpoint endpoint = context.getBean(Endpoint.class);
				String text = endpoint.generateText("Hola").text();
				String failure = failure(endpoint);
				Ends ends = context.getBean(Ends.class);
				return text + ", " + failure + ", started " + ends.started + ", stopped " + ends.stopped + ", logged "
						+ lines.list.stream()
							.filter((line) -> line.getLevel() == Level.ERROR)
							.map((line) -> line.getFormattedMessage() + line.getThrowableProxy())
							.toList();
			}
		}

		private static String failure(Endpoint endpoint) {
			try {
				return endpoint.generateText("Hola").text();
			}
			catch (RuntimeException ex) {
				return ex.getClass().getSimpleName();
			}
		}

	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class Broken {

		@Bean
		Ends ends() {
			return new Ends();
		}

		@Bean
		ObservationRegistry observationRegistry(Ends ends) {
			ObservationRegistry registry = ObservationRegistry.create();
			registry.observationConfig()
				.observationHandler(ends)
				.observationHandler(new BrokenHandler("stop", BrokenHandler.Failure.ASSERTION));
			return registry;
		}

		static String call(String baseUrl) {
			return Observing.run(Broken.class, baseUrl);
		}

	}

	static final class Ends implements ObservationHandler<CallContext> {

		private final AtomicInteger started = new AtomicInteger();

		private final AtomicInteger stopped = new AtomicInteger();

		@Override
		public boolean supportsContext(Observation.Context context) {
			return context instanceof CallContext;
		}

		@Override
		public void onStart(CallContext context) {
			this.started.incrementAndGet();
		}

		@Override
		public void onStop(CallContext context) {
			this.stopped.incrementAndGet();
		}

	}

}
