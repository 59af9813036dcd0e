package dev.inferencekey.localplatform;

import java.util.List;

import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * An answer that is ready to be read piece by piece.
 *
 * @param model the name of the model that answers
 * @param pieces the pieces, one a token, each made when asked for
 * @param finishReason {@code stop}, {@code length} or {@code tool_calls}
 * @param usage the token counts of the whole answer
 */
record Generation(String model, Flux<Delta> pieces, String finishReason, Usage usage) {

	Mono<List<Delta>> whole() {
		return this.pieces.collectList();
	}

}
