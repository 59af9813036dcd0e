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
