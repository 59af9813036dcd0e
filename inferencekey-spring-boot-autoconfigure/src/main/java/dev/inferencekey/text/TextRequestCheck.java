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

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

import dev.inferencekey.operation.Surrogates;
import org.jspecify.annotations.Nullable;

/**
 * Finds what is wrong with a request for text, whatever the model.
 */
final class TextRequestCheck {

	// What the client writes itself; setting it as an extra field would write it twice.
	private static final Set<String> OWN_FIELDS = Set.of("model", "messages", "prompt", "stream");

	private static final Pattern NAME = Pattern.compile("[a-zA-Z0-9_-]{1,64}");

	private static final String NAME_RULE = "; use 1 to 64 letters, digits, underscores and dashes";

	private TextRequestCheck() {
	}

	/**
	 * Find what is wrong.
	 * @param request the request
	 * @return a clause without a full stop, or {@code null} when nothing is wrong
	 */
	static @Nullable String problem(TextRequest request) {
		String problem = promptProblem(request);
		for (int i = 0; problem == null && i < request.messages().size(); i++) {
			problem = new MessageCheck(request.messages().get(i), i).problem();
		}
		return (problem != null) ? problem : parametersProblem(request);
	}

	private static @Nullable String promptProblem(TextRequest request) {
		String prompt = request.prompt();
		if (prompt != null && !request.messages().isEmpty()) {
			return "the request has both a prompt and messages; set exactly one of them";
		}
		if (prompt == null && request.messages().isEmpty()) {
			return "the request has neither a prompt nor messages; set exactly one of them";
		}
		if (prompt != null && prompt.isBlank()) {
			return "the prompt is blank";
		}
		return (prompt != null && Surrogates.isBroken(prompt)) ? "the prompt has half a surrogate pair" : null;
	}

	private static @Nullable String parametersProblem(TextRequest request) {
		Map<String, Object> parameters = request.parameters();
		if (parameters.isEmpty()) {
			return null;
		}
		for (String name : parameters.keySet()) {
			if (OWN_FIELDS.contains(name)) {
				return "the field \"" + name + "\" cannot be set as an extra field; it has a way of its own";
			}
		}
		if (parameters.get("n") instanceof Integer n && n < 1) {
			return "n is " + n + " but must be at least 1";
		}
		if (parameters.get("top_logprobs") instanceof Integer alternatives && (alternatives < 0 || alternatives > 20)) {
			return "logprobs is " + alternatives + " but must be from 0 to 20";
		}
		if (parameters.get("response_format") instanceof ResponseFormat format && format.name() != null
				&& !NAME.matcher(format.name()).matches()) {
			return "the name \"" + format.name() + "\" of the schema of responseFormat is not valid" + NAME_RULE;
		}
		String problem = toolsProblem(request.tools());
		return (problem == null && parameters.get("tool_choice") instanceof ToolChoice choice)
				? choiceProblem(choice, request) : problem;
	}

	private static @Nullable String toolsProblem(List<Tool> tools) {
		Set<String> names = new HashSet<>();
		for (int i = 0; i < tools.size(); i++) {
			Tool tool = tools.get(i);
			if (!NAME.matcher(tool.name()).matches()) {
				return "the name \"" + tool.name() + "\" of tools[" + i + "] is not valid" + NAME_RULE;
			}
			if (!names.add(tool.name())) {
				return "the request has two tools named \"" + tool.name() + "\"; rename one of them";
			}
			if (Surrogates.isBroken(tool.description())) {
				return "the description of the tool \"" + tool.name() + "\" has half a surrogate pair";
			}
		}
		return null;
	}

	private static @Nullable String choiceProblem(ToolChoice choice, TextRequest request) {
		String function = choice.function();
		List<Tool> tools = request.tools();
		if (!request.parameters().containsKey("tools")) {
			return (function != null || choice.equals(ToolChoice.REQUIRED))
					? "toolChoice makes the model call a tool but the request has no tools; add them or leave toolChoice out"
					: null;
		}
		if (function == null || tools.isEmpty() || tools.stream().anyMatch((tool) -> tool.name().equals(function))) {
			return null;
		}
		return "toolChoice names the tool \"" + function + "\" but the tools of the request are "
				+ tools.stream().map(Tool::name).collect(Collectors.joining(", "));
	}

}
