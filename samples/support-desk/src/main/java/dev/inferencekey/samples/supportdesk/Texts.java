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

import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.time.format.FormatStyle;
import java.util.Locale;

import org.springframework.context.MessageSource;

/**
 * What the desk itself says, in the language of the question.
 *
 * @param messages the texts
 * @param language the language
 */
record Texts(MessageSource messages, Locale language) {

	String get(String code, Object... arguments) {
		return this.messages.getMessage(code, arguments, this.language);
	}

	/**
	 * Describe an order.
	 */
	String order(String code, Order order) {
		return get(code, order.number(), get(order.item()), date(order.date()), order.returnNumber());
	}

	private String date(LocalDate date) {
		return DateTimeFormatter.ofLocalizedDate(FormatStyle.LONG).withLocale(this.language).format(date);
	}

}
