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

/**
 * An order.
 *
 * @param number the number, such as {@code A-1042}
 * @param item what was ordered: the code of its name in the texts of the desk
 * @param state where it is
 * @param date when it arrives or has arrived
 */
record Order(String number, String item, State state, LocalDate date) {

	/**
	 * Where an order is.
	 */
	enum State {

		PACKING, SHIPPED, DELIVERED, RETURNING

	}

	Order returning() {
		return new Order(this.number, this.item, State.RETURNING, this.date);
	}

	String returnNumber() {
		return this.number.replace("A-", "R-");
	}

}
