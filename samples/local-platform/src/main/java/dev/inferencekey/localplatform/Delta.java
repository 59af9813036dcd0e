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

import java.util.List;

import com.fasterxml.jackson.annotation.JsonInclude;
import org.jspecify.annotations.Nullable;

/**
 * A piece of an answer, about a token long, as a chunk of a stream carries it.
 *
 * @param role who speaks, in the first chunk only
 * @param content a piece of the text
 * @param refusal a piece of what the model says instead of an answer that it cannot give
 * @param toolCalls a piece of a call
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record Delta(@Nullable String role, @Nullable String content, @Nullable String refusal,
		@Nullable List<CallFragment> toolCalls) {

	static final Delta ROLE = new Delta("assistant", null, null, null);

	static final Delta END = new Delta(null, null, null, null);

	static Delta text(String piece) {
		return new Delta(null, piece, null, null);
	}

	static Delta refusal(String piece) {
		return new Delta(null, null, piece, null);
	}

	/**
	 * The beginning of a call: all of it but its arguments.
	 */
	static Delta callStart(int index, ToolCall call) {
		return new Delta(null, null, null,
				List.of(new CallFragment(index, call.id(), "function", new CallFragment.Function(call.name(), ""))));
	}

	/**
	 * A piece of the arguments of a call.
	 */
	static Delta arguments(int index, String piece) {
		return new Delta(null, null, null,
				List.of(new CallFragment(index, null, null, new CallFragment.Function(null, piece))));
	}

	/**
	 * A fragment of a call or, without an index, a whole one.
	 */
	@JsonInclude(JsonInclude.Include.NON_NULL)
	record CallFragment(@Nullable Integer index, @Nullable String id, @Nullable String type, Function function) {

		CallFragment whole() {
			return new CallFragment(null, this.id, this.type, this.function);
		}

		CallFragment with(CallFragment next) {
			return new CallFragment(this.index, this.id, this.type,
					new Function(this.function.name(), this.function.arguments() + next.function().arguments()));
		}

		@JsonInclude(JsonInclude.Include.NON_NULL)
		record Function(@Nullable String name, String arguments) {

		}

	}

}
