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

package dev.inferencekey.springai;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

import dev.inferencekey.error.StreamInterruptedException;
import dev.inferencekey.observation.CallContext;
import dev.inferencekey.wire.Answers;
import dev.inferencekey.wire.WireServer;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationHandler;
import io.micrometer.observation.ObservationRegistry;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.ai.chat.client.ChatClient;
import org.springframework.ai.chat.client.observation.ChatClientObservationContext;
import org.springframework.ai.chat.model.ChatResponse;
import org.springframework.ai.chat.model.MessageAggregator;
import org.springframework.ai.chat.prompt.ChatOptions;
import org.springframework.ai.chat.prompt.Prompt;
import org.springframework.ai.tool.annotation.Tool;
import reactor.core.scheduler.Schedulers;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.awaitility.Awaitility.await;

/**
 * The chat model over the wire: its failures, what it leaves to the workload, and who
 * observes it.
 */
class ChatModelTests {

	private final WireServer server = new WireServer();

	private final InferenceKeyChatModel model = new InferenceKeyChatModel(this.server.endpoint());

	private final ChatClient chat = ChatClient.create(this.model);

	@AfterEach
	void close() {
		this.server.close();
	}

	@ParameterizedTest
	@CsvSource({ "401, AuthException", "403, PermissionDeniedException", "404, NotFoundException",
			"400, ValidationException", "429, RateLimitException", "503, ApiException" })
	void callWhenItFailsThenTheExceptionIsOursAndNothingIsRetriedTwice(int status, String expected) {
		this.server.thenJson(status, "{}");

		Throwable call = catchThrowable(() -> this.chat.prompt("Hola").call().content());
		Throwable stream = catchThrowable(() -> this.chat.prompt("Hola").stream().content().blockLast());

		assertThat(List.of(call, stream)).extracting((failure) -> failure.getClass().getSimpleName())
			.containsExactly(expected, expected);
		assertThat(this.server.requests()).hasSize(2);
	}

	@Test
	void streamWhenCutThenInterruptedWithTheTextSoFar() {
		this.server.then((exchange) -> {
			exchange.head();
			exchange.chunk(Answers.delta("One "));
			exchange.reset();
		});
		List<String> seen = new CopyOnWriteArrayList<>();

		assertThatExceptionOfType(StreamInterruptedException.class)
			.isThrownBy(() -> this.chat.prompt("Hola").stream().content().doOnNext(seen::add).blockLast())
			.satisfies((ex) -> assertThat(ex.partialText()).isEqualTo("One "));
		assertThat(seen).containsExactly("One ");
	}

	@Test
	void optionsWhenGivenToTheClientThenTheyHoldBesideTools() {
		this.server.thenJson(200, Answers.OK);
		ChatClient careful = ChatClient.builder(this.model)
			.defaultOptions(ChatOptions.builder().temperature(0.2))
			.build();

		careful.prompt("Hola").tools(new Clock()).call().content();

		JsonNode body = JsonMapper.shared().readTree(this.server.requests().get(0).body());
		assertThat(body.get("temperature").asDouble()).isEqualTo(0.2);
		assertThat(body.at("/tools/0/function/name").asString()).isEqualTo("time");
	}

	@Test
	void streamWhenTheModelRefusesThenTheAggregatedMessageSaysSo() {
		this.server
			.thenEvents(Answers.event("{\"id\":\"r1\",\"model\":\"m\",\"choices\":[{\"delta\":{\"refusal\":\"I \"}}]}")
					+ Answers.event("{\"choices\":[{\"delta\":{\"refusal\":\"will not.\"}}]}") + Answers.STOP
					+ Answers.DONE);
		List<ChatResponse> whole = new ArrayList<>();

		new MessageAggregator().aggregate(this.model.stream(new Prompt("Hola")), whole::add).blockLast();

		assertThat(whole).singleElement().satisfies((response) -> {
			assertThat(response.getResult().getOutput().getMetadata()).containsEntry("refusal", "I will not.");
			assertThat(response.getMetadata().getId()).isEqualTo("r1");
			assertThat(response.getMetadata().getModel()).isEqualTo("m");
		});
	}

	@Test
	void toolWhenTheStreamCallsItThenItMayBlock() {
		this.server.thenEvents(Answers.streamedToolCall("c1", "time", "{}")).thenEvents(Answers.stream("Noon."));
		Clock clock = new Clock();

		this.chat.prompt("What time is it?").tools(clock).stream().content().blockLast();

		assertThat(clock.blocking).containsExactly(true);
	}

	static class Clock {

		private final List<Boolean> blocking = new CopyOnWriteArrayList<>();

		@Tool
		String time() {
			this.blocking.add(!Schedulers.isInNonBlockingThread());
			return "12:00";
		}

	}

	@Test
	void callWhenObservedThenOneObservationOfTheCallWithinThatOfTheClient() {
		this.server.thenJson(200, Answers.OK).thenEvents(Answers.stream("a"));
		List<Observation.Context> observed = new CopyOnWriteArrayList<>();
		ObservationRegistry observations = ObservationRegistry.create();
		observations.observationConfig().observationHandler(new Recorder(observed));
		ChatClient observedChat = ChatClient.create(
				new InferenceKeyChatModel(
						this.server.builder().observationRegistry(observations).build().endpoint("support-bot")),
				observations);

		observedChat.prompt("Hola").call().content();
		observedChat.prompt("Hola").stream().content().blockLast();

		// Spring AI ends its observation after the stream.
		await().untilAsserted(
				() -> assertThat(observed).filteredOn(ChatClientObservationContext.class::isInstance).hasSize(2));
		assertThat(observed).filteredOn((context) -> context.getName().startsWith("gen_ai."))
			.hasSize(2)
			.allSatisfy((context) -> {
				assertThat(context).isInstanceOf(CallContext.class);
				assertThat(ancestors(context)).hasAtLeastOneElementOfType(ChatClientObservationContext.class);
			});
	}

	private static List<Object> ancestors(Observation.Context context) {
		List<Object> ancestors = new ArrayList<>();
		for (Observation.ContextView view = context; view
			.getParentObservation() != null; view = view.getParentObservation().getContextView()) {
			ancestors.add(view.getParentObservation().getContextView());
		}
		return ancestors;
	}

	private record Recorder(List<Observation.Context> stopped) implements ObservationHandler<Observation.Context> {

		@Override
		public void onStop(Observation.Context context) {
			this.stopped.add(context);
		}

		@Override
		public boolean supportsContext(Observation.Context context) {
			return true;
		}

	}

}
