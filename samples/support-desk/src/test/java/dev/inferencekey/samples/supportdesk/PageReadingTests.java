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
import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.openqa.selenium.Keys;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What is visible and focused while an answer grows.
 */
class PageReadingTests extends ScriptedPage {

	@ParameterizedTest
	@CsvSource({ "900, 700, 1", "1280, 800, 4", "360, 640, 2", "640, 360, 2", "320, 256, 2" })
	void answerWhenGrowingThenTheNewestTextIsVisibleAndFinallyTheDetails(int width, int height, int questions) {
		this.page.viewport(width, height).click("#details");
		for (int i = 1; i < questions; i++) {
			this.platform.workload("support-bot").replies("Hello to you too. ".repeat(20));
		}
		streamsWords(400, Duration.ofMillis(10));
		for (int i = 1; i < questions; i++) {
			this.page.ask("Hello").awaitEnd();
		}
		this.page.ask("Hello");
		awaitWord(200);
		this.page.await(() -> this.page.shows(".answer"));
		assertThat(this.page.find("#stop").isDisplayed()).as("still streaming").isTrue();
		this.page.screenshot("streaming-" + width + "x" + height);
		this.page.awaitEnd();
		assertThat(this.page.shows(".answer")).as("end of the answer").isTrue();
		assertThat(this.page.shows(".cost")).as("cost").isTrue();
		assertThat(this.page.shows(".sources summary")).as("passages").isTrue();
		this.page.screenshot("answered-" + width + "x" + height);
	}

	@Test
	void answerWhenScrolledUpThenThePageStaysUntilScrolledBackDown() {
		this.page.viewport(900, 400).click("#details");
		streamsWords(1000, Duration.ofMillis(5));
		this.page.ask("Hello");
		awaitWord(300);
		this.page.wheel(-200);
		this.page.await(() -> !this.page.shows(".answer"));
		Object place = this.page.script("return scrollY");
		awaitWord(600);
		assertThat(this.page.script("return scrollY")).isEqualTo(place);
		this.page.wheel(5000);
		this.page.await(() -> this.page.shows(".answer"));
		awaitWord(900);
		this.page.await(() -> this.page.shows(".answer"));
		this.page.awaitEnd();
		assertThat(this.page.shows(".cost")).isTrue();
	}

	@Test
	void tabWhenThereAreSeveralTurnsThenTheFocusedElementIsVisible() {
		this.page.viewport(360, 640);
		streamsWords(60, Duration.ZERO);
		for (int i = 0; i < 3; i++) {
			this.page.ask("Hello").awaitEnd();
		}
		this.page.script("scrollTo(0, 0); document.querySelector('#clear').focus()");
		List<String> tags = new ArrayList<>();
		for (this.page.press(Keys.TAB); !"person".equals(this.page.focused().getAttribute("id")); this.page
			.press(Keys.TAB)) {
			tags.add(this.page.focused().getTagName());
			assertThat(this.page.showsFocused()).as(String.join(" ", tags)).isTrue();
		}
		assertThat(tags).as("number, copy, two ratings, passages of three turns").hasSize(15);
		assertThat(tags).filteredOn("summary"::equals).hasSize(3);
	}

	@Test
	void typeWhenScrolledUpThenThePageStays() {
		this.page.viewport(900, 700);
		streamsWords(400, Duration.ZERO);
		this.page.ask("Hello").awaitEnd().ask("Hello").awaitEnd();
		this.page.script("scrollTo(0, 100)");
		this.page.type("A long question\u2003with many letters");
		assertThat(this.page.find("#question").getAttribute("value")).startsWith("A long");
		assertThat(this.page.script("return scrollY")).isEqualTo(100L);
	}

	@Test
	void endWhenTheFocusHasMovedThenItStaysThere() {
		streamsWords(100, Duration.ofMillis(10));
		this.page.ask("Hello");
		awaitWord(5);
		this.page.press(Keys.chord(Keys.SHIFT, Keys.TAB), Keys.chord(Keys.SHIFT, Keys.TAB));
		assertThat(this.page.focused().getTagName()).isEqualTo("summary");
		this.page.awaitEnd();
		assertThat(this.page.focused().getTagName()).isEqualTo("summary");
	}

	@Test
	void endWhenTheStopButtonHadTheFocusThenTheQuestionGetsIt() {
		streamsWords(200, Duration.ofMillis(100));
		this.page.ask("Hello");
		awaitWord(1);
		this.page.press(Keys.TAB).press(Keys.ENTER).awaitEnd();
		assertThat(this.page.last(".failure")).isEqualTo("You stopped this answer.");
		assertThat(this.page.focused().getAttribute("id")).isEqualTo("question");
	}

}
