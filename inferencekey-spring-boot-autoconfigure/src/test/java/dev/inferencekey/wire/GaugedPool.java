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

import java.net.SocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

import io.netty.buffer.UnpooledByteBufAllocator;
import io.netty.channel.ChannelOption;
import reactor.netty.http.client.HttpClient;
import reactor.netty.resources.ConnectionPoolMetrics;
import reactor.netty.resources.ConnectionProvider;

import org.springframework.http.client.reactive.ReactorClientHttpConnector;
import org.springframework.web.reactive.function.client.WebClient;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * A pool of connections and an allocator of buffers whose gauges tests read.
 */
final class GaugedPool implements ConnectionProvider.MeterRegistrar, AutoCloseable {

	private final List<ConnectionPoolMetrics> gauges = new CopyOnWriteArrayList<>();

	// Counts to the byte what is not released.
	private final UnpooledByteBufAllocator allocator = new UnpooledByteBufAllocator(true);

	private final ConnectionProvider provider = ConnectionProvider.builder("gauged")
		.maxConnections(10_000)
		.metrics(true, () -> this)
		.build();

	HttpClient httpClient() {
		return HttpClient.create(this.provider).option(ChannelOption.ALLOCATOR, this.allocator);
	}

	WebClient.Builder webClient() {
		return webClient(httpClient());
	}

	static WebClient.Builder webClient(HttpClient http) {
		return WebClient.builder().clientConnector(new ReactorClientHttpConnector(http));
	}

	@Override
	public void registerMetrics(String poolName, String id, SocketAddress remoteAddress,
			ConnectionPoolMetrics metrics) {
		this.gauges.add(metrics);
	}

	/**
	 * A connection goes back after the caller has its answer, and so do buffers.
	 */
	void assertNothingIsTaken() {
		assertThat(this.gauges).isNotEmpty();
		await().atMost(Duration.ofSeconds(10))
			.untilAsserted(() -> assertThat(this.gauges)
				.allMatch((gauge) -> gauge.acquiredSize() == 0 && gauge.pendingAcquireSize() == 0));
		await().atMost(Duration.ofSeconds(10))
			.untilAsserted(() -> assertThat(this.allocator.metric().usedDirectMemory()).as("bytes in direct buffers")
				.isZero());
		assertThat(this.allocator.metric().usedHeapMemory()).as("bytes in heap buffers").isZero();
	}

	@Override
	public void close() {
		this.provider.dispose();
	}

}
