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
		String question = request.question();
		return this.index.flatMap((loaded) -> this.threads.compute((model) -> {
			int promptTokens = promptTokens(request, model);
			List<Passage> given = request.passages();
			String answer = answer(question, given.isEmpty() ? loaded : new PassageIndex(given, model), model);
			return complete(request, promptTokens, answer, model);
		}));
	}

	private static int promptTokens(ChatRequest request, MiniLm model) {
		int tokens = request.messages().stream().mapToInt((message) -> model.countTokens(message.text())).sum();
		if (tokens > MiniLm.MAX_TOKENS) {
			throw RequestFailure.tooLong("messages", tokens, MiniLm.MAX_TOKENS);
		}
		return tokens;
	}

	private static String answer(String question, PassageIndex index, MiniLm model) {
		@Nullable Language language = Language.of(question);
		List<Passage> passages = index.find(question, language, model);
		if (passages.isEmpty()) {
			return ((language != null) ? language : Language.ENGLISH).noAnswer();
		}
		return passages.stream().map(Passage::text).collect(Collectors.joining(" "));
	}

	/**
	 * Cut the answer at the first stop sequence, wherever tokens begin and end, and then
	 * at the token limit.
	 */
	private Generation complete(ChatRequest request, int promptTokens, String answer, MiniLm model) {
		int end = request.stop()
			.stream()
			.mapToInt(answer::indexOf)
			.filter((index) -> index >= 0)
			.min()
			.orElse(answer.length());
		List<String> tokens = model.pieces(answer.substring(0, end));
		boolean limited = tokens.size() > request.maxTokens();
		if (limited) {
			tokens = tokens.subList(0, request.maxTokens());
		}
		return new Generation(this.name, Flux.fromIterable(tokens), limited ? "length" : "stop",
				Usage.of(promptTokens, tokens.size()));
	}

}
