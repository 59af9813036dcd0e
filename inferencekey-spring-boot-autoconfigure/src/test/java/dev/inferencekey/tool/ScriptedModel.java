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

import java.util.Arrays;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;

import dev.inferencekey.Endpoint;
import dev.inferencekey.ReactiveEndpoint;
import dev.inferencekey.operation.Usage;
import dev.inferencekey.text.TextRequest;
import dev.inferencekey.text.TextResult;
import dev.inferencekey.text.Tool;
import dev.inferencekey.text.ToolCall;
import reactor.core.publisher.Mono;

import static org.mockito.ArgumentMatchers.any;
import static org.mockito.BDDMockito.given;
import static org.mockito.Mockito.mock;

/**
 * A model that gives the answers that a test wants, as the endpoints that an application
 * mocks. The last answer is given again and again.
 */
class ScriptedModel {

	private final List<TextRequest> requests = new CopyOnWriteArrayList<>();

	private final Queue<TextResult> answers = new ConcurrentLinkedQueue<>();

	private final Endpoint endpoint = mock(Endpoint.class);

	private final ReactiveEndpoint reactive = mock(ReactiveEndpoint.class);

	ScriptedModel(TextResult... answers) {
		this.answers.addAll(Arrays.asList(answers));
		given(this.endpoint.workload()).willReturn("support-bot");
		given(this.endpoint.reactive()).willReturn(this.reactive);
		given(this.reactive.workload()).willReturn("support-bot");
		given(this.endpoint.generateText(any(TextRequest.class))).willAnswer((call) -> answer(call.getArgument(0)));
		given(this.reactive.generateText(any(TextRequest.class)))
			.willAnswer((call) -> Mono.fromCallable(() -> answer(call.getArgument(0))));
	}

	private TextResult answer(TextRequest request) {
		this.requests.add(request);
		return (this.answers.size() > 1) ? this.answers.remove() : this.answers.element();
	}

	static TextResult calls(ToolCall... calls) {
		return TextResult.builder().toolCalls(List.of(calls)).finishReason("tool_calls").usage(Usage.of(10, 5)).build();
	}

	static ToolCall call(String name) {
		return call("call_1", name);
	}

	static ToolCall call(String id, String name) {
		return ToolCall.of(id, name, "{}");
	}

	static TextRequest request(Tool... tools) {
		return TextRequest.of((request) -> request.prompt("How is the weather?").tools(tools));
	}

	Endpoint endpoint() {
		return this.endpoint;
	}

	ReactiveEndpoint reactive() {
		return this.reactive;
	}

	ToolLoop loop() {
		return ToolLoop.over(this.endpoint);
	}

	List<TextRequest> requests() {
		return this.requests;
	}

	/**
	 * What the model was told about the calls of its first answer.
	 * @return the texts of the results
	 */
	List<String> told() {
		return this.requests.get(1)
			.messages()
			.stream()
			.filter((message) -> message.role().equals("tool"))
			.map((message) -> message.text())
			.toList();
	}

}
