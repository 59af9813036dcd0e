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

package dev.inferencekey.text;

import java.util.List;

import dev.inferencekey.operation.Json;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What traces show of an answer.
 */
class TextTranscriptTests {

	private static String arguments(String arguments) {
		TextTranscript<TextResult> transcript = new TextTranscript.Whole();
		transcript.add(TextResult.builder()
			.toolCalls(List.of(ToolCall.of("1", "call", arguments)))
			.finishReason("tool_calls")
			.build());
		String messages = String.valueOf(transcript.messages(new Json(JsonMapper.shared()), "stop"));
		String start = "[{\"role\":\"assistant\",\"parts\":[{\"type\":\"tool_call\",\"id\":\"1\",\"name\":\"call\",\"arguments\":";
		assertThat(messages).startsWith(start).endsWith("}],\"finish_reason\":\"tool_call\"}]");
		return messages.substring(start.length(), messages.length() - "}],\"finish_reason\":\"tool_call\"}]".length());
	}

	@ParameterizedTest
	@ValueSource(strings = { "{}", "{\"amount\":12345678901234567.89}", "{\"amount\":1e999999}", "[1, \"a\"]" })
	void argumentsWhenJsonThenAsTheModelWroteThem(String arguments) {
		assertThat(arguments(arguments)).isEqualTo(arguments);
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "{\"city\":", "{} {}", "NaN", "{\"rate\":NaN}" })
	void argumentsWhenNotJsonThenText(String arguments) {
		assertThat(arguments(arguments)).isEqualTo(JsonMapper.shared().writeValueAsString(arguments));
	}

	@Test
	void argumentsWhenNestedToAnyDepthThenWhole() {
		for (int depth = 480; depth < 520; depth++) {
			assertThat(arguments("[".repeat(depth) + "]".repeat(depth))).contains("[".repeat(depth));
		}
	}

}
