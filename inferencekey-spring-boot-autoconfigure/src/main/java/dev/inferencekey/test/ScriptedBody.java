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

package dev.inferencekey.test;

import java.nio.charset.StandardCharsets;
import java.util.List;

import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * What a scripted answer says to a request: one for each operation of the platform.
 */
@FunctionalInterface
interface ScriptedBody {

	JsonMapper MAPPER = JsonMapper.shared();

	/**
	 * Write the body.
	 * @param request what was asked
	 * @param answer the answer that this is the body of
	 * @return the bytes to send
	 * @throws IllegalStateException if the script does not fit the request
	 */
	Content write(RecordedRequest request, ScriptedAnswer answer);

	/**
	 * A body.
	 *
	 * @param type the content type
	 * @param parts what is sent at a time: the whole body, or each event of a stream
	 * @param chunks how many of the parts are chunks of a stream
	 * @param isStream whether the parts are sent one by one
	 */
	record Content(String type, List<byte[]> parts, int chunks, boolean isStream) {

		static Content json(String body) {
			return whole("application/json", body.getBytes(StandardCharsets.UTF_8));
		}

		static Content whole(String type, byte[] body) {
			return new Content(type, List.of(body), 0, false);
		}

		static Content events(List<String> events, int chunks) {
			return new Content("text/event-stream",
					events.stream().map((data) -> ("data: " + data + "\n\n").getBytes(StandardCharsets.UTF_8)).toList(),
					chunks, true);
		}

	}

	static void usage(ObjectNode body, int input, int output) {
		body.putObject("usage")
			.put("prompt_tokens", input)
			.put("completion_tokens", output)
			.put("total_tokens", input + output);
	}

	static int words(String text) {
		return text.isBlank() ? 0 : text.strip().split("\\s+").length;
	}

}
