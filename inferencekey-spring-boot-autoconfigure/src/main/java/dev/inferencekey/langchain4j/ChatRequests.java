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

import java.util.List;
import java.util.function.Consumer;

import dev.inferencekey.text.TextRequest;
import dev.inferencekey.text.Tool;
import dev.inferencekey.text.ToolChoice;
import dev.langchain4j.agent.tool.ToolSpecification;
import dev.langchain4j.exception.UnsupportedFeatureException;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.request.ResponseFormat;
import dev.langchain4j.model.chat.request.ResponseFormatType;
import dev.langchain4j.model.chat.request.json.JsonSchema;
import org.jspecify.annotations.Nullable;

/**
 * LangChain4j's requests as ours. What a request does not say is left to the defaults of
 * the workload.
 */
final class ChatRequests {

	private ChatRequests() {
	}

	static TextRequest map(ChatRequest request) {
		if (request.modelName() != null) {
			throw new UnsupportedFeatureException("The modelName \"" + request.modelName()
					+ "\" is not supported: the workload decides which model answers. Leave it out.");
		}
		TextRequest.Builder builder = TextRequest.builder();
		request.messages().forEach((message) -> Messages.map(message).forEach(builder::message));
		set(request.temperature(), builder::temperature);
		set(request.topP(), builder::topP);
		set(request.topK(), builder::topK);
		set(request.frequencyPenalty(), builder::frequencyPenalty);
		set(request.presencePenalty(), builder::presencePenalty);
		set(request.maxOutputTokens(), builder::maxTokens);
		set(request.responseFormat(), (format) -> builder.responseFormat(responseFormat(format)));
		List<String> stop = request.stopSequences();
		if (stop != null && !stop.isEmpty()) {
			builder.stop(stop);
		}
		List<ToolSpecification> tools = request.toolSpecifications();
		if (tools != null && !tools.isEmpty()) {
			builder.tools(tools.stream().map(ChatRequests::tool).toList());
		}
		set(request.toolChoice(), (choice) -> builder.toolChoice(toolChoice(choice)));
		return builder.build();
	}

	private static <T> void set(@Nullable T value, Consumer<T> setter) {
		if (value != null) {
			setter.accept(value);
		}
	}

	private static Tool tool(ToolSpecification tool) {
		String description = tool.description();
		return Tool.declare(tool.name(), (description != null) ? description : "", Schemas.of(tool.parameters()));
	}

	private static ToolChoice toolChoice(dev.langchain4j.model.chat.request.ToolChoice choice) {
		return switch (choice) {
			case AUTO -> ToolChoice.AUTO;
			case REQUIRED -> ToolChoice.REQUIRED;
			case NONE -> ToolChoice.NONE;
		};
	}

	private static dev.inferencekey.text.ResponseFormat responseFormat(ResponseFormat format) {
		if (format.type() == ResponseFormatType.TEXT) {
			return dev.inferencekey.text.ResponseFormat.TEXT;
		}
		JsonSchema schema = format.jsonSchema();
		return (schema == null) ? dev.inferencekey.text.ResponseFormat.JSON_OBJECT
				: dev.inferencekey.text.ResponseFormat.jsonSchema(schema.name(), Schemas.of(schema.rootElement()));
	}

}
