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

import dev.inferencekey.test.ScriptedWorkload;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.test.context.TestPropertySource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A step that nobody decides.
 */
@TestPropertySource(properties = "support-desk.approval-timeout=1s")
class PageApprovalTimeoutTests extends ScriptedPage {

	@Autowired
	private Orders orders;

	@Test
	void returnWhenNobodyDecidesThenNothingHappensAndTheModelIsTold() {
		ScriptedWorkload bot = this.platform.workload("support-bot")
			.calls("open_return", PageApprovalTests.order("A-1017"));
		bot.replies("Ask again whenever you like.");
		this.page.ask("Ich möchte die Bestellung A-1017 zurückschicken").awaitEnd();
		assertThat(this.page.last(".steps")).startsWith("Rücksendung für Bestellung A-1017")
			.endsWith("No decision in time.");
		assertThat(this.page.last(".answer")).isEqualTo("Ask again whenever you like.");
		assertThat(this.orders.find("A-1017").state()).isEqualTo(Order.State.DELIVERED);
		assertThat(PageApprovalTests.lastMessage(bot)).startsWith("Es gab rechtzeitig keine Entscheidung");
	}

}
