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

package dev.inferencekey.wire;

import java.util.Arrays;
import java.util.stream.Collectors;

/**
 * Bodies of answers, as short as the protocol allows.
 */
public final class Answers {

	/**
	 * A whole answer with the text {@code ok}.
	 */
	public static final String OK = text("ok");

	/**
	 * The event that carries the finish reason.
	 */
	public static final String STOP = event("{\"choices\":[{\"delta\":{},\"finish_reason\":\"stop\"}]}");

	/**
	 * The event after the last.
	 */
	public static final String DONE = "data: [DONE]\n\n";

	private Answers() {
	}

	/**
	 * A whole answer.
	 * @param content as it stands between the quotes of a JSON string
	 */
	public static String text(String content) {
		return "{\"choices\":[{\"message\":{\"content\":\"" + content + "\"}}]}";
	}

	/**
	 * A whole answer that calls a tool.
	 * @param arguments the text of a JSON object
	 */
	public static String toolCall(String id, String name, String arguments) {
		return "{\"choices\":[{\"message\":{\"content\":null,\"tool_calls\":[" + call(id, name, arguments)
				+ "]},\"finish_reason\":\"tool_calls\"}]}";
	}

	private static String call(String id, String name, String arguments) {
		return "{\"index\":0,\"id\":\"" + id + "\",\"type\":\"function\",\"function\":{\"name\":\"" + name
				+ "\",\"arguments\":\"" + arguments.replace("\"", "\\\"") + "\"}}";
	}

	/**
	 * The events of a call of a tool, at the end of a stream.
	 * @param arguments the text of a JSON object
	 */
	public static String streamedToolCall(String id, String name, String arguments) {
		return event("{\"choices\":[{\"delta\":{\"tool_calls\":[" + call(id, name, arguments) + "]}}]}")
				+ event("{\"choices\":[{\"delta\":{},\"finish_reason\":\"tool_calls\"}]}") + DONE;
	}

	/**
	 * One event of a stream.
	 * @param data its JSON
	 */
	public static String event(String data) {
		return "data: " + data + "\n\n";
	}

	/**
	 * The event of a chunk with text.
	 * @param content as it stands between the quotes of a JSON string
	 */
	public static String delta(String content) {
		return event("{\"choices\":[{\"delta\":{\"content\":\"" + content + "\"}}]}");
	}

	/**
	 * The event of a chunk with text and the finish reason {@code stop}.
	 * @param content as it stands between the quotes of a JSON string
	 */
	public static String lastDelta(String content) {
		return event("{\"choices\":[{\"delta\":{\"content\":\"" + content + "\"},\"finish_reason\":\"stop\"}]}");
	}

	/**
	 * A whole stream.
	 * @param contents the texts of its chunks
	 */
	public static String stream(String... contents) {
		return Arrays.stream(contents).map(Answers::delta).collect(Collectors.joining("", "", STOP + DONE));
	}

}
