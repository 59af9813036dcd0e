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

package dev.inferencekey.engine;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;

import dev.inferencekey.DataClient;
import dev.inferencekey.Endpoint;
import dev.inferencekey.credential.ApiKey;
import dev.inferencekey.error.AuthException;
import dev.inferencekey.error.ValidationException;
import dev.inferencekey.operation.Usage;
import dev.inferencekey.text.TextRequest;
import dev.inferencekey.text.TextResult;
import dev.inferencekey.text.TextStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Chat with an engine that serves one call at a time, for callers with a key.
 */
@EngineTest
class ChatEngineTests {

	private static final int CONTEXT = 4096;

	private static LlamaCpp engine;

	private static DataClient client;

	private static Endpoint endpoint;

	@BeforeAll
	static void start() {
		engine = LlamaCpp.start("chat", "--context", Integer.toString(CONTEXT), "--api-key", "engine-key");
		client = DataClient.builder().workload("smollm2", (workload) -> {
			engine.serve(workload);
			workload.apiKey(ApiKey.of("engine-key"));
		}).build();
		endpoint = client.endpoint("smollm2");
	}

	@AfterAll
	static void stop() {
		client.close();
		engine.close();
	}

	@Test
	void textWhenGeneratedThenSaysWhereItIsFromWhyItEndsAndWhatItCost() {
		TextResult result = endpoint.generateText((request) -> repeatAfterMe(request).maxTokens(40));

		assertThat(result.text()).contains("one, two, three");
		assertThat(result.model()).isEqualTo("smollm2");
		assertThat(result.finishReason()).isEqualTo("stop");
		assertConsistent(result.usage());
	}

	@Test
	void streamWhenTemperatureIsZeroThenEqualsTheUnaryAnswer() {
		// What the engine has in its cache changes the order of its sums, and so the
		// text.
		TextRequest request = TextRequest.of((builder) -> builder.user("Tell me a story.")
			.temperature(0)
			.seed(7)
			.maxTokens(60)
			.extra("cache_prompt", false));

		TextResult unary = endpoint.generateText(request);
		TextResult streamed = endpoint.generateTextStream(request).result();

		assertThat(streamed.text()).isEqualTo(unary.text()).isNotBlank();
		assertThat(streamed.finishReason()).isEqualTo(unary.finishReason()).isEqualTo("length");
		assertThat(streamed.model()).isEqualTo(unary.model());
		assertThat(streamed.usage()).isEqualTo(unary.usage());
		assertConsistent(streamed.usage());
	}

	@Test
	void textWhenStopIsMetThenEndsBeforeIt() {
		TextResult result = endpoint.generateText((request) -> repeatAfterMe(request).maxTokens(40).stop("three"));

		assertThat(result.text()).contains("one, two").doesNotContain("three");
		assertThat(result.finishReason()).isEqualTo("stop");
	}

	@Test
	void textWhenOneTokenIsAllowedThenEndsForItsLength() {
		TextResult result = endpoint.generateText((request) -> repeatAfterMe(request).maxTokens(1));

		assertThat(result.text()).isNotEmpty();
		assertThat(result.finishReason()).isEqualTo("length");
		assertThat(result.usage()).extracting(Usage::outputTokens).isEqualTo(1);
	}

	@Test
	void streamWhenClosedThenTheSlotIsFree() {
		try (TextStream stream = endpoint.generateTextStream(ChatEngineTests::endless)) {
			assertThat(stream.iterator().next()).isNotNull();
		}

		assertTheSlotIsFree();
	}

	@Test
	void fluxWhenCancelledThenTheSlotIsFree() {
		assertThat(endpoint.reactive().generateTextStream(ChatEngineTests::endless).blockFirst()).isNotNull();

		assertTheSlotIsFree();
	}

	@Test
	void promptWhenLongerThanTheContextThenNotValid() {
		String prompt = "word ".repeat(CONTEXT + 1);

		assertThatExceptionOfType(ValidationException.class).isThrownBy(() -> endpoint.generateText(prompt))
			.withMessageContaining("exceeds the available context size")
			.satisfies((ex) -> assertThat(ex.status()).isEqualTo(400));
		assertThatExceptionOfType(ValidationException.class).isThrownBy(() -> endpoint.generateTextStream(prompt))
			.withMessageContaining("exceeds the available context size");
	}

	@Test
	void keyWhenUnknownThenRefused() {
		Endpoint stranger = client.endpoint("smollm2", "other-key");

		assertThatExceptionOfType(AuthException.class).isThrownBy(() -> stranger.generateText("Hello"))
			.withMessageContaining("Invalid API Key");
	}

	@Test
	void callersWhenMoreThanSlotsThenAllAreAnswered() throws Exception {
		ExecutorService callers = Executors.newFixedThreadPool(20);
		try {
			List<Future<TextResult>> calls = IntStream.range(0, 20)
				.mapToObj((caller) -> callers
					.submit(() -> endpoint.generateText((request) -> repeatAfterMe(request).maxTokens(3))))
				.toList();

			for (Future<TextResult> call : calls) {
				assertThat(call.get().text()).isNotBlank();
			}
		}
		finally {
			callers.shutdownNow();
		}
	}

	private static TextRequest.Builder repeatAfterMe(TextRequest.Builder request) {
		return request.user("Repeat after me: one, two, three, four, five.").temperature(0);
	}

	// Minutes of text, unless it is cancelled.
	private static void endless(TextRequest.Builder request) {
		request.user("Tell me a story.").maxTokens(CONTEXT - 100).extra("ignore_eos", true);
	}

	private static void assertTheSlotIsFree() {
		TextResult next = endpoint
			.generateText((request) -> request.user("Hello").maxTokens(1).timeout(Duration.ofSeconds(20)));
		assertThat(next.text()).isNotEmpty();
	}

	private static void assertConsistent(Usage usage) {
		assertThat(usage).isNotNull();
		assertThat(usage.inputTokens()).isPositive();
		assertThat(usage.outputTokens()).isPositive();
		assertThat(usage.totalTokens()).isEqualTo(usage.inputTokens() + usage.outputTokens());
	}

}
