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

import java.util.Map;

import dev.inferencekey.test.ScriptedWorkload;
import org.junit.jupiter.api.Test;
import org.openqa.selenium.Keys;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.test.annotation.DirtiesContext;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tools, and the step that the customer has to approve.
 */
class PageApprovalTests extends ScriptedPage {

	private static final String RETURN = "I want to return order A-1017";

	@Autowired
	private Orders orders;

	@Test
	void orderStatusWhenAskedThenLookedUpWithoutApproval() {
		ScriptedWorkload bot = this.platform.workload("support-bot").calls("order_status", order("A-1042"));
		bot.replies("It comes tomorrow.");
		this.page.ask("Where is A-1042?").awaitEnd();
		assertThat(this.page.last(".steps")).isEqualTo("Looked up order A-1042");
		assertThat(this.page.last(".answer")).isEqualTo("It comes tomorrow.");
		assertThat(this.page.find(".sources").isDisplayed()).isFalse();
		assertThat(lastMessage(bot)).startsWith("Order A-1042 (a desk lamp) is on its way.");
	}

	@Test
	@DirtiesContext // opens a return
	void returnWhenApprovedThenItIsOpenedAndTheModelIsTold() {
		ScriptedWorkload bot = this.platform.workload("support-bot").calls("open_return", order("A-1017"));
		bot.replies("Your return is open.");
		this.page.ask(RETURN);
		awaitApproval();
		assertThat(this.orders.find("A-1017").state()).isEqualTo(Order.State.DELIVERED);
		assertThat(bot).received(1);
		assertThat(this.page.status()).startsWith("Your decision is needed. Open a return for order A-1017");
		assertThat(this.page.accessibilityViolations()).isEmpty();
		this.page.screenshot("approval");
		this.page.press(Keys.chord(Keys.SHIFT, Keys.TAB), Keys.chord(Keys.SHIFT, Keys.TAB),
				Keys.chord(Keys.SHIFT, Keys.TAB));
		assertThat(this.page.focused().getText()).as("reached from the question").isEqualTo("Yes, go ahead");
		this.page.press(Keys.ENTER).awaitEnd();
		assertThat(this.page.last(".steps")).startsWith("Open a return for order A-1017").endsWith("You agreed.");
		assertThat(this.page.last(".answer")).isEqualTo("Your return is open.");
		assertThat(this.orders.find("A-1017").state()).isEqualTo(Order.State.RETURNING);
		assertThat(lastMessage(bot)).contains("is open. Its number is R-1017.");
	}

	@Test
	void returnWhenDeniedThenNothingHappensAndTheModelIsTold() {
		ScriptedWorkload bot = this.platform.workload("support-bot").calls("open_return", order("A-1017"));
		bot.replies("As you wish.");
		this.page.ask(RETURN);
		awaitApproval();
		this.page.click(".deny").awaitEnd();
		assertThat(this.page.last(".steps")).endsWith("You declined.");
		assertThat(this.page.last(".answer")).isEqualTo("As you wish.");
		assertThat(this.orders.find("A-1017").state()).isEqualTo(Order.State.DELIVERED);
		assertThat(lastMessage(bot)).startsWith("You have decided against it");
		assertThat(this.page.accessibilityViolations()).isEmpty();
	}

	@Test
	void returnWhenStoppedThenNothingHappensAndNothingCanBeApprovedLater() {
		ScriptedWorkload bot = this.platform.workload("support-bot").calls("open_return", order("A-1017"));
		this.page.ask(RETURN);
		awaitApproval();
		this.page.press(Keys.ESCAPE).awaitEnd();
		assertThat(this.page.last(".failure")).isEqualTo("You stopped this answer.");
		assertThat(this.page.all(".approval")).isEmpty();
		assertThat(bot).received(1);
		assertThat(this.orders.find("A-1017").state()).isEqualTo(Order.State.DELIVERED);
	}

	private void awaitApproval() {
		this.page.await(() -> !this.page.all(".approve").isEmpty());
	}

	static Map<String, String> order(String number) {
		return Map.of("orderNumber", number);
	}

	static String lastMessage(ScriptedWorkload workload) {
		var messages = workload.requests().get(workload.requests().size() - 1).messages();
		return messages.get(messages.size() - 1).text();
	}

}
