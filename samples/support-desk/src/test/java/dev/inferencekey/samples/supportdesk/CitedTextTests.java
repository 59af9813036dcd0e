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

package dev.inferencekey.samples.supportdesk;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link CitedText}.
 */
class CitedTextTests {

	private static final Passage CANCEL = new Passage("How do I cancel?",
			"Open your orders and press Cancel. This works for two hours.");

	private static final Passage REFUND = new Passage("How long does a refund take?",
			"We pay back within three working days.");

	private final CitedText text = new CitedText(List.of(CANCEL, REFUND), Locale.ENGLISH);

	private final List<Citation> citations = new ArrayList<>();

	@Test
	void addWhenTheModelWritesNumbersThenTheyAreTakenOut() {
		assertThat(write("It is easy [1]. Wait a little. [2] Good luck!"))
			.isEqualTo("It is easy. Wait a little. Good luck!");
		assertThat(this.citations).extracting(this::cited).containsExactly("It is easy.", "Wait a little.");
		assertThat(this.citations).extracting(Citation::passage).containsExactly(1, 2);
	}

	@Test
	void addWhenANumberComesInPiecesThenNothingOfItIsShown() {
		List<String> shown = new ArrayList<>();
		for (String piece : new String[] { "Easy", " ", "[", "1", "]", ". And", " [so", "] on" }) {
			shown.add(this.text.add(piece));
		}
		shown.add(this.text.rest());
		assertThat(shown).containsExactly("Easy", "", "", "", "", ". And", " [so", "] on", "");
	}

	@Test
	void citationsWhenASentenceSaysTheSameThenItIsFoundWithoutNumbers() {
		write("Press Cancel in your open orders. That is all.");
		assertThat(this.citations).singleElement().satisfies((citation) -> {
			assertThat(cited(citation)).isEqualTo("Press Cancel in your open orders.");
			assertThat(CANCEL.text().substring(citation.from(), citation.to()))
				.isEqualTo("Open your orders and press Cancel.");
		});
	}

	@Test
	void citationsWhenANumberIsGivenThenTheNearestSentenceOfThatPassage() {
		write("You have two hours. [1]");
		assertThat(this.citations).singleElement()
			.satisfies((citation) -> assertThat(CANCEL.text().substring(citation.from(), citation.to()))
				.isEqualTo("This works for two hours."));
	}

	@Test
	void citationsWhenNoSentenceIsNearThenThePassageAsAWhole() {
		write("Por supuesto. [2]");
		assertThat(this.citations).containsExactly(new Citation(0, 13, 2, 0, 0));
	}

	@Test
	void citationsWhenTwoNumbersAreGivenThenBoth() {
		write("Both say so. [1][2]");
		assertThat(this.citations).extracting(Citation::passage).containsExactly(1, 2);
	}

	@ParameterizedTest
	@ValueSource(
			strings = { "Hello to you too.", "We sell submarines within a year.", "See [7].", "In [1999] too.", "" })
	void citationsWhenNothingSupportsTheTextThenNone(String text) {
		write(text);
		assertThat(this.citations).isEmpty();
		assertThat(this.text.isUnknown()).isFalse();
	}

	@Test
	void citationsWhenASentenceIsIncompleteThenLater() {
		this.text.add("Press Cancel in your open orders.");
		assertThat(this.text.citations(false)).isEmpty();
		this.text.add(" Then");
		assertThat(this.text.citations(false)).hasSize(1);
		this.text.add(" wait.");
		assertThat(this.text.citations(true)).isEmpty();
	}

	@Test
	void isUnknownWhenTheModelSaysSoThenTrue() {
		assertThat(write(" [0]")).isEmpty();
		assertThat(this.text.isUnknown()).isTrue();
	}

	private String written = "";

	private String write(String text) {
		StringBuilder shown = new StringBuilder();
		for (String piece : text.split("(?<=\\G.{3})")) {
			shown.append(this.text.add(piece));
			this.citations.addAll(this.text.citations(false));
		}
		shown.append(this.text.rest());
		this.citations.addAll(this.text.citations(true));
		this.written = shown.toString();
		return this.written;
	}

	private String cited(Citation citation) {
		return this.written.substring(citation.start(), citation.end());
	}

}
