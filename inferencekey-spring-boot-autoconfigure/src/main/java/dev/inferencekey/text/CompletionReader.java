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

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

import dev.inferencekey.operation.ErrorBody;
import dev.inferencekey.operation.ErrorFrameException;
import dev.inferencekey.operation.Json;
import dev.inferencekey.operation.LazyJson;
import dev.inferencekey.operation.Operation;
import dev.inferencekey.operation.UnreadableResponseException;
import org.jspecify.annotations.Nullable;

/**
 * Reads a {@code chat.completion}. What is merely untidy is read; nothing is ever a
 * silent empty text.
 */
final class CompletionReader implements Operation.Reader<TextResult> {

	private final Json json;

	private final AnswerRules rules;

	private @Nullable ToolCallAssembler toolCalls;

	/**
	 * Create a reader.
	 * @param json how JSON is read
	 * @param rules how the answer is read
	 */
	CompletionReader(Json json, AnswerRules rules) {
		this.json = json;
		this.rules = rules;
	}

	@Override
	public TextResult read(byte[] bytes, int from, int to) {
		CompletionFields fields = new CompletionFields(this.json);
		this.json.readObject(bytes, from, to, fields::field);
		if (fields.hasError()) {
			throw new ErrorFrameException(ErrorBody.parse(this.json, bytes, from, to));
		}
		if (fields.choices().isEmpty()) {
			throw new UnreadableResponseException("the answer has no choices");
		}
		byte[] body = Arrays.copyOfRange(bytes, from, to);
		return new TextResult(fields.id(), fields.model(), fields.usage(), choices(fields.choices()),
				new LazyJson(() -> this.json.tree(body)));
	}

	private List<TextChoice> choices(List<ChoiceFields> fields) {
		if (fields.size() == 1) {
			return List.of(choice(fields.get(0)));
		}
		List<TextChoice> choices = new ArrayList<>(fields.size());
		for (ChoiceFields choice : fields) {
			choices.add(choice(choice));
		}
		choices.sort(TextChoice.BY_INDEX);
		return choices;
	}

	private TextChoice choice(ChoiceFields fields) {
		if (!fields.isAnswer()) {
			throw new UnreadableResponseException(
					"the message has no content, and the answer does not say why it ends");
		}
		@Nullable String text = fields.text();
		@Nullable String reasoning = fields.reasoning();
		if (this.rules.thinkTags() && text != null) {
			ThinkTags tags = new ThinkTags();
			ThinkTags.Split split = tags.next(text);
			ThinkTags.Split rest = tags.rest();
			text = split.text() + rest.text();
			reasoning = ((reasoning != null) ? reasoning : "") + split.reasoning() + rest.reasoning();
		}
		@Nullable String refusal = fields.refusal();
		// Without a builder, which would be allocated for every answer.
		return new TextChoice(fields.index(), (text != null) ? text : "", (reasoning != null) ? reasoning : "",
				(refusal != null && !refusal.isEmpty()) ? refusal : null, toolCalls(fields.toolCalls()),
				fields.finishReason(), fields.logprobs());
	}

	private List<ToolCall> toolCalls(List<ToolCallFragment> fragments) {
		if (fragments.isEmpty()) {
			return List.of();
		}
		// One for all choices, so that the ids it makes up differ.
		ToolCallAssembler assembler = (this.toolCalls != null) ? this.toolCalls : new ToolCallAssembler();
		this.toolCalls = assembler;
		return assembler.whole(fragments);
	}

}
