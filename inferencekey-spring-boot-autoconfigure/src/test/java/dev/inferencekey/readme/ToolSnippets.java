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

package dev.inferencekey.readme;

import java.util.List;

import dev.inferencekey.Endpoint;
import dev.inferencekey.text.TextRequest;
import dev.inferencekey.text.Tool;
import dev.inferencekey.tool.ToolLoop;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;

/**
 * The snippets of the guide about tools and structured output.
 */
final class ToolSnippets {

	private ToolSnippets() {
	}

	record OrderQuery(String orderNumber) {
	}

	static String answerWithTools(Endpoint supportBot, String question) {
		Tool status = Tool.of("order_status", "Finds where an order is", OrderQuery.class,
				(query) -> "Order " + query.orderNumber() + " is out for delivery");
		return ToolLoop.over(supportBot)
			.run(TextRequest.of((request) -> request.user(question).tools(status)))
			.result()
			.text();
	}

	record Ticket(String summary, Priority priority, List<String> products, @Nullable String orderNumber) {
	}

	enum Priority {

		LOW, NORMAL, URGENT

	}

	static Ticket ticket(Endpoint supportBot, String mail) {
		return supportBot.generateObject(Ticket.class, "Open a ticket for this mail: " + mail).object();
	}

	static Flux<Ticket> tickets(Endpoint supportBot, String mails) {
		return supportBot.reactive()
			.generateObjects(Ticket.class, TextRequest.of("Open a ticket for each mail: " + mails));
	}

}
