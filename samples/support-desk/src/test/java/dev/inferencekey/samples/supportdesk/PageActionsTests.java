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

import java.time.Duration;
import java.util.List;

import dev.inferencekey.test.ScriptedWorkload;
import io.micrometer.core.instrument.MeterRegistry;
import org.junit.jupiter.api.Test;
import org.openqa.selenium.Keys;

import org.springframework.beans.factory.annotation.Autowired;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What a customer can do with an answer and with the conversation.
 */
class PageActionsTests extends ScriptedPage {

	@Autowired
	private MeterRegistry meters;

	@Test
	void copyWhenPressedThenTheAnswerIsInTheClipboardWithoutNumbers() {
		this.platform.workload("support-bot").replies(CANCEL + " Is that fine?");
		this.page.ask("How?").awaitEnd().click(".copy");
		this.page.await(() -> this.page.status().equals("The answer is copied."));
		assertThat(this.page.pasted()).isEqualTo(CANCEL + " Is that fine?");
	}

	@Test
	void feedbackWhenGivenThenItIsCountedOnce() {
		this.platform.workload("support-bot").replies("Hello.");
		this.page.ask("Hello").awaitEnd().click(".rate[value=true]");
		assertThat(this.page.status()).isEqualTo("Thank you for your feedback.");
		assertThat(this.page.find(".rate[value=true]").getAttribute("aria-pressed")).isEqualTo("true");
		this.page.await(() -> count("true") == 1);
		this.page.click(".rate[value=true]").reload();
		assertThat(this.page.find(".rate[value=true]").getAttribute("aria-pressed")).isEqualTo("true");
		this.page.ask("Hello again")
			.awaitEnd()
			.script("document.querySelector('li:last-child .rate[value=false]').click()");
		this.page.await(() -> count("false") == 1);
		assertThat(count("true")).isEqualTo(1);
	}

	private double count(String helpful) {
		return this.meters.counter("support_desk.feedback", "helpful", helpful).count();
	}

	@Test
	void clearWhenPressedThenTheConversationIsGoneAndCanBeBroughtBack() {
		this.platform.workload("support-bot").replies(CANCEL);
		assertThat(this.page.find("#clear").isDisplayed()).isFalse();
		this.page.ask("How?").awaitEnd().click("#clear");
		assertThat(this.page.all("#conversation > li")).isEmpty();
		assertThat(this.page.find("#welcome").isDisplayed()).isTrue();
		assertThat(this.page.status()).isEqualTo("The conversation is cleared.");
		assertThat(this.page.focused().getAttribute("id")).isEqualTo("question");
		assertThat(this.page.accessibilityViolations()).isEmpty();
		this.page.click("#undo");
		assertThat(this.page.last(".asked")).isEqualTo("How?");
		assertThat(this.page.last(".answer")).startsWith(CANCEL);
		this.page.click("#clear").reload();
		assertThat(this.page.all("#conversation > li")).as("after a reload").isEmpty();
		assertThat(this.page.find("#undo").isDisplayed()).isFalse();
	}

	@Test
	void clearWhenAnAnswerIsInProgressThenItStops() {
		streamsWords(200, Duration.ofMillis(100));
		this.page.ask("Hello");
		awaitWord(1);
		this.page.click("#clear");
		assertThat(this.platform.workload("support-bot")).lastRequest().wasAbandoned();
		this.platform.workload("support-bot").replies("Anew.");
		this.page.await(() -> this.page.find("#send").isDisplayed());
		this.page.ask("Hello").awaitEnd();
		assertThat(this.page.all("#conversation > li")).hasSize(1);
		assertThat(this.page.last(".answer")).isEqualTo("Anew.");
	}

	@Test
	void detailsWhenSwitchedOnThenTimeTokensAndRelevanceAreShown() {
		this.platform.workload("support-bot").replies(CANCEL).costs(400, 50);
		this.page.ask("How?").awaitEnd();
		String shown = this.page.find("body").getText();
		for (String word : List.of("token", "model", "workload", "relevance", "scripted")) {
			assertThat(shown).doesNotContainIgnoringCase(word);
		}
		assertThat(this.page.find("#details").getAttribute("aria-checked")).isEqualTo("false");
		this.page.script("document.querySelector('#details').focus()");
		this.page.press(Keys.SPACE);
		assertThat(this.page.find("#details").getAttribute("aria-checked")).isEqualTo("true");
		assertThat(this.page.last(".cost")).startsWith("400 tokens in, 50 out · ");
		assertThat(this.page.last(".sources")).contains("relevance 0.90");
		assertThat(this.page.accessibilityViolations()).isEmpty();
	}

	@Test
	void handOverWhenPressedThenTheSummaryIsShownAndCanBeCopied() {
		ScriptedWorkload bot = this.platform.workload("support-bot").replies(CANCEL);
		bot.answersObject(new HandOver("Cancelling", "The customer wants to cancel.", "order a-1056, please",
				List.of("When is it packed?"), HandOver.Sentiment.WORRIED));
		this.page.ask("How do I cancel A-1056?").awaitEnd().click("#person");
		this.page.await(() -> !this.page.all(".card").isEmpty());
		assertThat(this.page.find(".card dl").getText())
			.contains("Cancelling", "The customer wants to cancel.", "A-1056", "When is it packed?", "Worried")
			.doesNotContain("please");
		assertThat(this.page.focused().getText()).isEqualTo("For the person who takes over");
		assertThat(bot.requests().get(1).messages().get(0).text())
			.contains("## How do I cancel an order?\n\nCustomer: How do I cancel A-1056?\nDesk: " + CANCEL);
		assertThat(this.page.accessibilityViolations()).isEmpty();
		this.page.screenshot("hand-over");
		this.page.click(".copy-summary");
		this.page.await(() -> this.page.status().equals("The summary is copied."));
		assertThat(this.page.pasted()).contains("Topic: Cancelling\n", "Order: A-1056");
		this.page.click(".close");
		assertThat(this.page.all(".card")).isEmpty();
		assertThat(this.page.focused().getAttribute("id")).isEqualTo("person");
	}

	@Test
	void handOverWhenItFailsThenExplained() {
		this.platform.workload("support-bot").replies(CANCEL).failsWith(500);
		this.page.ask("How?").awaitEnd().click("#person");
		this.page.await(() -> this.page.status().startsWith("The summary cannot be made now."));
		assertThat(this.page.all(".card")).isEmpty();
	}

}
