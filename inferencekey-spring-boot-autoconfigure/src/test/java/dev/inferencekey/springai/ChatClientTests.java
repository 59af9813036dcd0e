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

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import dev.inferencekey.DataClient;
import dev.inferencekey.Endpoint;
import dev.inferencekey.error.ValidationException;
import dev.inferencekey.operation.Usage;
import dev.inferencekey.test.ScriptedPlatform;
import dev.inferencekey.test.ScriptedWorkload;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.ai.chat.client.AdvisorParams;
import org.springframework.ai.chat.client.ChatClient;
import org.springframework.ai.chat.client.advisor.MessageChatMemoryAdvisor;
import org.springframework.ai.chat.memory.ChatMemory;
import org.springframework.ai.chat.memory.MessageWindowChatMemory;
import org.springframework.ai.chat.model.ChatResponse;
import org.springframework.ai.chat.model.MessageAggregator;
import org.springframework.ai.chat.prompt.ChatOptions;
import org.springframework.ai.chat.prompt.Prompt;
import org.springframework.ai.content.Media;
import org.springframework.ai.tool.annotation.Tool;
import tools.jackson.databind.JsonNode;

import org.springframework.core.io.ByteArrayResource;
import org.springframework.util.MimeTypeUtils;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Where models of other clients lose something on the way through Spring AI.
 */
class ChatClientTests {

	private static final String KEY = "ik_live_a1b2c3d4_" + "5ec2e7".repeat(10) + "cafe";

	private final ScriptedPlatform platform = ScriptedPlatform.start();

	private final DataClient client = DataClient.builder()
		.baseUrl(this.platform.baseUrl())
		.project("acme")
		.apiKey(KEY)
		.build();

	private final Endpoint endpoint = this.client.endpoint("support-bot");

	private final ScriptedWorkload workload = this.platform.workload("support-bot");

	private final InferenceKeyChatModel model = new InferenceKeyChatModel(this.endpoint);

	private final ChatClient chat = ChatClient.create(this.model);

	@AfterEach
	void close() {
		this.client.close();
		this.platform.close();
	}

	record Order(String number, int items) {
	}

	static class Orders {

		private final List<String> asked = new ArrayList<>();

		@Tool(name = "order_status", description = "Finds where an order is")
		String status(String number) {
			this.asked.add(number);
			return number + " left";
		}

	}

	@Test
	void toolWhenCalledThenExecutedOnceByTheFramework() {
		Orders orders = new Orders();
		this.workload.calls("order_status", Map.of("number", "A-1")).replies("It is on its way.");

		String text = this.chat.prompt("Where is A-1?").tools(orders).call().content();

		assertThat(text).isEqualTo("It is on its way.");
		assertThat(orders.asked).containsExactly("A-1");
		assertThat(this.workload).received(2);
		assertThat(this.workload.requests().get(1).body().get("messages").toString()).contains("A-1 left");
	}

	@Test
	void toolWhenTwoCallsAreStreamedThenEachIsWholeAndExecutedOnce() {
		Orders orders = new Orders();
		this.workload.calls("order_status", Map.of("number", "A-1"))
			.alsoCalls("order_status", Map.of("number", "A-2"))
			.streams("Both ", "left.");

		List<String> text = this.chat.prompt("Where are they?").tools(orders).stream().content().collectList().block();

		assertThat(String.join("", text)).isEqualTo("Both left.");
		assertThat(orders.asked).containsExactly("A-1", "A-2");
		assertThat(this.workload).received(2);
	}

	@Test
	void toolWhenPlainOptionsAreSetThenStillDeclared() {
		this.workload.replies("Hello.");

		this.chat.prompt("Hi").tools(new Orders()).options(ChatOptions.builder().temperature(0.3)).call().content();

		JsonNode body = this.workload.requests().get(0).body();
		assertThat(body.get("temperature").asDouble()).isEqualTo(0.3);
		assertThat(body.get("tools").get(0).get("function").get("name").asString()).isEqualTo("order_status");
	}

	@Test
	void optionsWhenOfThePromptThenReplaceThoseOfTheModel() {
		this.workload.replies("Hello.");

		this.model.call(new Prompt("Hi", ChatOptions.builder().maxTokens(7).stopSequences(List.of("END")).build()));

		JsonNode body = this.workload.requests().get(0).body();
		assertThat(body.get("max_tokens").asInt()).isEqualTo(7);
		assertThat(body.get("stop").toString()).contains("END");
		assertThat(body.has("temperature")).isFalse();
	}

	@Test
	void mediaWhenAnImageThenAPartOfTheUserMessage() {
		this.workload.replies("A cat.");
		Media image = new Media(MimeTypeUtils.IMAGE_PNG, new ByteArrayResource(new byte[] { 1, 2, 3 }));

		this.chat.prompt().user((user) -> user.text("What is it?").media(image)).call().content();

		JsonNode content = this.workload.requests().get(0).body().get("messages").get(0).get("content");
		assertThat(content.get(0).get("text").asString()).isEqualTo("What is it?");
		assertThat(content.get(1).get("image_url").get("url").asString()).isEqualTo("data:image/png;base64,AQID");
	}

	@Test
	void streamWhenAggregatedThenReasoningUsageAndFinishReasonSurvive() {
		this.workload.reasons("First I think.").streams("Then ", "I speak.").costs(11, 5);
		List<ChatResponse> whole = new ArrayList<>();

		new MessageAggregator().aggregate(this.model.stream(new Prompt("Hi")), whole::add).blockLast();

		assertThat(whole).singleElement().satisfies((response) -> {
			assertThat(response.getResult().getOutput().getText()).isEqualTo("Then I speak.");
			assertThat(response.getResult().getOutput().getMetadata()).containsEntry("reasoningContent",
					"First I think.");
			assertThat(response.getMetadata().getUsage().getPromptTokens()).isEqualTo(11);
			assertThat(response.getMetadata().getUsage().getCompletionTokens()).isEqualTo(5);
			assertThat(response.getResult().getMetadata().getFinishReason()).isEqualTo("STOP");
		});
	}

	@Test
	void callWhenItFailsThenTheExceptionIsOurs() {
		this.workload.failsWith(422);

		assertThatExceptionOfType(ValidationException.class).isThrownBy(() -> this.chat.prompt("Hi").call().content());
		assertThat(this.workload).received(1);
	}

	@Test
	void embeddingWhenAskedForDimensionsThenNoCall() {
		InferenceKeyEmbeddingModel embeddings = new InferenceKeyEmbeddingModel(this.endpoint);

		embeddings.dimensions();

		assertThat(this.workload).received(0);
	}

	@Test
	void callWhenOptionsAreOfAnyKindThenTheyReachTheWorkload() {
		this.workload.replies("Hola.").costs(5, 2);

		ChatResponse response = this.model
			.call(new Prompt("Say hello.", ChatOptions.builder().model("other").temperature(0.3).maxTokens(9).build()));

		assertThat(response.getResult().getOutput().getText()).isEqualTo("Hola.");
		assertThat(response.getResult().getMetadata().getFinishReason()).isEqualTo("STOP");
		assertThat(response.getMetadata().getUsage().getTotalTokens()).isEqualTo(7);
		assertThat(response.getMetadata().getUsage().getNativeUsage()).isInstanceOf(Usage.class);
		assertThat(this.workload).lastRequest()
			.hasUserMessage("Say hello.")
			.hasField("model", "support-bot")
			.hasField("temperature", 0.3)
			.hasField("max_tokens", 9);
	}

	@Test
	void entityWhenNativeThenTheSchemaIsSentAndTheAnswerBound() {
		this.workload.answersObject(new Order("A-1", 2));

		Order order = this.chat.prompt("Which order?")
			.advisors(AdvisorParams.ENABLE_NATIVE_STRUCTURED_OUTPUT)
			.call()
			.entity(Order.class);

		assertThat(order).isEqualTo(new Order("A-1", 2));
		assertThat(this.workload.requests().get(0).body().at("/response_format/type").asString())
			.isEqualTo("json_schema");
	}

	@Test
	void callWhenThereIsMemoryThenTheNextRequestHasTheConversation() {
		this.workload.replies("Hola, Ana.").replies("Ana.");
		ChatMemory memory = MessageWindowChatMemory.builder().build();
		ChatClient remembering = ChatClient.builder(this.model)
			.defaultAdvisors(MessageChatMemoryAdvisor.builder(memory).build())
			.build();

		remembering.prompt("I am Ana.")
			.advisors((advisor) -> advisor.param(ChatMemory.CONVERSATION_ID, "1"))
			.call()
			.content();
		remembering.prompt("Who am I?")
			.advisors((advisor) -> advisor.param(ChatMemory.CONVERSATION_ID, "1"))
			.call()
			.content();

		assertThat(this.workload.requests().get(1).messages()).extracting((message) -> message.text())
			.containsExactly("I am Ana.", "Hola, Ana.", "Who am I?");
	}

	@Test
	void streamWhenCancelledThenTheWorkloadStops() {
		this.workload.streams("Hola ", "Ana ", "and ", "all.").pauses(Duration.ofSeconds(1));

		assertThat(this.chat.prompt("Hi").stream().content().blockFirst()).isEqualTo("Hola ");

		assertThat(this.workload).lastRequest().wasAbandoned();
	}

}
