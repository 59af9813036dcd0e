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

import java.util.ArrayList;
import java.util.List;

/**
 * What the model answers: a text, which may be JSON, calls of tools, or why it cannot
 * answer as it was asked to.
 */
sealed interface Answer {

	/**
	 * The answer in pieces, each a token long.
	 */
	List<Delta> pieces(MiniLm model);

	/**
	 * The reason for an answer that is whole.
	 */
	default String finishReason() {
		return "stop";
	}

	/**
	 * A text.
	 */
	record Text(String text) implements Answer {

		/**
		 * The text up to the first stop sequence, wherever tokens begin and end.
		 */
		Text before(List<String> stops) {
			int end = stops.stream()
				.mapToInt(this.text::indexOf)
				.filter((index) -> index >= 0)
				.min()
				.orElse(this.text.length());
			return new Text(this.text.substring(0, end));
		}

		@Override
		public List<Delta> pieces(MiniLm model) {
			return model.pieces(this.text).stream().map(Delta::text).toList();
		}

	}

	/**
	 * Why there is no answer.
	 */
	record Refusal(String text) implements Answer {

		@Override
		public List<Delta> pieces(MiniLm model) {
			return model.pieces(this.text).stream().map(Delta::refusal).toList();
		}

	}

	/**
	 * Calls of tools.
	 */
	record Calls(List<ToolCall> calls) implements Answer {

		@Override
		public String finishReason() {
			return "tool_calls";
		}

		@Override
		public List<Delta> pieces(MiniLm model) {
			List<Delta> pieces = new ArrayList<>();
			for (int i = 0; i < this.calls.size(); i++) {
				int index = i;
				ToolCall call = this.calls.get(i);
				pieces.add(Delta.callStart(index, call));
				model.pieces(call.arguments()).forEach((piece) -> pieces.add(Delta.arguments(index, piece)));
			}
			return pieces;
		}

	}

}
