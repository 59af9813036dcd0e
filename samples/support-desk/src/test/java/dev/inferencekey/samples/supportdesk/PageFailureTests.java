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

import java.io.IOException;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.openqa.selenium.Keys;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.TestComponent;
import org.springframework.context.annotation.Import;
import org.springframework.web.filter.OncePerRequestFilter;

import static dev.inferencekey.test.ResponseHeader.requestId;
import static dev.inferencekey.test.ResponseHeader.retryAfter;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * What the user sees when something fails.
 */
@Import(PageFailureTests.Proxy.class)
class PageFailureTests extends ScriptedPage {

	@Autowired
	private Proxy proxy;

	@AfterEach
	void resetProxy() {
		this.proxy.status = 0;
	}

	@Test
	void stopWhenClickedThenTheWorkloadStopsAndThePartialAnswerStays() {
		assertStops(() -> this.page.click("#stop"));
	}

	@Test
	void stopWhenEscapeIsPressedThenTheWorkloadStopsAndThePartialAnswerStays() {
		assertStops(() -> this.page.press(Keys.ESCAPE));
	}

	private void assertStops(Runnable stop) {
		streamsWords(200, Duration.ofMillis(100));
		this.page.ask("Hello");
		awaitWord(1);
		stop.run();
		this.page.awaitEnd();
		assertThat(this.page.last(".failure")).isEqualTo("You stopped this answer.");
		assertThat(this.page.last(".answer")).contains("word1").doesNotContain("word199");
		assertThat(this.platform.workload("support-bot")).received(1).lastRequest().wasAbandoned();
	}

	@Test
	void stopWhenNothingHasArrivedThenTheWorkloadStops() {
		this.platform.workload("support-bot").replies("Too late.").delays(Duration.ofSeconds(25));
		this.page.ask("Hello");
		this.page.await(() -> !this.platform.workload("support-bot").requests().isEmpty());
		this.page.click("#stop").awaitEnd();
		assertThat(this.page.last(".failure")).isEqualTo("You stopped this answer.");
		assertThat(this.platform.workload("support-bot")).lastRequest().wasAbandoned();
	}

	@Test
	void askWhenAnAnswerIsInProgressThenAHintIsShownAndTheQuestionIsKept() {
		streamsWords(200, Duration.ofMillis(100));
		this.page.ask("Hello");
		awaitWord(1);
		this.page.ask("And then?");
		assertThat(this.page.find("#status").getText())
			.isEqualTo("Wait for the current answer to finish, or press Escape to stop it.");
		assertThat(this.page.find("#question").getDomProperty("value")).isEqualTo("And then?");
		assertThat(this.page.accessibilityViolations()).isEmpty();
		String spoken = this.page.find("#status").getDomProperty("textContent");
		this.page.press(Keys.ENTER);
		assertThat(this.page.find("#status").getDomProperty("textContent")).as("repeated announcement")
			.isNotEqualTo(spoken)
			.startsWith(spoken);
		awaitWord(2);
		this.page.press(Keys.ESCAPE).awaitEnd();
		this.platform.workload("support-bot").replies("Then this.");
		this.page.press(Keys.ENTER).awaitEnd();
		assertThat(this.page.last(".asked")).isEqualTo("And then?");
		assertThat(this.page.all("#conversation > li")).hasSize(2);
	}

	@Test
	void answerWhenTheWorkloadIsDownThenExplainedAndTryingAgainWorks() {
		this.platform.workload("support-bot").failsWith(500, requestId("req-42")).replies("Back again.");
		this.page.ask("Hello").awaitEnd();
		assertThat(this.page.last(".failure"))
			.isEqualTo("The support desk is temporarily unavailable. Try again in a few minutes. (req-42)");
		assertThat(this.page.accessibilityViolations()).isEmpty();
		this.page.screenshot("failure");
		this.page.click(".retry").awaitEnd();
		assertThat(this.page.all("#conversation > li")).as("the failed turn is replaced").hasSize(1);
		assertThat(this.page.last(".asked")).isEqualTo("Hello");
		assertThat(this.page.last(".answer")).isEqualTo("Back again.");
		assertThat(this.page.last(".failure")).isEmpty();
		assertThat(this.page.focused().getAttribute("id")).isEqualTo("question");
	}

	@Test
	void answerWhenCutThenThePartialAnswerStaysWithAWarning() {
		this.platform.workload("support-bot").streams("Open ", "your ", "orders.").cutsAfter(2);
		this.page.ask("Hello").awaitEnd();
		assertThat(this.page.last(".answer")).isEqualTo("Open your");
		assertThat(this.page.last(".failure")).startsWith("The answer was interrupted");
		assertThat(this.page.last(".cost")).isEmpty();
	}

	@Test
	void answerWhenRateLimitedThenSaysWhenToTryAgain() {
		this.platform.workload("support-bot").failsWith(429, retryAfter(Duration.ofSeconds(7)));
		this.page.ask("Hello").awaitEnd();
		assertThat(this.page.last(".failure")).isEqualTo("The support desk is busy. Try again in 7 seconds.");
		assertThat(this.page.status()).isEqualTo(this.page.last(".failure"));
	}

	@Test
	void answerWhenTheKeyIsRejectedThenTryingAgainIsNotOffered() {
		this.platform.workload("support-bot").failsWith(401);
		this.page.ask("Hello").awaitEnd();
		assertThat(this.page.last(".failure")).contains("trying again will not help")
			.doesNotContain("support-bot", "key");
		assertThat(this.page.last(".actions")).doesNotContain("Try again");
	}

	@Test
	void answerWhenTheRerankerFailsThenAnsweredWithTheOrderOfTheSearch() {
		this.platform.reset();
		this.platform.workload("embedder").embeds(16);
		this.platform.workload("reranker").failsWith(500);
		this.platform.workload("support-bot").replies(CANCEL);
		this.page.ask("Hello").awaitEnd();
		assertThat(this.page.last(".answer")).startsWith(CANCEL);
		assertThat(this.page.last(".sources")).contains("The order of these passages is approximate")
			.doesNotContain("relevance");
	}

	@Test
	void answerWhenItContainsMarkupThenShownAsText() {
		String markup = "<img src=x onerror=\"document.title='gotcha'\"><b>bold</b>";
		this.platform.workload("support-bot").streams(markup);
		this.page.ask(markup).awaitEnd();
		assertThat(this.page.last(".answer")).isEqualTo(markup);
		assertThat(this.page.last(".asked")).isEqualTo(markup);
		assertThat(this.page.script("return document.title")).isEqualTo("acme support desk");
		assertThat(this.page.all(".answer *, .asked *")).isEmpty();
	}

	@Test
	void answerWhenEmptyThenExplained() {
		this.platform.workload("support-bot").replies("");
		this.page.ask("Hello").awaitEnd();
		assertThat(this.page.last(".failure")).startsWith("The answer is empty.");
		assertThat(this.page.status()).startsWith("The answer is empty.");
		assertThat(this.page.click("#details").last(".cost")).contains("0 out");
	}

	@Test
	void askWhenTheServerRejectsOrFailsThenExplainedByStatus() {
		this.proxy.status = 413;
		this.page.ask("Hello").awaitEnd();
		assertThat(this.page.last(".failure"))
			.isEqualTo("The support desk rejected your question (413). Try a shorter or simpler one.");
		this.proxy.status = 502;
		this.page.ask("Hello").awaitEnd();
		assertThat(this.page.last(".failure"))
			.isEqualTo("The support desk is not available (502). Try again in a few minutes.");
		assertThat(this.page.status()).isEqualTo(this.page.last(".failure"));
	}

	@Test
	void askWhenTheAddressHasTooManyQuestionsThenSaysWhenToTryAgain() {
		this.proxy.status = 429;
		this.page.ask("Hello").awaitEnd();
		assertThat(this.page.last(".failure"))
			.isEqualTo("Too many questions from your network at the same time. Try again in 5 seconds.");
	}

	@Test
	void askWhenOfflineThenSaysToCheckTheConnection() {
		this.page.offline(true).ask("Hello").awaitEnd();
		assertThat(this.page.last(".failure"))
			.isEqualTo("The support desk cannot be reached. Check your connection and try again.");
	}

	@Test
	void answerWhenTheConnectionBreaksThenThePartialAnswerStaysWithAWarning() {
		this.proxy.status = 200;
		this.page.ask("Hello").await(() -> this.page.last(".answer").equals("Open "));
		this.proxy.breaks.countDown();
		this.page.awaitEnd();
		assertThat(this.page.last(".answer")).isEqualTo("Open ");
		assertThat(this.page.last(".failure"))
			.isEqualTo("The connection was lost and the answer may be incomplete. Try again to get all of it.");
	}

	/**
	 * Stands in for a proxy between the page and the application, which rejects requests
	 * or breaks the connection.
	 */
	@TestComponent
	static class Proxy extends OncePerRequestFilter {

		/**
		 * When to break the connection: a browser may discard what has arrived but was
		 * not read by then.
		 */
		private final CountDownLatch breaks = new CountDownLatch(1);

		private volatile int status;

		@Override
		protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
				throws ServletException, IOException {
			if (this.status == 0 || !request.getRequestURI().startsWith("/api/")) {
				chain.doFilter(request, response);
				return;
			}
			response.setStatus(this.status);
			response.setHeader("Retry-After", "5");
			if (this.status == 200) {
				response.getWriter().write("event:text\ndata:{\"text\": \"Open \"}\n\n");
				response.flushBuffer();
				awaitBreak();
				throw new IOException("scripted failure");
			}
		}

		private void awaitBreak() throws InterruptedIOException {
			try {
				this.breaks.await(1, TimeUnit.MINUTES);
			}
			catch (InterruptedException ex) {
				throw new InterruptedIOException();
			}
		}

	}

}
