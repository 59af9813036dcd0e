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

import java.math.BigDecimal;
import java.time.Duration;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.core.io.Resource;

/**
 * Settings of the support desk.
 *
 * @param handbook a Markdown document with one passage under each {@code ##} heading
 * @param candidates the number of passages that the vector search selects
 * @param sources the number of passages to answer from, at most
 * @param relevance the relevance score from which a passage is answered from; scores
 * differ from reranker to reranker
 * @param approvalTimeout how long a step waits for the customer's approval
 * @param questionsPerAddress the maximum number of concurrent questions from one client
 * address
 * @param price the price of tokens; if set, the page shows the price of each answer
 */
@ConfigurationProperties("support-desk")
record SupportDeskProperties(@DefaultValue("classpath:handbook.md") Resource handbook,
		@DefaultValue("12") int candidates, @DefaultValue("4") int sources, @DefaultValue("0.5") double relevance,
		@DefaultValue("2m") Duration approvalTimeout, @DefaultValue("4") int questionsPerAddress,
		@Nullable Price price) {

	/**
	 * The price of tokens.
	 *
	 * @param currency the currency, such as EUR
	 * @param input the price of a million input tokens
	 * @param output the price of a million output tokens
	 */
	record Price(String currency, BigDecimal input, BigDecimal output) {

		String of(int inputTokens, int outputTokens) {
			BigDecimal cost = this.input.multiply(BigDecimal.valueOf(inputTokens))
				.add(this.output.multiply(BigDecimal.valueOf(outputTokens)))
				.movePointLeft(6);
			return cost.stripTrailingZeros().toPlainString() + " " + this.currency;
		}

	}

}
