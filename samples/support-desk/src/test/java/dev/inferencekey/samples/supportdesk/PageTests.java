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

import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.openqa.selenium.Keys;

import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.web.server.LocalServerPort;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The page in a real browser, backed by the local platform.
 */
@SpringBootTest(webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT,
		// The local platform loads its model on the first call.
		properties = { "inferencekey.workloads.embedder.timeout.total=60s", "local-platform.token-delay=5ms" })
class PageTests {

	private static final String CANCEL = "How do I cancel an order?";

	@LocalServerPort
	private int port;

	private Browser page;

	@AfterEach
	void close() {
		if (this.page != null) {
			this.page.close();
		}
	}

	@Test
	void askWhenAnsweredThenTheAnswerGrowsAndCitesItsPassage() {
		this.page = Browser.desktop().open(this.port);
		// In the page itself, since a busy machine asks it too seldom from outside.
		this.page.script("""
				window.lengths = new Set();
				new MutationObserver(() => document.querySelectorAll('.answer')
					.forEach((answer) => lengths.add(answer.textContent.length)))
					.observe(document.body, { childList: true, characterData: true, subtree: true })""");
		this.page.ask(CANCEL).awaitEnd();
		assertThat((Long) this.page.script("return lengths.size")).as("lengths of the growing answer").isGreaterThan(3);
		assertThat(this.page.last(".answer")).startsWith("Open \"My orders\", choose the order and press \"Cancel\".");
		assertThat(this.page.status()).isEqualTo("The answer is complete.");
		assertThat(this.page.all(".cite")).hasSize(3).allSatisfy((it) -> assertThat(it.getText()).isEqualTo("1"));
		assertThat(this.page.find(".sources li strong").getText()).isEqualTo(CANCEL);
		assertThat(this.page.last(".failure")).isEmpty();
		assertThat(this.page.click("#details").last(".cost")).matches("\\d+ tokens in, \\d+ out · \\d+\\.\\d s · .*");
	}

	@Test
	void reloadWhenAnsweredThenTheConversationIsRestoredAndContinues() {
		this.page = Browser.desktop().open(this.port).ask(CANCEL).awaitEnd();
		String answer = this.page.last(".answer");
		this.page.reload();
		assertThat(this.page.last(".answer")).isEqualTo(answer).isNotEmpty();
		this.page.ask("How long does a refund take?").awaitEnd();
		assertThat(this.page.all("#conversation > li")).hasSize(2);
		assertThat(this.page.last(".answer")).startsWith("We pay back within three working days");
	}

	@Test
	void keyboardWhenUsedWithoutAMouseThenExamplesNewLinesAndAnswersWork() {
		this.page = Browser.desktop().open(this.port);
		assertThat(this.page.focused().getAttribute("id")).isEqualTo("question");
		this.page.press("one", Keys.chord(Keys.SHIFT, Keys.ENTER), "two");
		assertThat(this.page.find("#question").getAttribute("value")).isEqualTo("one\ntwo");
		this.page.find("#question").clear();
		// From the question back to the last example but one.
		this.page.press(Keys.chord(Keys.SHIFT, Keys.TAB)).press(Keys.chord(Keys.SHIFT, Keys.TAB)).press(Keys.ENTER);
		this.page.awaitEnd();
		assertThat(this.page.last(".asked")).isEqualTo("Where is my order A-1042?");
		assertThat(this.page.last(".steps")).isEqualTo("Looked up order A-1042");
		assertThat(this.page.last(".answer")).startsWith("Order A-1042 (a desk lamp) is on its way.");
		assertThat(this.page.focused().getAttribute("id")).as("ready for the next question").isEqualTo("question");
	}

	@Test
	void handOverWhenSeveralThingsWereAskedThenSummedUp() {
		this.page = Browser.desktop().open(this.port).ask(CANCEL).awaitEnd();
		this.page.ask("Where is my order A-1042?").awaitEnd().click("#person");
		this.page.await(() -> !this.page.all(".card").isEmpty());
		assertThat(this.page.find(".card dl").getText()).contains("A-1042", "Where is my order", "Neutral")
			.doesNotContain("Customer:");
	}

	@ParameterizedTest
	@CsvSource({ "1280, 860, light", "1280, 860, dark", "390, 844, light", "390, 844, dark", "320, 640, light",
			"320, 640, dark" })
	void pageWhenOnAnyScreenThenNothingIsCutOffAndTargetsAreLargeEnough(int width, int height, String scheme) {
		this.page = (width > 1000) ? Browser.desktop().viewport(width, height) : Browser.phone(width, height);
		this.page.scheme(scheme).open(this.port);
		assertFits();
		this.page.screenshot("empty-" + width + "-" + scheme);
		this.page.ask(CANCEL).awaitEnd().script("document.querySelector('.cite').click(); scrollTo(0, 0)");
		assertFits();
		this.page.screenshot("answer-" + width + "-" + scheme);
		this.page.ask("I want to return order A-1017").await(() -> !this.page.all(".deny").isEmpty());
		assertFits();
		this.page.screenshot("approval-" + width + "-" + scheme);
		this.page.click(".deny").awaitEnd();
	}

	private void assertFits() {
		assertThat(this.page.script("return document.documentElement.scrollWidth <= window.innerWidth"))
			.isEqualTo(true);
		assertThat(this.page.script("""
				return [...document.querySelectorAll('button')].filter((it) => it.checkVisibility()).filter((it) => {
					const box = it.matches('.cite') ? getComputedStyle(it, '::after') : getComputedStyle(it);
					return parseFloat(box.width) < 44 || parseFloat(box.height) < 44;
				}).map((it) => it.outerHTML)""")).asInstanceOf(InstanceOfAssertFactories.LIST).isEmpty();
	}

}
