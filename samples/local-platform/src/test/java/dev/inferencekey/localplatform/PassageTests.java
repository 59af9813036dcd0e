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

package dev.inferencekey.localplatform;

import java.util.List;

import org.junit.jupiter.api.Test;

import org.springframework.core.io.DefaultResourceLoader;

import static org.assertj.core.api.Assertions.assertThat;

class PassageTests {

	@Test
	void parseWhenHeadingsThenOnePassageEachWithoutTheTitleAndWithoutEmptyOnes() {
		List<Passage> passages = Passage.parse("# Title\n\n## One?\nFirst\nline.\n\n## Empty\n\n##  Two?\r\nSecond.");
		assertThat(passages).extracting(Passage::question).containsExactly("One?", "Two?");
		assertThat(passages).extracting(Passage::text).containsExactly("First line.", "Second.");
	}

	@Test
	void parseWhenItBeginsWithAHeadingThenThatIsAPassage() {
		assertThat(Passage.parse("## One?\nFirst.")).extracting(Passage::question).containsExactly("One?");
	}

	@Test
	void readWhenHandbookThenAsManyPassagesInEachLanguage() {
		List<Passage> passages = Passage.read(new DefaultResourceLoader(), Workload.HANDBOOK);
		assertThat(passages).hasSize(40);
		assertThat(passages.subList(0, 20)).allMatch((passage) -> passage.language() == Language.ENGLISH);
		assertThat(passages.subList(20, 40)).allMatch((passage) -> passage.language() == Language.SPANISH);
	}

}
