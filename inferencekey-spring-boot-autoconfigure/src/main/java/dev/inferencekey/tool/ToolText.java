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

package dev.inferencekey.tool;

import java.util.Collection;

import dev.inferencekey.error.SafeText;
import dev.inferencekey.error.UnusableAnswerException;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/**
 * What a model is told about the tool calls it made.
 */
final class ToolText {

	static final String DECLINED = "The call was declined and not run. Do not repeat it; go on without its result.";

	static final String CUT = "The call was cut off at the maximum number of tokens and not run. "
			+ "Call the tool again with shorter arguments.";

	private static final int MAX_FAILURE = 300;

	private static final int MAX_PROBLEM = 1500;

	private static final int MAX_NAME = 64;

	private static final int MAX_ID = 128;

	private ToolText() {
	}

	/**
	 * What a tool returned.
	 * @param value any value
	 * @return text as it is unless it is blank, anything else as JSON
	 */
	static String result(@Nullable Object value) {
		return (value instanceof String text && !text.isBlank()) ? text : JsonMapper.shared().writeValueAsString(value);
	}

	/**
	 * What was wrong with the arguments.
	 * @param failure says it, and how to mend it
	 * @return the message, which may list what is allowed
	 */
	static String problem(UnusableAnswerException failure) {
		return line(String.valueOf(failure.getMessage()), MAX_PROBLEM);
	}

	/**
	 * What a tool threw.
	 * @param failure the exception
	 * @return its class and message on one short line
	 */
	static String failure(Exception failure) {
		String name = failure.getClass().getSimpleName();
		String text = "Error: " + (name.isEmpty() ? "Exception" : name);
		return line((failure.getMessage() != null) ? text + ": " + failure.getMessage() : text, MAX_FAILURE);
	}

	static String unknown(String name, Collection<String> known) {
		return "There is no tool \"" + line(name, MAX_NAME) + "\". The tools are: " + String.join(", ", known) + ".";
	}

	/**
	 * What traces show of the id of a call.
	 * @param id what the model or its server chose
	 * @return the beginning of a long id, without keys
	 */
	static String id(String id) {
		return line(id, MAX_ID);
	}

	private static String line(String text, int max) {
		String line = SafeText.oneLine(SafeText.redact(text));
		if (line.length() <= max) {
			return line;
		}
		int end = Character.isHighSurrogate(line.charAt(max - 2)) ? max - 2 : max - 1;
		return line.substring(0, end) + "…";
	}

}
