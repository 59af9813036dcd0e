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

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.openqa.selenium.Keys;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What an answer rests on, and what the desk does not know.
 */
class PageCitationTests extends ScriptedPage {

	private static final String EVIDENCE = "Open \"My orders\", choose the order and press \"Cancel\".";

	@Test
	void citationWhenHoveredOrFocusedThenSentenceAndPassageLightUp() {
		this.platform.workload("support-bot").replies(CANCEL + " Is that fine?");
		this.page.ask("How?").awaitEnd();
		assertThat(this.page.all(".lit, mark")).isEmpty();
		this.page.hover(".cited");
		assertLit(CANCEL, EVIDENCE);
		this.page.hover("h1");
		assertThat(this.page.all(".lit, mark")).isEmpty();
		this.page.script("document.querySelector('.cite').focus()");
		assertLit(CANCEL, EVIDENCE);
		assertThat(this.page.accessibilityViolations()).isEmpty();
		this.page.press(Keys.TAB);
		assertThat(this.page.all(".lit, mark")).isEmpty();
	}

	@Test
	void citationWhenPressedThenThePassageIsOpenedShownAndReadOut() {
		this.page.viewport(390, 500);
		this.platform.workload("support-bot").replies("Something else first. ".repeat(12) + CANCEL + " Is that fine?");
		this.page.ask("How?").awaitEnd();
		assertThat(this.page.find(".sources").getAttribute("open")).as("in a narrow window").isNull();
		this.page.script("document.querySelector('.cite').focus()");
		this.page.press(Keys.ENTER);
		assertThat(this.page.shows(".sources li.lit")).isTrue();
		this.page.hover("h1");
		assertLit(CANCEL, EVIDENCE);
		assertThat(this.page.find(".cite").getAttribute("aria-pressed")).isEqualTo("true");
		assertThat(this.page.status()).endsWith("How do I cancel an order? " + EVIDENCE);
		assertThat(this.page.accessibilityViolations()).isEmpty();
		this.page.press(Keys.ENTER);
		assertThat(this.page.find(".cite").getAttribute("aria-pressed")).isEqualTo("false");
	}

	@Test
	void citationWhenTheModelWritesNumbersThenTheseAreShown() {
		this.platform.workload("support-bot").replies("Sure. [2] Of course [1] [3]. Bye!");
		this.page.ask("How?").awaitEnd();
		assertThat(this.page.all(".cite")).extracting("text").containsExactly("2", "1", "3");
		assertThat(this.page.all(".cited")).extracting((it) -> it.getText().split("\n")[0])
			.containsExactly("Sure.", "Of course.");
		String title = this.page.find(".sources li:nth-child(2) strong").getText();
		assertThat(this.page.find(".cite").getAccessibleName()).isEqualTo("Passage 2: " + title);
		this.page.reload();
		assertThat(this.page.all(".cite")).as("after a reload").extracting("text").containsExactly("2", "1", "3");
	}

	@Test
	void passagesWhenTheAnswerRestsOnNoneThenNotShown() {
		this.platform.workload("support-bot").replies("Hello to you too.");
		this.page.ask("Hello").awaitEnd();
		assertThat(this.page.last(".answer")).isEqualTo("Hello to you too.");
		assertThat(this.page.find(".sources").isDisplayed()).isFalse();
	}

	@ParameterizedTest
	@CsvSource({ "en, Do you sell submarines?, our handbook does not answer that",
			"de, Verkauft ihr auch ein U-Boot?, Das steht leider nicht in unserem Handbuch",
			"fr, Est-ce que vous vendez des sous-marins ?, notre manuel ne répond pas",
			"es, ¿Vendéis también submarinos?, nuestro manual no responde" })
	void answerWhenNothingIsRelevantThenSaysSoInTheLanguageOfTheQuestion(String language, String question,
			String expected) {
		this.platform.reset();
		this.platform.workload("embedder").embeds(16);
		this.platform.workload("reranker").reranks(0.4, 0.3, 0.2, 0.1);
		this.platform.workload("support-bot").replies("Of course we do!");
		this.page.ask(question).awaitEnd();
		assertThat(this.page.last(".answer")).contains(expected).doesNotContain("Of course");
		assertThat(this.page.find(".answer").getAttribute("lang")).isEqualTo(language);
		assertThat(this.page.find(".sources").isDisplayed()).isFalse();
		assertThat(this.page.find("#person").getAttribute("class")).contains("advised");
	}

	@Test
	void answerWhenTheModelDoesNotKnowThenSaysSoInTheLanguageOfTheQuestion() {
		this.platform.workload("support-bot").streams("[", "0", "]");
		this.page.ask("Was kostet das?").awaitEnd();
		assertThat(this.page.last(".answer")).startsWith("Das steht leider nicht in unserem Handbuch.");
		assertThat(this.page.last(".failure")).isEmpty();
	}

	private void assertLit(String sentence, String evidence) {
		assertThat(this.page.all(".cited.lit")).extracting((it) -> it.getText().split("\n")[0])
			.containsExactly(sentence);
		assertThat(this.page.all(".sources li.lit")).hasSize(1);
		assertThat(this.page.find("mark").getText()).isEqualTo(evidence);
	}

}
