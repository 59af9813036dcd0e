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

import java.util.TreeSet;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.openqa.selenium.Keys;

import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.web.server.LocalServerPort;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The page in a real browser, backed by the local platform.
 */
@SpringBootTest(webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT,
		// The local platform loads its model on the first call.
		properties = "inferencekey.workloads.embedder.timeout.total=60s")
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
	void askWhenAnsweredThenTheAnswerGrowsAndPassagesAndCostAreShown() {
		this.page = Browser.desktop().open(this.port).ask(CANCEL);
		TreeSet<Integer> lengths = new TreeSet<>();
		this.page.await(() -> {
			lengths.add(this.page.last(".answer").length());
			return this.page.find("#send").isDisplayed();
		});
		assertThat(lengths).as("lengths of the growing answer").hasSizeGreaterThan(3);
		assertThat(this.page.last(".answer")).startsWith("Open \"My orders\", choose the order and press \"Cancel\".");
		assertThat(this.page.last(".cost")).matches("\\d+ tokens in, \\d+ out · \\d+\\.\\d s · .*");
		assertThat(this.page.find("#status").getText()).isEqualTo("The answer is complete.");
		assertThat(this.page.last(".sources summary")).isEqualTo("4 passages from the handbook");
		this.page.click(".sources summary");
		assertThat(this.page.last(".sources")).contains(CANCEL, "relevance 0.");
		assertThat(this.page.last(".failure")).isEmpty();
		assertThat(this.page.accessibilityViolations()).isEmpty();
		this.page.screenshot("desktop");
	}

	@Test
	void reloadWhenAnsweredThenTheConversationIsRestoredAndContinues() {
		this.page = Browser.desktop().open(this.port).ask(CANCEL).awaitEnd();
		String answer = this.page.last(".answer");
		this.page.reload();
		assertThat(this.page.last(".answer")).isEqualTo(answer).isNotEmpty();
		assertThat(this.page.last(".cost")).contains("tokens in");
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
		// Shift+Tab moves from the question to the last example.
		this.page.press(Keys.chord(Keys.SHIFT, Keys.TAB)).press(Keys.ENTER);
		this.page.awaitEnd();
		assertThat(this.page.last(".asked")).isEqualTo("How long does a refund take?");
		assertThat(this.page.focused().getAttribute("id")).as("ready for the next question").isEqualTo("question");
	}

	@Test
	void phoneWhenAnsweredThenNothingIsCutOffAndButtonsAreLargeEnough() {
		this.page = Browser.phone().open(this.port);
		assertThat(this.page.accessibilityViolations()).isEmpty();
		this.page.screenshot("phone-empty");
		this.page.ask("My parcel arrived damaged. What now?").awaitEnd().click(".sources summary");
		this.page.script("document.querySelector('.sources').scrollIntoView({block: 'end'})");
		this.page.screenshot("phone");
		assertThat(this.page.script("return document.documentElement.scrollWidth <= window.innerWidth"))
			.isEqualTo(true);
		assertThat(this.page.all("button").stream().filter((button) -> button.isDisplayed()))
			.allSatisfy((button) -> assertThat(button.getSize().height).isGreaterThanOrEqualTo(44));
		assertThat(this.page.accessibilityViolations()).isEmpty();
	}

}
