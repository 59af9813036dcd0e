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
 * Embeds the texts of a request, several at a time, in their order.
 */
final class Embedder {

	private final ModelThreads threads;

	Embedder(ModelThreads threads) {
		this.threads = threads;
	}

	/**
	 * Embed the texts of a field.
	 * @param param the field that the texts are from, for the error that names it
	 * @param texts the texts
	 * @return their vectors and how many tokens were read
	 */
	Mono<Embedded> embed(String param, List<String> texts) {
		return Flux.fromIterable(texts)
			.flatMapSequential((text) -> this.threads.compute((model) -> embed(model, param, text)),
					this.threads.parallelism(), 1)
			.collectList()
			.map(Embedded::together);
	}

	private static Embedded embed(MiniLm model, String param, String text) {
		int tokens = model.countTokens(text);
		if (tokens == 0) {
			throw RequestFailure.invalid(param, "'" + param + "' has a text without a visible character");
		}
		if (tokens > MiniLm.MAX_TOKENS) {
			throw RequestFailure.tooLong(param, tokens, MiniLm.MAX_TOKENS);
		}
		return new Embedded(List.of(model.embed(text)), tokens);
	}

	/**
	 * The vectors of some texts, and how many tokens these had together.
	 */
	record Embedded(List<float[]> vectors, int tokens) {

		private static Embedded together(List<Embedded> parts) {
			return new Embedded(parts.stream().flatMap((part) -> part.vectors().stream()).toList(),
					parts.stream().mapToInt(Embedded::tokens).sum());
		}

	}

}
