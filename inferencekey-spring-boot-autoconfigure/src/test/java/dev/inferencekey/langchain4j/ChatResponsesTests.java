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

import dev.inferencekey.operation.Usage;
import dev.inferencekey.text.TextResult;
import dev.inferencekey.text.ToolCall;
import dev.langchain4j.data.message.AiMessage;
import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.model.output.FinishReason;
import dev.langchain4j.model.output.TokenUsage;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What LangChain4j gets of our results.
 */
class ChatResponsesTests {

	@Test
	void responseWhenTheResultHasEverythingThenEverything() {
		TextResult result = TextResult.builder()
			.id("r1")
			.model("m")
			.text("Hi")
			.reasoning("Greet")
			.usage(Usage.of(3, 2).withTotalTokens(6))
			.finishReason("stop")
			.build();

		ChatResponse response = ChatResponses.of(result);

		assertThat(response.aiMessage()).isEqualTo(AiMessage.builder().text("Hi").thinking("Greet").build());
		assertThat(response.id()).isEqualTo("r1");
		assertThat(response.modelName()).isEqualTo("m");
		assertThat(response.tokenUsage()).isEqualTo(new TokenUsage(3, 2, 6));
		assertThat(response.finishReason()).isEqualTo(FinishReason.STOP);
	}

	@Test
	void responseWhenTheModelCallsToolsThenNoText() {
		TextResult result = TextResult.builder().toolCalls(List.of(ToolCall.of("c1", "weather", "{\"a\":1}"))).build();

		AiMessage message = ChatResponses.of(result).aiMessage();

		assertThat(message.text()).isNull();
		assertThat(message.toolExecutionRequests()).singleElement().satisfies((call) -> {
			assertThat(call.id()).isEqualTo("c1");
			assertThat(call.name()).isEqualTo("weather");
			assertThat(call.arguments()).isEqualTo("{\"a\":1}");
		});
	}

	@Test
	void responseWhenTheModelRefusesThenAnAttribute() {
		AiMessage message = ChatResponses.of(TextResult.builder().refusal("No.").build()).aiMessage();

		assertThat(message.attribute("refusal", String.class)).isEqualTo("No.");
		assertThat(message.text()).isEmpty();
	}

	@ParameterizedTest
	@CsvSource({ "stop, STOP", "length, LENGTH", "tool_calls, TOOL_EXECUTION", "function_call, TOOL_EXECUTION",
			"content_filter, CONTENT_FILTER", "eos, OTHER", "," })
	void finishReasonWhenMappedThenTheirs(@Nullable String reason, @Nullable FinishReason expected) {
		TextResult result = TextResult.builder().text("Hi").finishReason(reason).build();

		assertThat(ChatResponses.of(result).finishReason()).isEqualTo(expected);
	}

}
