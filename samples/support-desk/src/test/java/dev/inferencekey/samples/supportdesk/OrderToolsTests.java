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
import java.util.Locale;

import dev.inferencekey.text.Tool;
import dev.inferencekey.text.ToolCall;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.context.support.ResourceBundleMessageSource;
import org.springframework.core.io.ClassPathResource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link OrderTools} and its texts.
 */
class OrderToolsTests {

	private final Orders orders = new Orders();

	private final Approvals approvals = new Approvals(new SupportDeskProperties(new ClassPathResource("handbook.md"),
			12, 4, 0.5, Duration.ofMinutes(2), 4, null));

	private final List<Step> steps = new ArrayList<>();

	@ParameterizedTest
	@CsvSource({ "A-1056, is being packed", "a1042, is on its way", "A-1017, was delivered on",
			"A-9999, There is no order" })
	void statusWhenAskedThenSaysWhereTheOrderIs(String number, String expected) {
		assertThat(use("order_status", number, Locale.ENGLISH)).contains(expected);
	}

	@ParameterizedTest
	@CsvSource({ "A-1056, is still being packed", "A-1042, is on its way", "A-1003, can no longer be returned" })
	void returnWhenImpossibleThenSaysWhyAndAsksNobody(String number, String expected) {
		assertThat(use("open_return", number, Locale.ENGLISH)).contains(expected);
		assertThat(this.steps).isEmpty();
	}

	@Test
	void returnWhenApprovedTwiceThenItIsOpenedOnce() {
		assertThat(use("open_return", "A-1017", Locale.ENGLISH)).contains("is open. Its number is R-1017");
		assertThat(use("open_return", "A-1017", Locale.ENGLISH)).contains("is open already");
		assertThat(this.steps).extracting(Step::state).containsExactly(Step.State.WAITING, Step.State.APPROVED);
	}

	@ParameterizedTest
	@ValueSource(strings = { "en", "de", "fr", "es" })
	void textsWhenInALanguageThenNoneIsMissingAndTheOrderIsNamed(String language) {
		Texts texts = new Texts(messages(), Locale.forLanguageTag(language));
		Order order = this.orders.find("A-1017");
		for (String code : new String[] { "step.return", "order.PACKING", "order.SHIPPED", "order.DELIVERED",
				"order.RETURNING", "return.APPROVED", "return.DENIED", "return.EXPIRED", "return.RETURNING",
				"return.LATE", "return.PACKING", "return.SHIPPED" }) {
			assertThat(texts.order(code, order)).as(code).contains("A-1017").doesNotContain("{", "''");
		}
		assertThat(texts.get("unknown")).isNotBlank();
	}

	private String use(String name, String number, Locale language) {
		OrderTools tools = new OrderTools(this.orders, this.approvals, messages());
		Tool tool = tools.tools(language, new AgreeingReader())
			.stream()
			.filter((it) -> it.name().equals(name))
			.findFirst()
			.orElseThrow();
		return String.valueOf(tool.execute(ToolCall.of("call-1", name, "{\"orderNumber\": \"" + number + "\"}")));
	}

	private static ResourceBundleMessageSource messages() {
		ResourceBundleMessageSource messages = new ResourceBundleMessageSource();
		messages.setBasename("messages");
		messages.setDefaultEncoding("UTF-8");
		messages.setFallbackToSystemLocale(false);
		return messages;
	}

	/**
	 * Approves whatever it is asked for.
	 */
	private final class AgreeingReader implements AnswerReader {

		@Override
		public void step(Step step) {
			if (step.state() != Step.State.DONE) {
				OrderToolsTests.this.steps.add(step);
			}
			if (step.state() == Step.State.WAITING) {
				assertThat(OrderToolsTests.this.approvals.decide(step.id(), true)).isTrue();
			}
		}

		@Override
		public void passages(Retrieval.Found found, Locale language) {
		}

		@Override
		public void text(String text) {
		}

		@Override
		public void citation(Citation citation) {
		}

		@Override
		public void done(Outcome outcome) {
		}

	}

}
