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
import java.util.concurrent.TimeoutException;

import reactor.core.publisher.Mono;

import org.springframework.http.HttpStatus;
import org.springframework.web.reactive.function.server.HandlerFunction;
import org.springframework.web.reactive.function.server.ServerRequest;
import org.springframework.web.reactive.function.server.ServerResponse;

/**
 * {@code GET /health}: whether inference would be answered. Not part of the contract, and
 * without a key, since what watches containers has none.
 */
final class HealthHandler implements HandlerFunction<ServerResponse> {

	private static final Duration PATIENCE = Duration.ofSeconds(1);

	private final Mono<Void> ready;

	HealthHandler(Mono<Void> ready) {
		this.ready = ready;
	}

	@Override
	public Mono<ServerResponse> handle(ServerRequest request) {
		return this.ready.timeout(PATIENCE)
			.thenReturn(new Health("up", ""))
			.onErrorResume(TimeoutException.class, (ex) -> Mono.just(new Health("starting", "")))
			.onErrorResume((error) -> Mono.just(new Health("down", LoadFailure.describe(error))))
			.flatMap((health) -> ServerResponse
				.status(health.status().equals("up") ? HttpStatus.OK : HttpStatus.SERVICE_UNAVAILABLE)
				.bodyValue(health));
	}

	private record Health(String status, String reason) {

	}

}
