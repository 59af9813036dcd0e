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

package dev.inferencekey.test;

import java.util.List;
import java.util.Map;

import dev.inferencekey.DataClient;
import dev.inferencekey.Endpoint;
import dev.inferencekey.text.TextChunk;
import dev.inferencekey.text.TextRequest;
import dev.inferencekey.text.TextResult;
import dev.inferencekey.text.TextStream;
import dev.inferencekey.text.Tool;
import dev.inferencekey.text.ToolCall;
import dev.inferencekey.tool.ToolLoop;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/**
 * Scripts of tools, objects and reasoning, over a real client.
 */
class ScriptedToolTests {

	private static final String KEY = "ik_live_a1b2c3d4_" + "5ec2e7".repeat(10) + "cafe";

	private final ScriptedPlatform platform = ScriptedPlatform.start();

	private final DataClient client = DataClient.builder()
		.baseUrl(this.platform.baseUrl())
		.project("acme")
		.apiKey(KEY)
		.build();

	private final Endpoint endpoint = this.client.endpoint("support-bot");

	private final ScriptedWorkload workload = this.platform.workload("support-bot");

	@AfterEach
	void close() {
		this.client.close();
		this.platform.close();
	}

	record Order(String number, int items) {
	}

	@Test
	void callsWhenWholeOrStreamedThenTheSameCalls() {
		this.workload.calls("order_status", Map.of("number", "A-1")).alsoCalls("weather", "{\"city\":\"Madrid\"}");

		TextResult whole = this.endpoint.generateText("Where is my order?");
		TextResult streamed = this.endpoint.generateTextStream("Where is my order?").result();

		assertThat(whole.finishReason()).isEqualTo("tool_calls");
		assertThat(whole.toolCalls()).extracting(ToolCall::name).containsExactly("order_status", "weather");
		assertThat(whole.toolCalls().get(0).arguments()).isEqualTo("{\"number\":\"A-1\"}");
		assertThat(streamed.toolCalls()).isEqualTo(whole.toolCalls());
		assertThat(streamed.finishReason()).isEqualTo("tool_calls");
	}

	@Test
	void callsWhenStreamedThenTheirArgumentsComeInPieces() {
		this.workload.calls("order_status", new Order("A-1", 2));

		try (TextStream stream = this.endpoint.generateTextStream("Where is my order?")) {
			assertThat(stream.stream()).hasSizeGreaterThan(4)
				.filteredOn((chunk) -> !chunk.toolCalls().isEmpty())
				.singleElement()
				.satisfies((chunk) -> assertThat(chunk.toolCalls().get(0).arguments(Order.class))
					.isEqualTo(new Order("A-1", 2)));
		}
	}

	@Test
	void callsWhenStreamedWithEmojiThenNoPieceSplitsOne() {
		this.workload.calls("mood", Map.of("mood", "\uD83D\uDE00".repeat(20)));

		TextResult streamed = this.endpoint.generateTextStream("How are they?").result();

		assertThat(streamed.toolCalls().get(0).arguments())
			.isEqualTo("{\"mood\":\"" + "\uD83D\uDE00".repeat(20) + "\"}");
	}

	@Test
	void callsWhenALoopAnswersThenTheRequestHasTheResult() {
		this.workload.calls("order_status", new Order("A-1", 2)).replies("It is on its way.");
		Tool tool = Tool.of("order_status", "Finds where an order is", Order.class,
				(order) -> order.number() + " left");

		String text = ToolLoop.over(this.endpoint)
			.run(TextRequest.of((request) -> request.user("Where is A-1?").tools(tool)))
			.result()
			.text();

		assertThat(text).isEqualTo("It is on its way.");
		assertThat(this.workload).received(2).lastRequest().hasMessage("tool", "A-1 left");
	}

	@Test
	void answersObjectWhenWholeOrStreamedThenTheSameObject() {
		this.workload.answersObject(new Order("A-1", 2)).answersObject(Map.of("items", List.of(new Order("A-2", 1))));

		assertThat(this.endpoint.generateObject(Order.class, "Which order?").object()).isEqualTo(new Order("A-1", 2));
		assertThat(this.endpoint.reactive()
			.generateObjects(Order.class, TextRequest.of("Which orders?"))
			.collectList()
			.block()).containsExactly(new Order("A-2", 1));
		assertThat(this.workload).lastRequest().isStreamed();
	}

	@Test
	void reasonsWhenBeforeOrAfterTheAnswerThenApartFromTheText() {
		this.workload.reasons("The order left.").replies("It is on its way.").replies("Yes.").reasons("An easy one.");

		TextResult first = this.endpoint.generateText("Where is it?");
		List<TextChunk> second;
		try (TextStream stream = this.endpoint.generateTextStream("Really?")) {
			second = stream.stream().toList();
		}

		assertThat(first.reasoning()).isEqualTo("The order left.");
		assertThat(first.text()).isEqualTo("It is on its way.");
		assertThat(second).extracting(TextChunk::reasoning).containsSubsequence("An ", "easy ", "one.");
	}

	@Test
	void reasonsWhenTheAnswerIsNoTextThenSaysWhatToDescribe() {
		this.workload.embeds(3);

		assertThatIllegalStateException().isThrownBy(() -> this.workload.reasons("Hm."))
			.withMessageContaining("replies(…)");
	}

}
