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
import java.util.List;
import java.util.Map;

import dev.inferencekey.DataClient;
import dev.inferencekey.Endpoint;
import dev.inferencekey.error.RateLimitException;
import dev.inferencekey.operation.Usage;
import dev.inferencekey.test.ResponseHeader;
import dev.inferencekey.test.ScriptedPlatform;
import dev.inferencekey.test.ScriptedWorkload;
import dev.inferencekey.text.ContentPart;
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
import org.springframework.ai.tool.annotation.Tool;

import org.springframework.core.io.ByteArrayResource;
import org.springframework.util.MimeTypeUtils;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * {@link ChatClient} over a workload.
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

	private final InferenceKeyChatModel model = new InferenceKeyChatModel(this.endpoint);

	private final ChatClient chat = ChatClient.create(this.model);

	private final ScriptedWorkload workload = this.platform.workload("support-bot");

	@AfterEach
	void close() {
		this.client.close();
		this.platform.close();
	}

	record Order(String number, int items) {
	}

	static class Orders {

		private String asked = "";

		@Tool(description = "Finds where an order is")
		String orderStatus(String number) {
			this.asked = number;
			return "out for delivery";
		}

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
	void callWhenTheModelCallsAToolThenSpringAiRunsIt() {
		this.workload.calls("orderStatus", Map.of("number", "A-1")).replies("It is on its way.");
		Orders orders = new Orders();

		String answer = this.chat.prompt("Where is order A-1?").tools(orders).call().content();

		assertThat(answer).isEqualTo("It is on its way.");
		assertThat(orders.asked).isEqualTo("A-1");
		assertThat(this.workload).received(2).lastRequest().hasMessage("tool", "\"out for delivery\"");
	}

	@Test
	void streamWhenTheModelCallsAToolThenTheCallComesWholeAndOnce() {
		this.workload.calls("orderStatus", Map.of("number", "A-1")).replies("It is on its way.");
		Orders orders = new Orders();

		List<String> pieces = this.chat.prompt("Where is order A-1?")
			.tools(orders)
			.stream()
			.content()
			.collectList()
			.block();

		assertThat(String.join("", pieces)).isEqualTo("It is on its way.");
		assertThat(orders.asked).isEqualTo("A-1");
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
	void callWhenAMessageHasMediaThenTheyBecomeParts() {
		this.workload.replies("A parcel.");

		this.chat.prompt()
			.user((user) -> user.text("What is this?")
				.media(MimeTypeUtils.IMAGE_PNG, new ByteArrayResource(new byte[] { 1, 2 })))
			.call()
			.content();

		assertThat(this.workload.requests().get(0).messages().get(0).parts()).extracting(ContentPart::type)
			.containsExactly(ContentPart.Type.TEXT, ContentPart.Type.IMAGE);
	}

	@Test
	void streamWhenAggregatedThenHasTheTextTheUsageAndTheReasoning() {
		this.workload.reasons("An easy one.").replies("Hola Ana.").costs(5, 2);
		ChatResponse[] whole = new ChatResponse[1];

		new MessageAggregator().aggregate(this.model.stream(new Prompt("Hi")), (response) -> whole[0] = response)
			.blockLast();

		assertThat(whole[0].getResult().getOutput().getText()).isEqualTo("Hola Ana.");
		assertThat(whole[0].getMetadata().getUsage().getCompletionTokens()).isEqualTo(2);
	}

	@Test
	void streamWhenCancelledThenTheWorkloadStops() {
		this.workload.streams("Hola ", "Ana ", "and ", "all.").pauses(Duration.ofSeconds(1));

		assertThat(this.chat.prompt("Hi").stream().content().blockFirst()).isEqualTo("Hola ");

		assertThat(this.workload).lastRequest().wasAbandoned();
	}

	@Test
	void callWhenRefusedThenTheExceptionIsTheEndpointsOwn() {
		this.workload.failsWith(429, ResponseHeader.retryAfter(Duration.ofSeconds(60)));

		assertThatExceptionOfType(RateLimitException.class).isThrownBy(() -> this.chat.prompt("Hi").call().content());
		assertThat(this.workload).received(1);
	}

}
