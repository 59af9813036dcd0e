package dev.inferencekey.localplatform;

import java.util.stream.Collectors;

import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * An answer that is ready to be read token by token.
 *
 * @param model the name of the model that answers
 * @param tokens the pieces of the text, one a token, each made when asked for
 * @param finishReason {@code stop} or {@code length}
 * @param usage the token counts of the whole answer
 */
record Generation(String model, Flux<String> tokens, String finishReason, Usage usage) {

	Mono<String> text() {
		return this.tokens.collect(Collectors.joining());
	}

}
