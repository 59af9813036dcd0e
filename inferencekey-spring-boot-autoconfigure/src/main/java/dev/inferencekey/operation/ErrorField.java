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

import java.util.regex.Pattern;

import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/**
 * Tells an error inside an answer, by whatever name, from a field that says there is
 * none.
 */
public final class ErrorField {

	// Some servers write a word for none.
	private static final Pattern NONE = Pattern.compile("(?i)\\s*(null|none|false|0)?\\s*");

	private boolean error;

	private ErrorField() {
	}

	/**
	 * Look at a field of the answer itself.
	 * @param name the name of the field
	 * @param parser stands at the value
	 * @return whether the answer is an error, whatever else it holds
	 */
	public static boolean isError(String name, JsonParser parser) {
		return switch (name) {
			case "error", "errors", "error_msg" -> isError(parser);
			case "object", "type" ->
				parser.currentToken() == JsonToken.VALUE_STRING && parser.getString().equalsIgnoreCase("error");
			case "success" -> parser.currentToken() == JsonToken.VALUE_FALSE;
			default -> false;
		};
	}

	/**
	 * Look at a field of an answer that has nothing of what was asked for.
	 * @param name the name of the field
	 * @param parser stands at the value
	 * @return whether the answer is an error
	 */
	public static boolean isProblem(String name, JsonParser parser) {
		return switch (name) {
			case "detail" -> isError(parser);
			case "code", "error_code", "status", "status_code" -> ErrorBodyFields.status(parser) != null;
			default -> false;
		};
	}

	/**
	 * Look at the value of a field {@code error}.
	 * @param parser stands at the value, and at its end afterwards
	 * @return {@code false} for {@code null}, {@code false}, zero, an empty text, a word
	 * for none, and an object that has nothing in it but such values
	 */
	public static boolean isError(JsonParser parser) {
		return switch (parser.currentToken()) {
			case VALUE_NULL, VALUE_FALSE -> false;
			case VALUE_STRING, VALUE_NUMBER_INT -> !NONE.matcher(parser.getString()).matches();
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
		this.error |= isError(parser);
	}

}
