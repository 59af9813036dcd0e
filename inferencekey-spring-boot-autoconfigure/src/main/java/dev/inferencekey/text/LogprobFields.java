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

package dev.inferencekey.text;

import java.util.ArrayList;
import java.util.List;

import dev.inferencekey.operation.Json;
import tools.jackson.core.JsonParser;

/**
 * Collects the fields of one token of {@code logprobs.content}.
 */
final class LogprobFields {

	private String token = "";

	private double logprob = Double.NaN;

	private final List<TokenLogprob> alternatives = new ArrayList<>();

	private LogprobFields() {
	}

	/**
	 * Read a token.
	 * @param parser stands at the token
	 * @return the token; its probability is NaN if there is no number
	 */
	static TokenLogprob read(JsonParser parser) {
		LogprobFields fields = new LogprobFields();
		Json.readFields(parser, fields::field);
		return TokenLogprob.of(fields.token, fields.logprob).withAlternatives(fields.alternatives);
	}

	private void field(String name, JsonParser parser) {
		switch (name) {
			case "token" -> {
				String text = ChoiceFields.string(parser);
				this.token = (text != null) ? text : "";
			}
			case "logprob" -> this.logprob = parser.currentToken().isNumeric() ? parser.getDoubleValue() : Double.NaN;
			case "top_logprobs" -> Json.readElements(parser, (other) -> this.alternatives.add(read(other)));
			default -> {
			}
		}
	}

}
