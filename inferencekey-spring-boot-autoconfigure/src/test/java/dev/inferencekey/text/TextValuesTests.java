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

import dev.inferencekey.operation.Usage;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for the values that applications and mocks make: {@link ChatMessage},
 * {@link TextResult} and {@link TextChunk}.
 */
class TextValuesTests {

	@Test
	void messageWhenNamedThenTheSameButForItsName() {
		ChatMessage message = ChatMessage.user("Hello");

		ChatMessage named = message.withName("ada");

		assertThat(named.role()).isEqualTo("user");
		assertThat(named.text()).isEqualTo("Hello");
		assertThat(named.name()).isEqualTo("ada");
		assertThat(message.name()).isNull();
		assertThat(named).isNotEqualTo(message).isEqualTo(ChatMessage.of("user", "Hello").withName("ada"));
	}

	@Test
	void messageWhenOfTheDeveloperThenOfThatRole() {
		assertThat(ChatMessage.developer("Be brief.").role()).isEqualTo("developer");
	}

	@Test
	void messageWhenShownThenWithoutItsText() {
		assertThat(ChatMessage.user("a secret")).hasToString("ChatMessage[user, 8 characters]");
	}

	@Test
	void chunkWhenMadeOfTextThenRawIsWhatAServerWouldHaveSent() {
		TextChunk chunk = TextChunk.of("say \"hi\"");

		assertThat(chunk.text()).isEqualTo("say \"hi\"");
		assertThat(chunk.raw().at("/choices/0/delta/content").asString()).isEqualTo("say \"hi\"");
		assertThat(chunk.model()).isNull();
		assertThat(chunk.finishReason()).isNull();
	}

	@Test
	void resultWhenMadeOfTextThenComplete() {
		TextResult result = TextResult.of("Hello");

		assertThat(result.text()).isEqualTo("Hello");
		assertThat(result.finishReason()).isEqualTo("stop");
		assertThat(result.reasoning()).isEmpty();
		assertThat(result.raw().at("/choices/0/message/content").asString()).isEqualTo("Hello");
	}

	@Test
	void resultWhenBuiltThenAllOfItIsInRaw() {
		TextResult result = TextResult.builder()
			.text("Hello")
			.model("qwen3")
			.finishReason("length")
			.usage(Usage.of(3, 1))
			.reasoning("They greet me.")
			.build();

		assertThat(result.model()).isEqualTo("qwen3");
		assertThat(result.reasoning()).isEqualTo("They greet me.");
		assertThat(result.raw().path("model").asString()).isEqualTo("qwen3");
		assertThat(result.raw().at("/choices/0/finish_reason").asString()).isEqualTo("length");
		assertThat(result.raw().at("/usage/total_tokens").asInt()).isEqualTo(4);
	}

}
