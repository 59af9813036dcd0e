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

package dev.inferencekey.langchain4j;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import dev.inferencekey.Endpoint;
import dev.inferencekey.wire.Answers;
import dev.inferencekey.wire.WireServer;
import dev.langchain4j.agent.tool.Tool;
import dev.langchain4j.memory.chat.MessageWindowChatMemory;
import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.model.output.FinishReason;
import dev.langchain4j.service.AiServices;
import dev.langchain4j.service.TokenStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import reactor.core.scheduler.Schedulers;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * LangChain4j's services over our models.
 */
class AiServicesTests {

	private final WireServer server = new WireServer();

	private final Endpoint endpoint = this.server.endpoint();

	@AfterEach
	void close() {
		this.server.close();
	}

	interface Assistant {

		String chat(String message);

		Weather weather(String message);

		TokenStream stream(String message);

	}

	record Weather(String city, int degrees) {
	}

	static class WeatherTool {

		private final List<String> cities = new CopyOnWriteArrayList<>();

		private volatile boolean mayBlock;

		@Tool("Current weather")
		String weather(String city) {
			this.cities.add(city);
			this.mayBlock = !Schedulers.isInNonBlockingThread();
			return "21 degrees";
		}

	}

	private Assistant assistant(Object... tools) {
		return AiServices.builder(Assistant.class)
			.chatModel(new InferenceKeyChatModel(this.endpoint))
			.streamingChatModel(new InferenceKeyStreamingChatModel(this.endpoint))
			.chatMemory(MessageWindowChatMemory.withMaxMessages(10))
			.tools(tools)
			.build();
	}

	private JsonNode request(int index) {
		return JsonMapper.shared().readTree(this.server.requests().get(index).body());
	}

	@Test
	void serviceWhenTheModelCallsAToolThenItsResultGoesBack() {
		WeatherTool tool = new WeatherTool();
		String arguments = "{\"" + parameterName() + "\":\"Lugo\"}";
		this.server.thenJson(200, Answers.toolCall("c1", "weather", arguments)).thenJson(200, Answers.text("Warm."));

		String answer = assistant(tool).chat("How is Lugo?");

		assertThat(answer).isEqualTo("Warm.");
		assertThat(tool.cities).containsExactly("Lugo");
		assertThat(request(0).at("/tools/0/function/parameters/type").asString()).isEqualTo("object");
		assertThat(request(1).at("/messages/1/tool_calls/0/id").asString()).isEqualTo("c1");
		assertThat(request(1).at("/messages/2/role").asString()).isEqualTo("tool");
		assertThat(request(1).at("/messages/2/content").asString()).contains("21 degrees");
	}

	private static String parameterName() {
		return WeatherTool.class.getDeclaredMethods()[0].getParameters()[0].getName();
	}

	@Test
	void serviceWhenItsResultIsARecordThenTheSchemaIsSent() {
		this.server.thenJson(200, Answers.text("{\\\"city\\\":\\\"Lugo\\\",\\\"degrees\\\":21}"));

		Weather weather = assistant().weather("How is Lugo?");

		assertThat(weather).isEqualTo(new Weather("Lugo", 21));
		JsonNode format = request(0).get("response_format");
		assertThat(format.get("type").asString()).isEqualTo("json_schema");
		assertThat(format.at("/json_schema/name").asString()).isEqualTo("Weather");
		assertThat(format.at("/json_schema/schema/properties/degrees/type").asString()).isEqualTo("integer");
	}

	@Test
	void serviceWhenItHasMemoryThenTheConversationIsSent() {
		this.server.thenJson(200, Answers.text("Hello Ana")).thenJson(200, Answers.text("Ana"));
		Assistant assistant = assistant();

		assistant.chat("I am Ana");
		assistant.chat("Who am I?");

		assertThat(request(1).get("messages").valueStream().map((message) -> message.get("content").asString()))
			.containsExactly("I am Ana", "Hello Ana", "Who am I?");
	}

	@Test
	void streamWhenReadThenEveryTokenAndTheWholeAnswer() throws Exception {
		this.server.thenEvents(Answers.stream("It ", "is ", "warm."));
		List<String> tokens = new CopyOnWriteArrayList<>();

		ChatResponse response = whole(assistant().stream("How is Lugo?").onPartialResponse(tokens::add));

		assertThat(tokens).containsExactly("It ", "is ", "warm.");
		assertThat(response.aiMessage().text()).isEqualTo("It is warm.");
		assertThat(response.finishReason()).isEqualTo(FinishReason.STOP);
	}

	@Test
	void streamWhenTheModelCallsAToolThenItRunsWhereItMayBlock() throws Exception {
		WeatherTool tool = new WeatherTool();
		String arguments = "{\"" + parameterName() + "\":\"Lugo\"}";
		this.server.thenEvents(Answers.streamedToolCall("c1", "weather", arguments))
			.thenEvents(Answers.stream("Warm."));

		ChatResponse response = whole(assistant(tool).stream("How is Lugo?").onPartialResponse((token) -> {
		}));

		assertThat(response.aiMessage().text()).isEqualTo("Warm.");
		assertThat(tool.cities).containsExactly("Lugo");
		assertThat(tool.mayBlock).isTrue();
	}

	@Test
	void streamWhenCancelledThenTheWorkloadStopsAndNothingFollows() throws Exception {
		CountDownLatch closed = new CountDownLatch(1);
		this.server.then((exchange) -> {
			exchange.head();
			exchange.chunk(Answers.delta("one"));
			exchange.awaitClosed(closed);
		});
		List<Object> after = new CopyOnWriteArrayList<>();

		assistant().stream("Count").onPartialResponseWithContext((token, context) -> {
			context.streamingHandle().cancel();
			after.add(token.text() + context.streamingHandle().isCancelled());
		}).onCompleteResponse(after::add).onError(after::add).start();

		assertThat(closed.await(20, TimeUnit.SECONDS)).isTrue();
		// The connection may be closed before the handler returns.
		await().until(() -> !after.isEmpty());
		assertThat(after).containsExactly("onetrue");
	}

	private static ChatResponse whole(TokenStream stream) throws Exception {
		CompletableFuture<ChatResponse> response = new CompletableFuture<>();
		stream.onCompleteResponse(response::complete).onError(response::completeExceptionally).start();
		return response.get(20, TimeUnit.SECONDS);
	}

}
