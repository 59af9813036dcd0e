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

import java.util.Set;

import tools.jackson.databind.JsonNode;

/**
 * The fields of a chat request: those that have an effect, those that cannot change the
 * answer of a model that does not sample, and, refused, all others.
 */
final class ChatOptions {

	static final Set<String> STREAM_FIELDS = Set.of("include_usage", "include_obfuscation");

	private static final Set<String> FIELDS = Set.of("model", "messages", "stream", "stream_options", "max_tokens",
			"max_completion_tokens", "stop", "tools", "tool_choice", "parallel_tool_calls", "response_format",
			// Of no effect, and checked where there is a rule.
			"temperature", "top_p", "presence_penalty", "frequency_penalty", "seed", "top_k", "min_p",
			"repetition_penalty", "user", "safety_identifier", "prompt_cache_key",
			// With one value only.
			"n", "logprobs", "top_logprobs", "store", "modalities");

	private ChatOptions() {
	}

	static void check(RequestBody body) {
		body.refuseOthers(FIELDS);
		body.checkNumber("temperature", 0, 2);
		body.checkNumber("top_p", 0, 1);
		body.checkNumber("presence_penalty", -2, 2);
		body.checkNumber("frequency_penalty", -2, 2);
		Integer choices = body.integer("n", 1, Integer.MAX_VALUE);
		if (choices != null && choices > 1) {
			throw RequestFailure.unsupported("n", "the model gives one answer, so 'n' must be 1");
		}
		Integer alternatives = body.integer("top_logprobs", 0, Integer.MAX_VALUE);
		if (body.flag("logprobs") || (alternatives != null && alternatives > 0)) {
			throw RequestFailure.unsupported("logprobs", "the model does not sample, so it has no 'logprobs'");
		}
		if (body.flag("store")) {
			throw RequestFailure.unsupported("store", "completions are not stored");
		}
		JsonNode modalities = body.get("modalities");
		if (modalities != null && !modalities.toString().equals("[\"text\"]")) {
			throw RequestFailure.unsupported("modalities", "the model answers in text only");
		}
	}

}
