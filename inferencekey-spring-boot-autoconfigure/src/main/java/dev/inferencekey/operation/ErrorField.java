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

package dev.inferencekey.operation;

import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/**
 * Tells an error inside an answer from a field {@code error} that says there is none.
 */
public final class ErrorField {

	private boolean error;

	private ErrorField() {
	}

	/**
	 * Look at the value of a field {@code error}.
	 * @param parser stands at the value, and at its end afterwards
	 * @return {@code false} for {@code null}, {@code false}, an empty text, and an object
	 * that has nothing in it but such values
	 */
	public static boolean isError(JsonParser parser) {
		return switch (parser.currentToken()) {
			case VALUE_NULL, VALUE_FALSE -> false;
			case VALUE_STRING -> !parser.getString().isBlank();
			case START_OBJECT -> {
				ErrorField fields = new ErrorField();
				Json.readFields(parser, fields::field);
				yield fields.error;
			}
			case START_ARRAY -> {
				ErrorField elements = new ErrorField();
				Json.readElements(parser, (element) -> elements.error |= isError(element));
				yield elements.error;
			}
			default -> true;
		};
	}

	private void field(String name, JsonParser parser) {
		// A code of 0 is none.
		boolean zero = parser.currentToken() == JsonToken.VALUE_NUMBER_INT && parser.getString().equals("0");
		this.error |= !zero && isError(parser);
	}

}
