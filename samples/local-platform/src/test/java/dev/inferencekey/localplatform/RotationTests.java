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

package dev.inferencekey.localplatform;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

import dev.inferencekey.Endpoint;
import dev.inferencekey.credential.ApiKey;
import dev.inferencekey.error.AuthException;
import dev.inferencekey.localplatform.autoconfigure.LocalPlatformAutoConfiguration;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationHandler;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.HttpHeaders;
import org.springframework.web.reactive.function.client.WebClient;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

/**
 * Keys of a real platform that are replaced under load, each revoked as soon as the next
 * one is in its file, and a search for them in everything that an application shows.
 */
@ExtendWith(OutputCaptureExtension.class)
class RotationTests {

	private static final int CALLERS = 8;

	private static final int ROTATIONS = 5;

	private static final int CALLS_BETWEEN = 100;

	private final LocalPlatform platform = LocalPlatform.builder().tokenDelay(Duration.ZERO).start();

	private ConfigurableApplicationContext context;

	@AfterEach
	void close() {
		if (this.context != null) {
			this.context.close();
		}
		this.platform.close();
	}

	@Test
	void callsWhenKeysRotateUnderLoadThenNoneIsLostAndNothingShowsAKey(@TempDir Path folder, CapturedOutput output)
			throws Exception {
		Path file = folder.resolve("key");
		List<ApiKey> keys = new ArrayList<>();
		rotate(keys, file);
		this.context = new SpringApplicationBuilder(Application.class).web(WebApplicationType.SERVLET)
			.run("--server.port=0", "--inferencekey.project=acme", "--inferencekey.base-url=" + this.platform.baseUrl(),
					"--inferencekey.workloads.support-bot.api-key-location=" + file, "--inferencekey.content.log=true",
					"--logging.level.dev.inferencekey=debug", "--management.endpoints.web.exposure.include=*",
					"--management.endpoint.health.show-details=always", "--management.endpoint.env.show-values=always",
					"--management.endpoint.configprops.show-values=always");
		Endpoint supportBot = this.context.getBean(Endpoint.class);
		AtomicInteger answered = new AtomicInteger();
		AtomicBoolean stop = new AtomicBoolean();
		ExecutorService callers = Executors.newFixedThreadPool(CALLERS);
		List<Future<?>> ends = new ArrayList<>();
		for (int caller = 0; caller < CALLERS; caller++) {
			boolean streams = caller % 2 == 0;
			ends.add(callers.submit(() -> {
				while (!stop.get()) {
					assertThat(
							(streams ? supportBot.generateTextStream("Hola").result() : supportBot.generateText("Hola"))
								.text())
						.isNotEmpty();
					answered.incrementAndGet();
				}
			}));
		}
		for (int rotation = 1; rotation <= ROTATIONS; rotation++) {
			int enough = rotation * CALLS_BETWEEN;
			await().atMost(Duration.ofSeconds(60)).until(() -> answered.get() >= enough);
			rotate(keys, file);
		}
		await().atMost(Duration.ofSeconds(60)).until(() -> answered.get() >= (ROTATIONS + 1) * CALLS_BETWEEN);
		stop.set(true);
		for (Future<?> end : ends) {
			// A call that was lost would fail here.
			end.get(30, TimeUnit.SECONDS);
		}
		callers.shutdown();
		this.platform.revoke(keys.get(ROTATIONS));
		AuthException refused = catchThrowableOfType(AuthException.class, () -> supportBot.generateText("Hola"));
		StringWriter trace = new StringWriter();
		refused.printStackTrace(new PrintWriter(trace));
		Map<String, String> shown = shownByTheActuator();
		assertThat(shown).containsKeys("inferencekey", "health", "env", "configprops", "beans", "metrics", "threaddump",
				"metrics/gen_ai.client.inference.duration");
		assertThat(this.context.getBean(Observed.class).texts).isNotEmpty();
		shown.put("exception", trace.toString());
		shown.put("log", output.getAll());
		shown.put("observations", this.context.getBean(Observed.class).texts.toString());
		assertThat(output).contains("asks: ", "answered: ", "401");
		assertThat(keys).hasSize(ROTATIONS + 1);
		for (ApiKey key : keys) {
			String secret = key.reveal().substring(key.reveal().lastIndexOf('_') + 1);
			assertThat(shown).allSatisfy((where, text) -> assertThat(text).as(where).doesNotContain(secret));
		}
	}

	private void rotate(List<ApiKey> keys, Path file) throws IOException {
		ApiKey next = this.platform.issueKey("acme/support-bot");
		Path written = Files.writeString(file.resolveSibling("next"), next.reveal());
		Files.move(written, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
		if (!keys.isEmpty()) {
			this.platform.revoke(keys.get(keys.size() - 1));
		}
		keys.add(next);
	}

	private Map<String, String> shownByTheActuator() {
		Map<String, String> shown = new ConcurrentHashMap<>();
		JsonNode links = JsonMapper.shared().readTree(get("")).path("_links");
		for (Map.Entry<String, JsonNode> link : links.properties()) {
			// A heap holds what an application holds.
			if (!link.getValue().path("templated").asBoolean() && !link.getKey().equals("heapdump")) {
				shown.put(link.getKey(), get("/" + link.getKey()));
			}
		}
		for (JsonNode name : JsonMapper.shared().readTree(shown.get("metrics")).path("names")) {
			shown.put("metrics/" + name.asString(), get("/metrics/" + name.asString()));
		}
		return shown;
	}

	private String get(String page) {
		return WebClient.builder()
			.baseUrl("http://localhost:" + this.context.getEnvironment().getProperty("local.server.port") + "/actuator")
			.codecs((codecs) -> codecs.defaultCodecs().maxInMemorySize(16 * 1024 * 1024))
			.build()
			.get()
			.uri(page)
			.header(HttpHeaders.CONNECTION, "close")
			.exchangeToMono((response) -> response.bodyToMono(String.class))
			.blockOptional()
			.orElse("");
	}

	/**
	 * What a tracer would be told.
	 */
	static final class Observed implements ObservationHandler<Observation.Context> {

		private final List<String> texts = new CopyOnWriteArrayList<>();

		@Override
		public void onStop(Observation.Context context) {
			Throwable error = context.getError();
			this.texts.add(context.getName() + " " + context.getContextualName() + " " + context.getAllKeyValues() + " "
					+ ((error != null) ? error + " " + error.getCause() : ""));
		}

		@Override
		public boolean supportsContext(Observation.Context context) {
			return true;
		}

	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration(exclude = LocalPlatformAutoConfiguration.class)
	static class Application {

		@Bean
		Observed observed() {
			return new Observed();
		}

	}

}
