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

	CompletionReader(Json json) {
		this.json = json;
	}

	@Override
	public TextResult read(byte[] bytes, int from, int to) {
		CompletionFields fields = new CompletionFields();
		this.json.readObject(bytes, from, to, fields::field);
		if (fields.hasError()) {
			throw new ErrorFrameException(ErrorBody.parse(this.json, bytes, from, to));
		}
		if (!fields.hasChoice()) {
			throw new UnreadableResponseException("the answer has no choices");
		}
		if (!fields.saysAnything()) {
			throw new UnreadableResponseException(
					"the message has no content, and the answer does not say why it ends");
		}
		@Nullable String text = fields.text();
		byte[] body = Arrays.copyOfRange(bytes, from, to);
		TextChoice choice = TextChoice.builder(0)
			.text((text != null) ? text : "")
			.reasoning(fields.reasoning())
			.finishReason(fields.finishReason())
			.build();
		return new TextResult(null, fields.model(), fields.usage(), List.of(choice),
				new LazyJson(() -> this.json.tree(body)));
	}

}
