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

package dev.inferencekey.wire;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;

import dev.inferencekey.DataClient;
import dev.inferencekey.Endpoint;
import dev.inferencekey.error.ApiException;
import dev.inferencekey.error.InferenceKeyException;
import dev.inferencekey.error.NotFoundException;
import dev.inferencekey.error.RateLimitException;
import dev.inferencekey.error.StreamInterruptedException;
import dev.inferencekey.error.TransportException;
import dev.inferencekey.error.ValidationException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

/**
 * What messages advise: the setting that matters, where it was made, and nothing that the
 * exception's own facts contradict.
 */
@Timeout(60)
class AdviceTests {

	private final WireServer server = new WireServer();

	@AfterEach
	void close() {
		this.server.close();
	}

	private Endpoint atUrl(String url) {
		return DataClient.builder()
			.workload("bot", (settings) -> settings.url(url).retry(Policies.NO_RETRIES))
			.build()
			.endpoint("bot");
	}

	private static <T extends InferenceKeyException> T failure(Class<T> type, Endpoint endpoint) {
		return catchThrowableOfType(type, () -> endpoint.generateText("Hola"));
	}

	private static String freeUrl() throws Exception {
		try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
			return "http://127.0.0.1:" + socket.getLocalPort();
		}
	}

	@Test
	void messageWhenAnEngineIsDeadThenNamesItsUrl() throws Exception {
		String url = freeUrl() + "/v1";
		assertThat(failure(TransportException.class, atUrl(url)))
			.hasMessageContainingAll("inferencekey.workloads.bot.url", url + "/chat/completions")
			.hasMessageNotContaining("base-url");
	}

	@Test
	void messageWhenThePlatformIsDeadThenNamesTheBaseUrlWhereItWasSet() throws Exception {
		String url = freeUrl();
		DataClient client = this.server.builder()
			.baseUrl(url)
			.workload("bot", (settings) -> settings.retry(Policies.NO_RETRIES).baseUrl(url))
			.defaults((settings) -> settings.retry(Policies.NO_RETRIES))
			.build();
		assertThat(failure(TransportException.class, client.endpoint("bot")))
			.hasMessageContaining("Check inferencekey.workloads.bot.base-url");
		assertThat(failure(TransportException.class, client.endpoint("another")))
			.hasMessageContaining("Check inferencekey.base-url");
	}

	@Test
	void messageWhenAnEngineKnowsNoSuchRouteThenDoesNotSpeakOfTheProject() {
		this.server.thenJson(404, "{}");
		String url = this.server.baseUrl() + "/v1";
		assertThat(failure(NotFoundException.class, atUrl(url)))
			.hasMessageContainingAll("inferencekey.workloads.bot.url", url + "/chat/completions")
			.hasMessageNotContaining("project");
	}

	@Test
	void messageWhenRateLimitedThenTellsAWaitOnlyIfThereIsOne() {
		this.server.thenJson(429, "{}").thenJson(429, "{}", "retry-after: 7");
		Endpoint endpoint = this.server.endpoint();
		RateLimitException withoutWait = failure(RateLimitException.class, endpoint);
		assertThat(withoutWait).hasMessageNotContaining("wait").hasMessageNotContaining("retryAfter");
		assertThat(withoutWait.retryAfter()).isNull();
		RateLimitException withWait = failure(RateLimitException.class, endpoint);
		assertThat(withWait).hasMessageContaining("7 s");
		assertThat(withWait.retryAfter()).hasSeconds(7);
	}

	@Test
	void messageWhenNotRetryableThenDoesNotAdviseToCallAgain() {
		this.server.thenJson(409, "{}").thenJson(501, "{}").thenJson(418, "{}").thenJson(503, "{}");
		Endpoint endpoint = this.server.endpoint();
		for (int i = 0; i < 3; i++) {
			ApiException failure = failure(ApiException.class, endpoint);
			assertThat(failure.isRetryable()).isFalse();
			assertThat(failure).hasMessageNotContaining("may succeed");
		}
		ApiException unavailable = failure(ApiException.class, endpoint);
		assertThat(unavailable.isRetryable()).isTrue();
		assertThat(unavailable).hasMessageContaining("may succeed");
	}

	@Test
	void messageWhenAStreamReportsAnErrorThenShowsTheUrlAndDoesNotAdviseToCallAgain() {
		this.server.thenEvents(Answers.delta("a") + "data: {\"error\":{\"message\":\"out of memory\"}}\n\n");
		Endpoint endpoint = this.server.endpoint();
		StreamInterruptedException failure = catchThrowableOfType(StreamInterruptedException.class,
				() -> endpoint.generateTextStream("Hola").result());
		assertThat(failure.isRetryable()).isFalse();
		assertThat(failure).hasMessageContainingAll("out of memory", "/chat/completions")
			.hasMessageNotContaining("may succeed");
	}

	@Test
	void messageWhenTheRequestHasATimeoutOfItsOwnThenNamesNoProperty() {
		this.server.then((exchange) -> exchange.awaitClosed(new CountDownLatch(1)));
		Endpoint endpoint = this.server.endpoint();
		TransportException failure = catchThrowableOfType(TransportException.class,
				() -> endpoint.generateText((request) -> request.prompt("Hola").timeout(Duration.ofMillis(150))));
		assertThat(failure).hasMessageContainingAll("150 ms", "timeout(…)").hasMessageNotContaining("inferencekey.");
	}

	@Test
	void messageWhenTheTotalHasPassedThenNamesThePropertyWhereItWasSet() {
		this.server.then((exchange) -> exchange.awaitClosed(new CountDownLatch(1)));
		DataClient client = this.server.builder()
			.defaults((settings) -> settings.timeouts(Policies.total(150)))
			.workload("bot", (settings) -> settings.timeouts(Policies.total(150)))
			.build();
		assertThat(failure(TransportException.class, client.endpoint("bot")))
			.hasMessageContaining("inferencekey.workloads.bot.timeout.total");
		assertThat(failure(TransportException.class, client.endpoint("another")))
			.hasMessageContaining("inferencekey.timeout.total");
	}

	@Test
	void messageWhenABudgetIsSpentThenDoesNotBlameTheRequest() {
		this.server.thenJson(400,
				"{\"error\":{\"message\":\"Budget has been exceeded!\",\"type\":\"budget_exceeded\",\"code\":\"400\"}}");
		assertThat(failure(ValidationException.class, this.server.endpoint())).hasMessageContaining("Raise the budget")
			.hasMessageNotContaining("Change the request");
	}

}
