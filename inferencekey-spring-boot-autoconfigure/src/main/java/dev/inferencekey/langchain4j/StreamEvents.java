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

package dev.inferencekey.langchain4j;

import java.util.ArrayList;
import java.util.List;

import dev.inferencekey.text.TextAccumulator;
import dev.inferencekey.text.TextChunk;
import dev.inferencekey.text.ToolCall;
import dev.langchain4j.model.chat.response.ChatModelStreamingEvent;
import dev.langchain4j.model.chat.response.CompleteResponse;
import dev.langchain4j.model.chat.response.CompleteToolCall;
import dev.langchain4j.model.chat.response.PartialResponse;
import dev.langchain4j.model.chat.response.PartialThinking;

/**
 * The chunks of one stream as LangChain4j's events.
 */
final class StreamEvents {

	private final TextAccumulator answer = new TextAccumulator();

	private int toolCalls;

	List<ChatModelStreamingEvent> of(TextChunk chunk) {
		this.answer.add(chunk);
		if (chunk.choice() != 0) {
			return List.of();
		}
		List<ChatModelStreamingEvent> events = new ArrayList<>(1);
		if (!chunk.reasoning().isEmpty()) {
			events.add(new PartialThinking(chunk.reasoning()));
		}
		if (!chunk.text().isEmpty()) {
			events.add(new PartialResponse(chunk.text()));
		}
		for (ToolCall call : chunk.toolCalls()) {
			events.add(new CompleteToolCall(this.toolCalls++, ChatResponses.call(call)));
		}
		return events;
	}

	ChatModelStreamingEvent complete() {
		return new CompleteResponse(ChatResponses.of(this.answer.result()));
	}

}
