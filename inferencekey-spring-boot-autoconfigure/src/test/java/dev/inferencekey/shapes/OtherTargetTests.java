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

import java.net.URI;
import java.time.Duration;

import dev.inferencekey.credential.ApiKey;
import dev.inferencekey.error.AuthException;
import dev.inferencekey.error.StreamInterruptedException;
import dev.inferencekey.error.TransportException;
import dev.inferencekey.exchange.Attempt;
import dev.inferencekey.exchange.CallTimer;
import dev.inferencekey.exchange.ConnectionPools;
import dev.inferencekey.exchange.Exchange;
import dev.inferencekey.exchange.Limits;
import dev.inferencekey.exchange.StreamListener;
import dev.inferencekey.exchange.TestTarget;
import dev.inferencekey.operation.Json;
import dev.inferencekey.operation.Operation;
import dev.inferencekey.wire.WireServer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.web.reactive.function.client.WebClient;
import reactor.test.StepVerifier;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Exchanges with a far side that is not a workload.
 */
class OtherTargetTests {

	private final WireServer server = new WireServer();

	private final ConnectionPools pools = new ConnectionPools();

	private final CallTimer timer = new CallTimer(Runnable::run);

	private final WebClient client = this.pools.webClient("other").build();

	private final Exchange exchange = new Exchange(() -> this.client, new Json(JsonMapper.shared()), this.timer,
			Runnable::run);

	@AfterEach
	void stop() {
		this.timer.close();
		this.pools.close();
		this.server.close();
	}

	private <Q, R> Attempt<Q, R> attempt(Operation<Q, R> operation, Q request) {
		Duration limit = Duration.ofMinutes(1);
		return Attempt
			.of(operation, request, new TestTarget(URI.create(this.server.baseUrl() + "/api")),
					new Limits(limit, limit))
			.withKey(ApiKey.of(WireServer.KEY));
	}

	@Test
	void callWhenAnsweredThenReadFromTheTargetsUrl() {
		this.server.then((answer) -> answer.write("HTTP/1.1 204 No Content\r\n\r\n"));

		Integer status = this.exchange.call(attempt(Shapes.REMOVE, "a/b")).block();

		assertThat(status).isEqualTo(204);
		WireServer.Request sent = this.server.requests().get(0);
		assertThat(sent.line()).isEqualTo("DELETE /api/workloads/a%2Fb HTTP/1.1");
		assertThat(sent.headers()).containsEntry("authorization", "Bearer " + WireServer.KEY);
	}

	@Test
	void callWhenRefusedThenTheTargetIsNamedWithItsRemedy() {
		this.server.thenJson(401, "{\"error\":{\"message\":\"unknown token\"}}");

		assertThatExceptionOfType(AuthException.class)
			.isThrownBy(() -> this.exchange.call(attempt(Shapes.REMOVE, "1")).block())
			.withMessageContaining("project \"acme\" at ")
			.withMessageContaining(" answered 401: unknown token.")
			.withMessageContaining("Mind KEY_REFUSED.")
			.satisfies((ex) -> assertThat(ex.workload()).isNull());
	}

	@Test
	void callWhenNobodyListensThenTheTargetIsNamedWithItsRemedy() {
		this.server.close();

		assertThatExceptionOfType(TransportException.class)
			.isThrownBy(() -> this.exchange.call(attempt(Shapes.REMOVE, "1")).block())
			.withMessageContaining("project \"acme\": no connection to " + this.server.baseUrl() + "/api/workloads/1.")
			.withMessageContaining("Mind NO_CONNECTION.");
	}

	@Test
	void streamWhenCutThenTheTargetIsNamed() {
		this.server.then((answer) -> {
			answer.head();
			answer.chunk("data: one\n\n");
			answer.socket().close();
		});

		StepVerifier.create(this.exchange.stream(attempt(Shapes.WATCH, ""), StreamListener.NONE))
			.expectNext("one")
			.expectErrorSatisfies((failure) -> assertThat(failure).isInstanceOf(StreamInterruptedException.class)
				.hasMessageContaining("project \"acme\""))
			.verify();
	}

}
