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
import dev.inferencekey.error.UnusableAnswerException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Servers that put the workload's own key, of another shape than the platform's, into
 * answers that cannot be used.
 */
class OddKeyAnswerTests {

	private static final String KEY = "sk-proj-abcdefghijklmnop";

	private final WireServer server = new WireServer();

	@AfterEach
	void close() {
		this.server.close();
	}

	@ParameterizedTest
	@ValueSource(strings = { "\"content\":null,\"refusal\":\"Bearer " + KEY + "\"",
			"\"content\":\"{\\\"people\\\":\\\"" + KEY + "\\\"}\"" })
	void messageWhenTheAnswerQuotesTheKeyThenWithoutIt(String message) {
		this.server.thenJson(200, "{\"choices\":[{\"message\":{" + message + "},\"finish_reason\":\"stop\"}]}");
		Endpoint endpoint = DataClient.builder()
			.workload("drafts", (settings) -> settings.url(this.server.baseUrl()).apiKey(ApiKey.of(KEY)))
			.build()
			.endpoint("drafts");
		assertThatExceptionOfType(UnusableAnswerException.class)
			.isThrownBy(() -> endpoint.generateObject(City.class, "Which city?"))
			.withMessageNotContaining("abcdefghijklmnop");
	}

	record City(int people) {
	}

}
