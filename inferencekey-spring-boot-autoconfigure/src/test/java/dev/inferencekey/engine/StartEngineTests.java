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

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

import dev.inferencekey.DataClient;
import dev.inferencekey.Endpoint;
import dev.inferencekey.error.StreamInterruptedException;
import dev.inferencekey.text.TextChunk;
import dev.inferencekey.text.TextRequest;
import dev.inferencekey.text.TextResult;
import dev.inferencekey.text.TextStream;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * An engine that starts, dies and starts again.
 */
@EngineTest
class StartEngineTests {

	@Test
	void callersWhenTheEngineIsLoadingThenAllAreAnswered() throws Exception {
		ExecutorService callers = Executors.newFixedThreadPool(20);
		// A large context, which takes time to set up.
		try (LlamaCpp engine = LlamaCpp.launch("chat", "--context", "16384"); DataClient client = engine.client()) {
			Endpoint endpoint = client.endpoint("smollm2");
			engine.awaitPort();
			assertThat(engine.health()).as("health while the model is loading").isEqualTo(503);

			List<Future<TextResult>> calls = new ArrayList<>();
			for (int caller = 0; caller < 10; caller++) {
				calls.add(callers.submit(() -> endpoint.generateText(StartEngineTests::hello)));
				calls.add(callers.submit(() -> endpoint.generateTextStream(StartEngineTests::hello).result()));
			}

			for (Future<TextResult> call : calls) {
				assertThat(call.get().text()).isNotBlank();
			}
		}
		finally {
			callers.shutdownNow();
		}
	}

	@Test
	void callsWhenTheEngineWasKilledAndIsBackThenAreAnswered() {
		try (LlamaCpp engine = LlamaCpp.start("chat"); DataClient client = engine.client()) {
			Endpoint endpoint = client.endpoint("smollm2");
			assertThat(endpoint.generateText(StartEngineTests::hello).text()).isNotBlank();

			engine.kill();
			engine.restart();

			assertThat(endpoint.generateText(StartEngineTests::hello).text()).isNotBlank();
			assertThat(endpoint.generateTextStream(StartEngineTests::hello).result().text()).isNotBlank();
		}
	}

	@Test
	void streamWhenTheEngineIsKilledThenIsInterruptedWithTheTextSoFar() {
		try (LlamaCpp engine = LlamaCpp.start("chat"); DataClient client = engine.client()) {
			TextStream stream = client.endpoint("smollm2")
				.generateTextStream(
						(request) -> request.user("Tell me a story.").maxTokens(900).extra("ignore_eos", true));
			Iterator<TextChunk> chunks = stream.iterator();
			StringBuilder seen = new StringBuilder(chunks.next().text());

			engine.kill();

			assertThatExceptionOfType(StreamInterruptedException.class)
				.isThrownBy(() -> chunks.forEachRemaining((chunk) -> seen.append(chunk.text())))
				.satisfies((ex) -> assertThat(ex.partialText()).isEqualTo(seen.toString()).isNotEmpty());
		}
	}

	private static void hello(TextRequest.Builder request) {
		request.user("Hello").temperature(0).maxTokens(3);
	}

}
