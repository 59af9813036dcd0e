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

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

import dev.inferencekey.operation.Json;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Reads the frames of a stream that a test writes.
 */
final class ChunkStream {

	static final String STOP = frame(0, "{}", "stop");

	final TextAccumulator accumulator = new TextAccumulator();

	final ChunkReader reader;

	ChunkStream(boolean thinkTags) {
		this.reader = new ChunkReader(new Json(JsonMapper.shared()), this.accumulator,
				new AnswerRules(true, thinkTags));
	}

	static String frame(int choice, String delta, @Nullable String reason) {
		return "{\"choices\":[" + choice(choice, delta, reason) + "]}";
	}

	static String choice(int index, String delta, @Nullable String reason) {
		return "{\"index\":" + index + ",\"delta\":" + delta + ",\"finish_reason\":"
				+ ((reason != null) ? '"' + reason + '"' : null) + "}";
	}

	static String calls(String... calls) {
		return frame(0, "{\"tool_calls\":[" + String.join(",", calls) + "]}", null);
	}

	static String call(@Nullable Integer index, @Nullable String id, @Nullable String name,
			@Nullable String arguments) {
		String function = ((name != null) ? "\"name\":\"" + name + "\"" : "\"name\":null") + ((arguments != null)
				? ",\"arguments\":\"" + arguments.replace("\\", "\\\\").replace("\"", "\\\"") + "\"" : "");
		return "{" + ((index != null) ? "\"index\":" + index + "," : "")
				+ ((id != null) ? "\"id\":\"" + id + "\"," : "") + "\"function\":{" + function + "}}";
	}

	static String text(String text) {
		return frame(0, "{\"content\":\"" + text + "\"}", null);
	}

	List<TextChunk> read(String... frames) {
		List<TextChunk> chunks = new ArrayList<>();
		for (String frame : frames) {
			byte[] bytes = frame.getBytes(StandardCharsets.UTF_8);
			for (TextChunk chunk = this.reader.read(bytes, 0, bytes.length); chunk != null; chunk = this.reader
				.further()) {
				chunks.add(chunk);
			}
		}
		return chunks;
	}

	List<TextChunk> readAll(String... frames) {
		List<TextChunk> chunks = read(frames);
		assertThat(this.reader.isComplete(true)).isTrue();
		for (TextChunk chunk = this.reader.rest(); chunk != null; chunk = this.reader.rest()) {
			chunks.add(chunk);
		}
		TextAccumulator again = new TextAccumulator();
		chunks.forEach(again::add);
		assertThat(again.result().raw()).as("the chunks put together").isEqualTo(this.accumulator.result().raw());
		return chunks;
	}

	List<ToolCall> toolCalls(String... frames) {
		return readAll(frames).stream().flatMap((chunk) -> chunk.toolCalls().stream()).toList();
	}

}
