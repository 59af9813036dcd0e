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
