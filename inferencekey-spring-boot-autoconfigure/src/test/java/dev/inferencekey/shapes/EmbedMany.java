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

package dev.inferencekey.shapes;

import java.util.concurrent.atomic.AtomicInteger;

import dev.inferencekey.DataClient;
import dev.inferencekey.wire.WireServer;
import reactor.core.publisher.Flux;

/**
 * Embeds the numbers from zero and prints how many vectors were right.
 */
final class EmbedMany {

	private EmbedMany() {
	}

	public static void main(String[] arguments) {
		AtomicInteger right = new AtomicInteger();
		try (DataClient client = DataClient.builder()
			.baseUrl(arguments[0])
			.project("acme")
			.apiKey(WireServer.KEY)
			.build()) {
			client.endpoint("embedder")
				.reactive()
				.embedAll(Flux.range(0, Integer.parseInt(arguments[1])).map((number) -> Integer.toString(number)))
				.doOnNext((vector) -> right.compareAndSet((int) vector[0], (int) vector[0] + 1))
				.blockLast();
		}
		System.out.println(right + " in order");
	}

}
