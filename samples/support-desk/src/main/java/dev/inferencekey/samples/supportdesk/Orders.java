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
import java.time.ZoneId;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

import org.springframework.stereotype.Component;

/**
 * The orders of acme: a few, in memory. A real desk asks its shop system, and only for
 * the orders of the customer who has signed in.
 */
@Component
class Orders {

	/**
	 * What an order number looks like, as a regular expression of JSON Schema.
	 */
	static final String NUMBER = "[Aa]-?[0-9]{4}";

	private static final Pattern NUMBER_IN_TEXT = Pattern.compile("\\b" + NUMBER + "\\b");

	private static final int DAYS_TO_RETURN = 30;

	private final Map<String, Order> orders = new ConcurrentHashMap<>();

	Orders() {
		LocalDate today = today();
		add(new Order("A-1056", "item.cups", Order.State.PACKING, today.plusDays(2)));
		add(new Order("A-1042", "item.lamp", Order.State.SHIPPED, today.plusDays(1)));
		add(new Order("A-1017", "item.shelf", Order.State.DELIVERED, today.minusDays(6)));
		add(new Order("A-1003", "item.chair", Order.State.DELIVERED, today.minusDays(64)));
	}

	private void add(Order order) {
		this.orders.put(order.number(), order);
	}

	@Nullable Order find(String number) {
		return this.orders.get(normalize(number));
	}

	/**
	 * Open a return, if that is possible now.
	 * @return whether it was opened
	 */
	boolean openReturn(String number) {
		Order order = find(number);
		return order != null && isReturnable(order) && this.orders.replace(order.number(), order, order.returning());
	}

	static boolean isReturnable(Order order) {
		return order.state() == Order.State.DELIVERED && !order.date().plusDays(DAYS_TO_RETURN).isBefore(today());
	}

	private static LocalDate today() {
		return LocalDate.now(ZoneId.systemDefault());
	}

	/**
	 * Return the first order number in a text.
	 */
	static @Nullable String numberIn(@Nullable String text) {
		Matcher matcher = NUMBER_IN_TEXT.matcher((text != null) ? text : "");
		return matcher.find() ? normalize(matcher.group()) : null;
	}

	private static String normalize(String number) {
		String upper = number.strip().toUpperCase(Locale.ROOT);
		return upper.contains("-") ? upper : upper.replaceFirst("^A", "A-");
	}

}
