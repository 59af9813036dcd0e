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

package dev.inferencekey;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

import dev.inferencekey.exchange.ConnectionPools;
import dev.inferencekey.exchange.FilterErrors;
import io.micrometer.observation.ObservationRegistry;
import org.jspecify.annotations.Nullable;

import org.springframework.util.function.SingletonSupplier;
import org.springframework.web.reactive.function.client.WebClient;

/**
 * The {@link WebClient} of each workload: made from the builder of its settings, or with
 * a connection pool of its own. Thread-safe.
 */
final class WebClients implements AutoCloseable {

	// The pool of workloads that are not configured.
	private static final String OTHERS = "_other";

	// One client for all workloads whose settings name the same builder.
	private final Map<Supplier<WebClient.Builder>, Supplier<WebClient>> shared = new ConcurrentHashMap<>();

	// Those of workloads whose settings name none.
	private final Map<String, Supplier<WebClient>> own = new ConcurrentHashMap<>();

	private final ConnectionPools pools = new ConnectionPools();

	private final ObservationRegistry observationRegistry;

	/**
	 * Create an instance.
	 * @param observationRegistry observes the requests of clients that are made here
	 */
	WebClients(ObservationRegistry observationRegistry) {
		this.observationRegistry = observationRegistry;
	}

	/**
	 * Find or make the client of a workload.
	 * @param workload the name of a configured workload, {@code null} for any other
	 * @param builder makes the builder, {@code null} to use one of our own
	 * @return the client, made when first needed
	 */
	Supplier<WebClient> of(@Nullable String workload, @Nullable Supplier<WebClient.Builder> builder) {
		if (builder == null) {
			String pool = (workload != null) ? workload : OTHERS;
			return this.own.computeIfAbsent(pool, (name) -> SingletonSupplier
				.of(() -> this.pools.webClient(name).observationRegistry(this.observationRegistry).build()));
		}
		if (workload != null) {
			keep(builder);
		}
		Supplier<WebClient> kept = this.shared.get(builder);
		return (kept != null) ? kept : client(builder);
	}

	/**
	 * Have one client for all workloads with this builder. Not for builders that are made
	 * for workloads that are not configured, since there is no end to them.
	 * @param builder makes the builder, {@code null} for none
	 */
	void keep(@Nullable Supplier<WebClient.Builder> builder) {
		if (builder != null) {
			this.shared.computeIfAbsent(builder, WebClients::client);
		}
	}

	// A builder of the application brings its own registry, if it is to have one.
	private static Supplier<WebClient> client(Supplier<WebClient.Builder> builder) {
		return SingletonSupplier.of(() -> FilterErrors.watch(builder.get()).build());
	}

	/**
	 * Close the connections of the clients with pools of their own.
	 */
	@Override
	public void close() {
		this.pools.close();
	}

}
