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

import java.util.concurrent.CompletionException;

import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;

import org.springframework.test.web.reactive.server.WebTestClient;
import org.springframework.web.reactive.function.server.RouterFunctions;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What {@code /health} says while the model loads, when it is loaded, and when it cannot
 * be.
 */
class HealthHandlerTests {

	@Test
	void healthWhenTheModelIsLoadedThenUp() {
		assertThat(health(Mono.empty(), 200)).contains("\"up\"");
	}

	@Test
	void healthWhenTheModelStillLoadsThenStarting() {
		assertThat(health(Mono.never(), 503)).contains("\"starting\"");
	}

	@Test
	void healthWhenTheNativeLibraryIsRefusedThenDownAndSaysWhy() {
		String said = health(Mono.error(new CompletionException(
				new UnsatisfiedLinkError("libonnxruntime.so: failed to map segment from shared object"))), 503);
		assertThat(said).contains("\"down\"")
			.contains("failed to map segment")
			.contains("noexec")
			.contains("/tmp:exec");
	}

	@Test
	void healthWhenTheModelFailsOtherwiseThenDownAndSaysWhy() {
		assertThat(health(Mono.error(new CompletionException(new IllegalStateException("no such model"))), 503))
			.contains("no such model");
	}

	private static String health(Mono<Void> ready, int status) {
		byte[] body = WebTestClient
			.bindToRouterFunction(RouterFunctions.route().GET("/health", new HealthHandler(ready)).build())
			.build()
			.get()
			.uri("/health")
			.exchange()
			.expectStatus()
			.isEqualTo(status)
			.expectBody()
			.returnResult()
			.getResponseBody();
		return new String(body);
	}

}
