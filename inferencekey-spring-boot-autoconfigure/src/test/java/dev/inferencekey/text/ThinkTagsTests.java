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
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

class ThinkTagsTests {

	private static ThinkTags.Split split(List<String> pieces) {
		ThinkTags tags = new ThinkTags();
		StringBuilder reasoning = new StringBuilder();
		StringBuilder text = new StringBuilder();
		for (String piece : pieces) {
			ThinkTags.Split split = tags.next(piece);
			reasoning.append(split.reasoning());
			text.append(split.text());
		}
		ThinkTags.Split rest = tags.rest();
		return new ThinkTags.Split(reasoning.append(rest.reasoning()).toString(), text.append(rest.text()).toString());
	}

	static Stream<Arguments> texts() {
		return Stream.of(Arguments.of("<think>a</think>b", "a", "b"),
				Arguments.of("\n <think>\na\n\nb\n</think>\n\n b", "a\n\nb", "b"),
				Arguments.of("<think></think>b", "", "b"), Arguments.of("<think>\n\n</think>\n\nb", "", "b"),
				Arguments.of("<think>a", "a", ""), Arguments.of("<think>a </thin", "a </thin", ""),
				Arguments.of("<thi", "", "<thi"), Arguments.of(" a <think>b</think>", "", " a <think>b</think>"),
				Arguments.of("<thinking>a", "", "<thinking>a"), Arguments.of("", "", ""), Arguments.of(" ", "", " "),
				Arguments.of("<think>a</think>", "a", ""),
				Arguments.of("<think>a<b></think>c</think>d", "a<b>", "c</think>d"),
				Arguments.of("<think>a </ think> b</think>c", "a </ think> b", "c"));
	}

	@ParameterizedTest
	@MethodSource("texts")
	void textWhenSplitAnywhereThenTheSame(String whole, String reasoning, String text) {
		ThinkTags.Split expected = new ThinkTags.Split(reasoning, text);
		for (int first = 0; first <= whole.length(); first++) {
			for (int second = first; second <= whole.length(); second++) {
				List<String> pieces = List.of(whole.substring(0, first), whole.substring(first, second),
						whole.substring(second));
				assertThat(split(pieces)).as(pieces.toString()).isEqualTo(expected);
			}
		}
		assertThat(split(whole.chars().mapToObj(Character::toString).toList())).isEqualTo(expected);
	}

	@Test
	void textWhenBlankForLongThenNotKeptBack() {
		ThinkTags tags = new ThinkTags();
		assertThat(tags.next(" ".repeat(2000)).text()).hasSize(2000);
		assertThat(tags.isDone()).isTrue();
	}

}
