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

import org.junit.jupiter.api.Test;
import org.openqa.selenium.Keys;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Valid questions, text direction, and what a reload preserves.
 */
class PageConversationTests extends ScriptedPage {

	@Test
	void reloadWhenStreamingThenThePartialAnswerIsRestoredAsInterrupted() {
		this.platform.reset();
		this.platform.workload("embedder").embeds(16);
		this.platform.workload("reranker").reranks(0.9, 0.1, 0.49, 0.2);
		this.platform.workload("support-bot")
			.streams("This ", "is ", "so. [1] ", "And ", "word5 ", "and ", "so ", "on ")
			.pauses(Duration.ofMillis(200));
		this.page.ask("Will this be lost?");
		awaitWord(5);
		this.page.reload();
		assertThat(this.page.last(".asked")).isEqualTo("Will this be lost?");
		assertThat(this.page.last(".answer")).contains("word5");
		assertThat(this.page.last(".failure")).contains("connection was lost");
		assertThat(this.page.last(".sources summary")).isEqualTo("From our handbook · 1 passage");
		this.platform.workload("support-bot").replies("Still here.");
		this.page.ask("And now?").awaitEnd();
		assertThat(this.page.last(".answer")).isEqualTo("Still here.");
		this.page.reload();
		assertThat(this.page.all("#conversation > li")).hasSize(2);
		assertThat(this.page.last(".failure")).isEmpty();
	}

	@Test
	void reloadWhenTheStoredConversationIsInvalidThenItIsIgnored() {
		this.platform.workload("support-bot").replies("At your service.");
		for (String kept : new String[] { "{}", "42", "{",
				"[null, 7, {\"question\": \"old\"}, {\"question\": \"q\", \"answer\": \"a\"}]" }) {
			this.page
				.script("addEventListener('pagehide', () => sessionStorage.setItem('conversation', '" + kept + "'))");
			this.page.reload();
			assertThat(this.page.all("#conversation > li")).as(kept).isEmpty();
			this.page.ask("Hello").awaitEnd();
			assertThat(this.page.last(".answer")).as(kept).isEqualTo("At your service.");
		}
	}

	@Test
	void questionWhenPastedTooLongThenAHintIsShownAndNothingIsTruncated() {
		this.page.paste("abcdefghi ".repeat(300));
		assertThat(this.page.status()).isEqualTo("Your question is too long. The limit is 2000 characters.");
		assertThat(this.page.find("#question").getAttribute("aria-invalid")).isEqualTo("true");
		assertThat(this.page.accessibilityViolations()).isEmpty();
		this.page.screenshot("too-long");
		this.page.press(Keys.ENTER);
		assertThat(this.page.status()).isEqualTo("Your question has 2999 characters. The limit is 2000.");
		assertThat(this.page.find("#question").getAttribute("value")).hasSize(3000);
		assertThat(this.platform.requests()).isEmpty();
		this.page.script("document.querySelector('#question').select()");
		this.page.press("short again");
		assertThat(this.page.status()).isEmpty();
		assertThat(this.page.find("#question").getAttribute("aria-invalid")).isNull();
	}

	@Test
	void questionWhenBlankThenItIsInvalidAndHasTheFocus() {
		for (String blank : new String[] { "", "   " }) {
			this.page.script("document.querySelector('#question').value = ''");
			this.page.press("x", Keys.BACK_SPACE);
			assertThat(this.page.status()).isEmpty();
			this.page.press(blank + Keys.ENTER);
			assertThat(this.page.status()).isEqualTo("Enter a question first.");
			assertThat(this.page.find("#question").getAttribute("aria-invalid")).isEqualTo("true");
			assertThat(this.page.focused().getAttribute("id")).isEqualTo("question");
		}
		this.page.click("#send");
		assertThat(this.page.focused().getAttribute("id")).as("after a click").isEqualTo("question");
		assertThat(this.platform.requests()).isEmpty();
	}

	@Test
	void answerWhenRightToLeftThenThePageFollows() {
		this.platform.workload("support-bot").replies("مرحبا، يمكنك إلغاء الطلب. [1]");
		this.page.paste("كيف ألغي الطلب؟");
		assertThat(this.page.find("#question").getCssValue("direction")).isEqualTo("rtl");
		this.page.press(Keys.ENTER).awaitEnd();
		for (String part : new String[] { ".asked", ".answer" }) {
			assertThat(this.page.find("#conversation > li:last-child " + part).getCssValue("direction")).as(part)
				.isEqualTo("rtl");
		}
		assertThat(this.page.all(".sources li > *")).isNotEmpty()
			.allSatisfy((it) -> assertThat(it.getAttribute("dir")).isEqualTo("auto"));
		this.page.screenshot("right-to-left");
	}

}
