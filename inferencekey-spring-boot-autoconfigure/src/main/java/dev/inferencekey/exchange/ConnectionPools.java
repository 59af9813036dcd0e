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

package dev.inferencekey.exchange;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import io.netty.channel.ChannelOption;
import reactor.netty.http.client.HttpClient;
import reactor.netty.resources.ConnectionProvider;

import org.springframework.http.client.reactive.ReactorClientHttpConnector;
import org.springframework.web.reactive.function.client.WebClient;

/**
 * A pool of connections for each workload, all of which share one host, so that one that
 * stalls takes no connection from another. Thread-safe.
 */
public final class ConnectionPools implements AutoCloseable {

	/**
	 * How long connecting may take, unless something else is set.
	 */
	public static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(5);

	// How many there may be is for the concurrency limit to say.
	private static final int MAX_CONNECTIONS = 65_536;

	/**
	 * Shorter than what servers and balancers keep idle connections for, so that a call
	 * seldom meets one that was just closed.
	 */
	private static final Duration MAX_IDLE_TIME = Duration.ofSeconds(30);

	private final Map<String, ConnectionProvider> pools = new ConcurrentHashMap<>();

	/**
	 * A client with a pool of its own.
	 * @param name of the pool
	 * @return a new builder
	 */
	public WebClient.Builder webClient(String name) {
		HttpClient http = HttpClient.create(of(name))
			.proxyWithSystemProperties()
			.option(ChannelOption.CONNECT_TIMEOUT_MILLIS, (int) CONNECT_TIMEOUT.toMillis());
		return WebClient.builder().clientConnector(new ReactorClientHttpConnector(http));
	}

	/**
	 * A pool.
	 * @param name of the pool
	 * @return the pool, the same each time
	 */
	public ConnectionProvider of(String name) {
		return this.pools.computeIfAbsent(name,
				(any) -> ConnectionProvider.builder("inferencekey-" + name)
					.maxConnections(MAX_CONNECTIONS)
					.maxIdleTime(MAX_IDLE_TIME)
					.build());
	}

	/**
	 * Close all connections.
	 */
	@Override
	public void close() {
		this.pools.values().forEach(ConnectionProvider::dispose);
	}

}
