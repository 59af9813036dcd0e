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
