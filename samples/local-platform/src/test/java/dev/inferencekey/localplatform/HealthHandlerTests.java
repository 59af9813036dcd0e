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
