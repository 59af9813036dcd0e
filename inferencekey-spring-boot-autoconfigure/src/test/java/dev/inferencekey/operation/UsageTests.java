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

package dev.inferencekey.operation;

import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicReference;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tokens, as servers count them.
 */
class UsageTests {

	private static Usage read(String usage) {
		AtomicReference<Usage> read = new AtomicReference<>();
		byte[] bytes = ("{\"usage\":" + usage + "}").getBytes(StandardCharsets.UTF_8);
		new Json(JsonMapper.shared()).readObject(bytes, 0, bytes.length,
				(name, parser) -> read.set(UsageReader.read(parser)));
		return read.get();
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|',
			value = { "{\"prompt_tokens\":3,\"completion_tokens\":4,\"total_tokens\":7} | 3 | 4 | 7",
					"{\"input_tokens\":3,\"output_tokens\":4} | 3 | 4 | 7",
					"{\"prompt_tokens\":3,\"completion_tokens\":4,\"total_tokens\":null} | 3 | 4 | 7",
					"{\"prompt_tokens\":3,\"total_tokens\":9} | 3 | 0 | 9", "{\"total_tokens\":5} | 0 | 0 | 5",
					"{\"prompt_tokens\":3,\"completion_tokens\":-1} | 3 | 0 | 3",
					"{\"prompt_tokens\":3.0,\"completion_tokens\":NaN} | 3 | 0 | 3",
					"{\"prompt_tokens\":2147483647,\"completion_tokens\":1} | 2147483647 | 1 | 2147483647" })
	void readWhenCountsAreThereThenReadByEitherName(String usage, int input, int output, int total) {
		Usage read = read(usage);

		assertThat(read).isEqualTo(Usage.of(input, output).withTotalTokens(total));
	}

	@ParameterizedTest
	@ValueSource(strings = { "{}", "null", "[]", "5", "{\"prompt_tokens\":null}", "{\"prompt_tokens\":\"3\"}",
			"{\"prompt_tokens\":1e30}" })
	void readWhenNothingIsCountedThenNone(String usage) {
		assertThat(read(usage)).isNull();
	}

	@Test
	void readWhenDetailsAreThereThenKept() {
		Usage read = read(
				"{\"prompt_tokens\":3,\"completion_tokens\":4,\"prompt_tokens_details\":{\"cached_tokens\":2},"
						+ "\"completion_tokens_details\":{\"reasoning_tokens\":1}}");

		assertThat(read.cachedInputTokens()).isEqualTo(2);
		assertThat(read.reasoningTokens()).isEqualTo(1);
	}

	@Test
	void plusWhenTheSumIsTooLargeThenTheLargestNumber() {
		Usage sum = Usage.of(Integer.MAX_VALUE, 1).plus(Usage.of(1, 1));

		assertThat(sum.inputTokens()).isEqualTo(Integer.MAX_VALUE);
		assertThat(sum.outputTokens()).isEqualTo(2);
		assertThat(sum.totalTokens()).isEqualTo(Integer.MAX_VALUE);
	}

}
