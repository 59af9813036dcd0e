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

package dev.inferencekey.langchain4j;

import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.function.Supplier;

import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/**
 * Calls whose results are futures.
 */
final class Calls {

	private Calls() {
	}

	/**
	 * Make a call. What is chained to the future may block. Cancelling the future cancels
	 * the call.
	 * @param call makes the call
	 * @param map turns the result into that of LangChain4j
	 * @return the result, or a failure of LangChain4j's
	 */
	// No call ends without a result, which Reactor's signature allows.
	@SuppressWarnings("NullAway")
	static <T, R> CompletableFuture<R> future(Supplier<Mono<T>> call, Function<T, R> map) {
		return Mono.defer(call)
			.publishOn(Schedulers.boundedElastic())
			.map(map)
			.onErrorMap(Failures::map)
			.contextCapture()
			.toFuture();
	}

}
