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

import org.junit.jupiter.api.Test;
import java.time.Duration;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

import dev.inferencekey.Endpoint;
import dev.inferencekey.error.RateLimitException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

/**
 * What a client makes of a server that is busy and says for how long.
 */
@Timeout(60)
class RateLimitWireTests {

	private final WireServer server = new WireServer();

	private final OnePermitClient client = new OnePermitClient(this.server);

	@AfterEach
	void close() {
		this.server.close();
		this.client.close();
	}

	@ParameterizedTest
	@CsvSource({ "retry-after-ms: 100, BLOCKING", "retry-after-ms: 100, REACTIVE", "retry-after-ms: 100, STREAMING",
			"retry-after: 0.1, BLOCKING", "retry-after: 0.1, REACTIVE", "retry-after: 0.1, STREAMING" })
	void callWhenRateLimitedThenSentAgainWhenTheServerSaysAndNotBefore(String retryAfter, CallKind kind) {
		List<Long> arrivals = new CopyOnWriteArrayList<>();
		this.server.then((exchange) -> {
			arrivals.add(System.nanoTime());
			exchange.respond(429, "application/json", "{}", retryAfter);
		}).then((exchange) -> {
			arrivals.add(System.nanoTime());
			CallKind.answer(exchange);
		});
		assertThat(kind.text(this.client.endpoint())).isEqualTo("ok");
		assertThat(arrivals).hasSize(2);
		assertThat(Duration.ofNanos(arrivals.get(1) - arrivals.get(0))).isGreaterThanOrEqualTo(Duration.ofMillis(100));
		this.client.assertNothingIsTaken();
	}

	@ParameterizedTest
	@EnumSource
	void callWhenRateLimitedForSecondsThenTheCallerIsToldHowLong(CallKind kind) {
		this.server.thenJson(429, "{}", "retry-after: 1");
		Endpoint endpoint = this.client.endpoint(OnePermitClient.LONG, Policies.NO_RETRIES);
		assertThat(catchThrowableOfType(RateLimitException.class, () -> kind.text(endpoint)).retryAfter())
			.isEqualTo(Duration.ofSeconds(1));
		this.client.assertTheNextCallWorks(endpoint, kind);
	}

	@ParameterizedTest
	@EnumSource
	void callWhenRateLimitedUntilADateThenTheCallerIsToldHowLong(CallKind kind) {
		ZonedDateTime inAnHour = ZonedDateTime.now(ZoneOffset.UTC).plusHours(1);
		this.server.thenJson(429, "{}", "retry-after: " + DateTimeFormatter.RFC_1123_DATE_TIME.format(inAnHour));
		Endpoint endpoint = this.client.endpoint(OnePermitClient.LONG, Policies.NO_RETRIES);
		assertThat(catchThrowableOfType(RateLimitException.class, () -> kind.text(endpoint)).retryAfter())
			.isBetween(Duration.ofMinutes(58), Duration.ofMinutes(60));
		this.client.assertTheNextCallWorks(endpoint, kind);
	}

	@ParameterizedTest
	@EnumSource
	void callWhenRateLimitedWithoutEndThenRateLimitExceptionAfterTheLastAttempt(CallKind kind) {
		this.server.thenJson(429, "{\"error\":{\"code\":\"rate_limited\"}}", "retry-after-ms: 20");
		Endpoint endpoint = this.client.endpoint();
		assertThat(catchThrowableOfType(RateLimitException.class, () -> kind.text(endpoint)).retryAfter())
			.isEqualTo(Duration.ofMillis(20));
		assertThat(this.server.requests()).hasSize(2);
		this.client.assertNothingIsTaken();
	}

	@ParameterizedTest
	@EnumSource
	void callWhenTheWaitWouldPassTheDeadlineThenItIsNotBegun(CallKind kind) {
		this.server.thenJson(429, "{}", "retry-after: 3600");
		Endpoint endpoint = this.client.endpoint();
		assertThat(catchThrowableOfType(RateLimitException.class, () -> kind.text(endpoint)))
			.isExactlyInstanceOf(RateLimitException.class)
			.hasMessageContainingAll("\"support-bot\"", "429");
		assertThat(this.server.requests()).hasSize(1);
		this.client.assertTheNextCallWorks(endpoint, kind);
	}

	@ParameterizedTest
	@EnumSource
	void callWhenTheServerAsksForMoreThanTheLimitThenTheCallerIsToldAtOnce(CallKind kind) {
		this.server.thenJson(429, "{}", "retry-after: 30");
		Endpoint endpoint = this.client.endpoint();

		RateLimitException failure = catchThrowableOfType(RateLimitException.class, () -> kind.text(endpoint));

		assertThat(failure).hasMessageContaining("30 s");
		assertThat(failure.retryAfter()).isEqualTo(Duration.ofSeconds(30));
		assertThat(this.server.requests()).hasSize(1);
		this.client.assertTheNextCallWorks(endpoint, kind);
	}

	@Test
	void callWhenTheServerAsksForNoMoreThanTheLimitThenItWaits() {
		this.server.thenJson(429, "{}", "retry-after-ms: 100").thenJson(200, Answers.OK);
		Endpoint endpoint = this.client.endpoint(OnePermitClient.LONG,
				Policies.quickRetries(2).withMaxServerWait(Duration.ofMillis(100)));
		assertThat(endpoint.generateText("Hola").text()).isEqualTo("ok");
	}

	@Test
	void callWhenNoWaitIsAllowedThenTheCallerIsToldAtOnce() {
		this.server.thenJson(429, "{}", "retry-after-ms: 100");
		Endpoint endpoint = this.client.endpoint(OnePermitClient.LONG,
				Policies.quickRetries(2).withMaxServerWait(Duration.ZERO));
		assertThat(catchThrowableOfType(RateLimitException.class, () -> endpoint.generateText("Hola")).retryAfter())
			.isEqualTo(Duration.ofMillis(100));
		assertThat(this.server.requests()).hasSize(1);
	}

}
