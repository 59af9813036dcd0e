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

package dev.inferencekey.samples.benchmarks;

import java.util.function.Consumer;

import reactor.core.publisher.Flux;

/**
 * A client in its best documented configuration. Each call checks that it got everything.
 */
interface Client {

	/**
	 * Make calls of one kind, one after the other.
	 * @param work what to call
	 * @return one call, which returns when its answer is read
	 */
	Runnable call(Work work);

	/**
	 * Stream from the model {@code paced}.
	 * @return the text of each chunk
	 */
	Flux<String> paced();

	/**
	 * Stream from the model {@code paced} to a thread that reads.
	 * @param text is given the text of each chunk, before this returns
	 */
	default void read(Consumer<String> text) {
		paced().doOnNext(text).blockLast();
	}

	static void check(long found, long least) {
		if (found < least) {
			throw new IllegalStateException("only " + found + " of " + least);
		}
	}

}
