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
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Locale;
import java.util.function.BiFunction;
import java.util.function.Consumer;

import dev.inferencekey.text.Tool;

import org.springframework.context.MessageSource;
import org.springframework.stereotype.Component;

/**
 * What the model may do with orders: look at them, and open a return that the customer
 * has approved. Approval is asked for inside the tool and not by {@code approve} of
 * {@code ToolLoop}, since the tool knows what there is to approve, and tells the model
 * whether the customer has declined or has not answered in time.
 */
@Component
class OrderTools {

	private static final String ARGUMENTS = """
			{
			  "type": "object",
			  "properties": {
			    "orderNumber": {
			      "type": "string",
			      "pattern": "^%s$",
			      "description": "The number of the order, such as A-1042"
			    }
			  },
			  "required": ["orderNumber"],
			  "additionalProperties": false
			}
			""".formatted(Orders.NUMBER);

	private final Orders orders;

	private final Approvals approvals;

	private final MessageSource messages;

	OrderTools(Orders orders, Approvals approvals, MessageSource messages) {
		this.orders = orders;
		this.approvals = approvals;
		this.messages = messages;
	}

	/**
	 * Return the tools for one answer.
	 * @param language the language of the question
	 * @param reader is shown what the tools do
	 */
	List<Tool> tools(Locale language, AnswerReader reader) {
		Texts texts = new Texts(this.messages, language);
		Consumer<Step> steps = (step) -> show(step, reader);
		return List.of(
				tool("order_status", "Finds the status of an order: where is it, when does it arrive?",
						(order, callId) -> status(order, callId, texts, steps), texts),
				tool("open_return", "Opens a return: the customer wants to return or send back an order.",
						(order, callId) -> openReturn(order, texts, steps), texts));
	}

	private Tool tool(String name, String description, BiFunction<Order, String, String> use, Texts texts) {
		return Tool.of(name, description, ARGUMENTS, (call) -> {
			String number = call.arguments(Arguments.class).orderNumber();
			Order order = this.orders.find(number);
			return (order != null) ? use.apply(order, call.id()) : texts.get("order.unknown", number);
		});
	}

	private String status(Order order, String callId, Texts texts, Consumer<Step> steps) {
		steps.accept(new Step(callId, Step.State.DONE, texts.order("step.status", order), null));
		return texts.order("order." + order.state(), order);
	}

	private String openReturn(Order order, Texts texts, Consumer<Step> steps) {
		if (!Orders.isReturnable(order)) {
			String reason = (order.state() == Order.State.DELIVERED) ? "LATE" : order.state().name();
			return texts.order("return." + reason, order);
		}
		Step.State decision = this.approvals.ask(texts.order("step.return", order), steps);
		if (decision == Step.State.APPROVED && !this.orders.openReturn(order.number())) {
			return texts.order("return.RETURNING", order);
		}
		return texts.order("return." + decision, order);
	}

	private static void show(Step step, AnswerReader reader) {
		try {
			reader.step(step);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private record Arguments(String orderNumber) {
	}

}
