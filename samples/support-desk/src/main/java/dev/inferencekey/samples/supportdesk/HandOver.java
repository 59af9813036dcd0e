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

import java.util.List;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import org.jspecify.annotations.Nullable;

/**
 * What a person needs to know to take over a conversation.
 *
 * @param topic what it is about
 * @param wants what the customer wants
 * @param orderNumber the number of the order that it is about, if any
 * @param openQuestions what has not been answered
 * @param sentiment how the customer feels
 */
record HandOver(@JsonPropertyDescription("What the conversation is about, in a few words") String topic,
		@JsonPropertyDescription("What the customer wants, in one sentence") String wants,
		@JsonPropertyDescription("The number of the order, such as A-1042") @Nullable String orderNumber,
		@JsonPropertyDescription("Questions that have not been answered") List<String> openQuestions,
		@JsonPropertyDescription("How the customer feels") Sentiment sentiment) {

	/**
	 * How a customer feels.
	 */
	enum Sentiment {

		NEUTRAL, SATISFIED, WORRIED, UPSET

	}

}
