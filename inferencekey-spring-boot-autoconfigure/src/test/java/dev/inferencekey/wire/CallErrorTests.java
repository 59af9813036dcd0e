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

import dev.inferencekey.DataClient;
import dev.inferencekey.Endpoint;
import dev.inferencekey.credential.ApiKey;
import dev.inferencekey.error.InferenceKeyException;
import dev.inferencekey.text.TextRequest;
import dev.inferencekey.transport.WorkloadMonitor;
import dev.inferencekey.wire.BrokenHandler.Failure;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import org.springframework.web.reactive.function.client.WebClient;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

/**
 * Code of the application that fails while it takes part in a call: the call ends long
 * before its deadline, and gives back what it holds.
 */
@Timeout(20)
class CallErrorTests {

	private final WireServer server = new WireServer().then(CallKind::answer);

	@AfterEach
	void close() {
		this.server.close();
	}

	private static void assertThatEachCallEnds(DataClient client, TextRequest request) {
		Endpoint endpoint = client.endpoint("support-bot");
		assertFails(() -> endpoint.generateText(request));
		assertFails(() -> endpoint.reactive().generateText(request).block());
		assertFails(() -> endpoint.generateTextStream(request).result());
		assertFails(() -> endpoint.reactive().generateTextStream(request).blockLast());
		WorkloadMonitor monitor = client.monitor("support-bot");
		await().until(() -> monitor.inFlight() + monitor.queued() + monitor.waitingForStart() == 0);
	}

	private static void assertFails(Runnable call) {
		assertThat(catchThrowableOfType(InferenceKeyException.class, call::run)).isNotNull();
	}

	@ParameterizedTest
	@EnumSource
	void callWhenAFilterFailsThenEnds(Failure failure) {
		DataClient client = this.server.builder().webClientBuilder(WebClient.builder().filter((request, next) -> {
			failure.now();
			return next.exchange(request);
		})).build();
		assertThatEachCallEnds(client, TextRequest.of((request) -> request.prompt("Hola")));
	}

	@ParameterizedTest
	@EnumSource
	void callWhenAGetterOfAnExtraValueFailsThenEnds(Failure failure) {
		DataClient client = this.server.client();
		assertThatEachCallEnds(client,
				TextRequest.of((request) -> request.prompt("Hola").extra("own", new Extra(failure))));
	}

	@ParameterizedTest
	@EnumSource
	void callWhenTheKeySourceFailsThenEnds(Failure failure) {
		int[] asked = { 0 };
		DataClient client = this.server.builder().defaults((settings) -> settings.keys((workload) -> {
			// The first time is when the client is built.
			if (asked[0]++ > 0) {
				failure.now();
			}
			return ApiKey.of(WireServer.KEY);
		})).workload("support-bot", (settings) -> settings.retry(Policies.NO_RETRIES)).build();
		assertThatEachCallEnds(client, TextRequest.of((request) -> request.prompt("Hola")));
	}

	/**
	 * A value whose getter fails.
	 */
	public static final class Extra {

		private final Failure failure;

		private Extra(Failure failure) {
			this.failure = failure;
		}

		public String getValue() {
			this.failure.now();
			return "value";
		}

	}

}
