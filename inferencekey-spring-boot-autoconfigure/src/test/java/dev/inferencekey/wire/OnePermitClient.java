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

import java.time.Duration;

import dev.inferencekey.DataClient;
import dev.inferencekey.Endpoint;
import dev.inferencekey.resilience.RetrySettings;
import dev.inferencekey.resilience.Timeouts;
import io.netty.channel.ChannelOption;
import reactor.netty.http.client.HttpClient;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A client with a single permit and a pool that is counted, so that whatever a call
 * leaves behind stands in the way of the next.
 */
final class OnePermitClient implements AutoCloseable {

	// So long that only a limit that a test shortens can end its call.
	static final Timeouts LONG = Timeouts.UNSET.withFirstChunk(Duration.ofMinutes(2))
		.withIdle(Duration.ofMinutes(2))
		.withTotal(Duration.ofMinutes(5));

	static final Duration CONNECT_TIMEOUT = Duration.ofMillis(200);

	private final WireServer server;

	private final GaugedPool pool = new GaugedPool();

	OnePermitClient(WireServer server) {
		this.server = server;
	}

	HttpClient http() {
		return this.pool.httpClient()
			.option(ChannelOption.CONNECT_TIMEOUT_MILLIS, Math.toIntExact(CONNECT_TIMEOUT.toMillis()));
	}

	DataClient client(String baseUrl, Timeouts timeouts, RetrySettings retry, HttpClient http) {
		return this.server.builder()
			.baseUrl(baseUrl)
			.defaults((settings) -> settings.timeouts(timeouts).retry(retry).concurrency(Policies.permits(1, 0)))
			.webClientBuilder(GaugedPool.webClient(http))
			.build();
	}

	Endpoint endpoint(Timeouts timeouts, RetrySettings retry) {
		return client(this.server.baseUrl(), timeouts, retry, http()).endpoint("support-bot");
	}

	/**
	 * An endpoint that makes two attempts, and has all the time that it wants.
	 */
	Endpoint endpoint() {
		return endpoint(LONG, Policies.quickRetries(2));
	}

	/**
	 * Make a call that is answered, and look for what it and those before it left.
	 */
	void assertTheNextCallWorks(Endpoint endpoint, CallKind kind) {
		this.server.then(CallKind::answer);
		assertThat(kind.text(endpoint)).isEqualTo("ok");
		assertNothingIsTaken();
	}

	void assertNothingIsTaken() {
		this.pool.assertNothingIsTaken();
	}

	@Override
	public void close() {
		this.pool.close();
	}

}
