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

package dev.inferencekey.localplatform;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * The tools of a request, and whether the model may or must call one.
 *
 * @param callable the tools that may be called
 * @param required whether one must be called
 * @param parallel whether several may be called at once
 */
record Tools(List<Tool> callable, boolean required, boolean parallel) {

	private static final Pattern NAME = Pattern.compile("[a-zA-Z0-9_-]{1,64}");

	private static final int MAX_TOOLS = 128;

	private static final Set<String> TOOL_FIELDS = Set.of("type", "function");

	private static final Set<String> FUNCTION_FIELDS = Set.of("name", "description", "parameters", "strict");

	static Tools read(RequestBody body) {
		Map<String, Tool> tools = tools(body);
		JsonNode choice = body.get("tool_choice");
		boolean parallel = body.flag("parallel_tool_calls", true);
		if (choice != null && choice.isObject()) {
			return new Tools(List.of(named(RequestBody.object(choice, "tool_choice"), tools)), true, false);
		}
		String mode = (choice != null) ? body.text("tool_choice") : "auto";
		return switch (mode) {
			case "auto" -> new Tools(List.copyOf(tools.values()), false, parallel);
			case "none" -> new Tools(List.of(), false, parallel);
			case "required" -> {
				if (tools.isEmpty()) {
					throw RequestFailure.invalid("tool_choice", "'tool_choice' is required, and there are no 'tools'");
				}
				yield new Tools(List.copyOf(tools.values()), true, parallel);
			}
			default -> throw RequestFailure.invalid("tool_choice",
					"'tool_choice' must be none, auto, required, or an object that names a function");
		};
	}

	static void requireFunctionType(RequestBody object) {
		String type = object.text("type");
		if (!type.equals("function")) {
			throw RequestFailure.unsupported(object.param("type"),
					"'" + object.param("type") + "' must be function, " + type + " is not supported");
		}
	}

	private static Tool named(RequestBody choice, Map<String, Tool> tools) {
		requireFunctionType(choice);
		choice.refuseOthers(TOOL_FIELDS);
		RequestBody function = RequestBody.object(choice.require("function"), choice.param("function"));
		Tool tool = tools.get(function.text("name"));
		if (tool == null) {
			throw RequestFailure.invalid(function.param("name"),
					"'tool_choice' names a function that is not in 'tools'");
		}
		return tool;
	}

	private static Map<String, Tool> tools(RequestBody body) {
		Map<String, Tool> tools = new LinkedHashMap<>();
		for (RequestBody entry : body.objectsOrNone("tools")) {
			requireFunctionType(entry);
			entry.refuseOthers(TOOL_FIELDS);
			Tool tool = tool(RequestBody.object(entry.require("function"), entry.param("function")));
			if (tools.put(tool.name(), tool) != null) {
				throw RequestFailure.invalid("tools", "'tools' has two functions called " + tool.name());
			}
		}
		if (tools.size() > MAX_TOOLS) {
			throw RequestFailure.invalid("tools", "'tools' may have " + MAX_TOOLS + " elements");
		}
		return tools;
	}

	private static Tool tool(RequestBody function) {
		function.refuseOthers(FUNCTION_FIELDS);
		function.flag("strict");
		String name = function.text("name");
		if (!NAME.matcher(name).matches()) {
			throw RequestFailure.invalid(function.param("name"),
					"'" + function.param("name") + "' must have up to 64 letters, digits, underscores and dashes");
		}
		String description = (function.get("description") != null) ? function.string("description") : "";
		@Nullable JsonNode parameters = function.get("parameters");
		JsonSchema schema = (parameters != null) ? JsonSchema.read(parameters, function.param("parameters"))
				: JsonSchema.EMPTY_OBJECT;
		return new Tool(name, description, schema);
	}

}
