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

import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * A chat model that writes nothing of its own: it answers the last turn of the user with
 * the passages that answer it best, or says that there are none. They come from the
 * system message, as in retrieval-augmented generation, or else from its documents.
 */
final class ExtractiveModel implements ChatModel {

	private static final Duration FOREVER = Duration.ofMillis(Long.MAX_VALUE);

	private final String name;

	private final ModelThreads threads;

	private final Mono<PassageIndex> index;

	ExtractiveModel(String name, List<Passage> passages, ModelThreads threads) {
		this.name = name;
		this.threads = threads;
		// A failure is not kept: the next request tries again.
		this.index = threads.compute((model) -> new PassageIndex(passages, model))
			.cache((loaded) -> FOREVER, (error) -> Duration.ZERO, () -> Duration.ZERO);
	}

	/**
	 * Load the model and read the documents now, not with the first question.
	 */
	Mono<Void> prepare() {
		return this.index.then();
	}

	@Override
	public Mono<Generation> generate(ChatRequest request) {
		return this.index.flatMap((loaded) -> this.threads.compute((model) -> {
			int promptTokens = promptTokens(request, model);
			return complete(request, promptTokens, answer(request, loaded, model), model);
		}));
	}

	private static int promptTokens(ChatRequest request, MiniLm model) {
		int tokens = request.texts().stream().mapToInt(model::countTokens).sum();
		if (tokens > MiniLm.MAX_TOKENS) {
			throw RequestFailure.tooLong("messages", tokens, MiniLm.MAX_TOKENS);
		}
		return tokens;
	}

	private static Answer answer(ChatRequest request, PassageIndex documents, MiniLm model) {
		String question = request.question();
		@Nullable Language language = Language.of(question);
		String noAnswer = ((language != null) ? language : Language.ENGLISH).noAnswer();
		Tools tools = request.tools();
		List<String> results = request.toolResults();
		if (!tools.callable().isEmpty() && (tools.required() || results.isEmpty())) {
			ToolCaller caller = new ToolCaller(tools, model);
			List<ToolCall> calls = tools.required() ? caller.required(question) : caller.relevant(question);
			if (!calls.isEmpty()) {
				return new Answer.Calls(calls);
			}
			if (tools.required()) {
				return new Answer.Refusal("I cannot call a tool: the question does not have the arguments for it.");
			}
		}
		JsonSchema schema = request.schema();
		if (!results.isEmpty()) {
			String text = ToolResultSource.quote(results).strip();
			return (schema != null) ? json(schema, ToolResultSource.of(results, noAnswer), question, model)
					: new Answer.Text(text.isEmpty() ? noAnswer : text);
		}
		List<Passage> given = request.passages();
		PassageIndex index = given.isEmpty() ? documents : new PassageIndex(given, model);
		List<Passage> passages = index.find(question, language, model);
		if (schema != null) {
			return json(schema, new PassageSource(passages, noAnswer), question, model);
		}
		return new Answer.Text(
				passages.isEmpty() ? noAnswer : passages.stream().map(Passage::text).collect(Collectors.joining(" ")));
	}

	private static Answer json(JsonSchema schema, ValueSource source, String question, MiniLm model) {
		SchemaFiller.Filled filled = SchemaFiller.fill(schema, source, new ScalarFiller(question, model));
		return filled.fits() ? new Answer.Text(filled.json())
				: new Answer.Refusal("I cannot fill the schema from my passages: " + filled.problems().get(0));
	}

	/**
	 * Cut a text at the first stop sequence, and every answer at the token limit.
	 */
	private Generation complete(ChatRequest request, int promptTokens, Answer answer, MiniLm model) {
		Answer stopped = (answer instanceof Answer.Text text) ? text.before(request.stop()) : answer;
		List<Delta> pieces = stopped.pieces(model);
		boolean limited = pieces.size() > request.maxTokens();
		if (limited) {
			pieces = pieces.subList(0, request.maxTokens());
		}
		return new Generation(this.name, Flux.fromIterable(pieces), limited ? "length" : answer.finishReason(),
				Usage.of(promptTokens, pieces.size()));
	}

}
