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
import java.util.Locale;

import org.jspecify.annotations.Nullable;

/**
 * Receives an answer as it is generated. Tools report their steps from threads of their
 * own. Each method throws an {@code IOException} if nobody reads any more.
 */
interface AnswerReader {

	void passages(Retrieval.Found found, Locale language) throws IOException;

	void step(Step step) throws IOException;

	void text(String text) throws IOException;

	void citation(Citation citation) throws IOException;

	void done(Outcome outcome) throws IOException;

	/**
	 * The end of an answer.
	 *
	 * @param id identifies the answer
	 * @param known whether passages or tools had the answer
	 * @param cost what it cost
	 */
	record Outcome(String id, boolean known, Cost cost) {
	}

	/**
	 * The cost of an answer.
	 *
	 * @param model the model that generated it
	 * @param finishReason why the model stopped
	 * @param inputTokens the number of tokens in the requests
	 * @param outputTokens the number of tokens in the answers
	 * @param money the price with its currency, if prices are configured
	 * @param millis the total time in milliseconds
	 */
	record Cost(@Nullable String model, @Nullable String finishReason, @Nullable Integer inputTokens,
			@Nullable Integer outputTokens, @Nullable String money, long millis) {
	}

}
