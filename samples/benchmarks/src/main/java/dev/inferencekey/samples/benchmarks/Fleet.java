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

package dev.inferencekey.samples.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Phaser;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.concurrent.locks.LockSupport;
import java.util.function.IntUnaryOperator;
import java.util.stream.IntStream;

import dev.inferencekey.DataClient;
import dev.inferencekey.ReactiveEndpoint;
import dev.inferencekey.credential.ApiKey;
import dev.inferencekey.resilience.Timeouts;
import reactor.core.publisher.Flux;

/**
 * Fifty clients with a retry budget each, as in fifty instances of an application, call
 * one platform through a cold start and an outage. Fails if the platform ever receives
 * more than 1.2 requests for each call.
 */
final class Fleet {

	static final int CLIENTS = 50;

	static final int CALLS_PER_SECOND = 800;

	/**
	 * How long the platform runs.
	 */
	static final int SECONDS = FleetPlatform.Phase.UP_AGAIN.end();

	/**
	 * How long calls begin; the last ones are answered after that.
	 */
	static final int CALLING_SECONDS = SECONDS - 5;

	static final int WINDOW_SECONDS = 10;

	static final double LIMIT = 1.2;

	private static final long PAUSE = TimeUnit.MILLISECONDS.toNanos(50);

	private static final int WARM_UP_CALLS = 10_000;

	private final FleetPlatform platform;

	private final List<ReactiveEndpoint> endpoints = new ArrayList<>();

	private final AtomicIntegerArray begun = new AtomicIntegerArray(SECONDS);

	private final AtomicIntegerArray failed = new AtomicIntegerArray(SECONDS);

	private final Phaser running = new Phaser(1);

	private Fleet(FleetPlatform platform) {
		this.platform = platform;
	}

	/**
	 * Run the simulation.
	 * @param folder where to write {@code fleet.svg}
	 * @throws IOException if it cannot be written
	 * @throws IllegalStateException if there were too many requests, or a call failed for
	 * which there was no reason to
	 */
	static void simulate(Path folder) throws IOException {
		List<DataClient> clients = new ArrayList<>();
		try (FleetPlatform platform = new FleetPlatform()) {
			Fleet fleet = new Fleet(platform);
			for (int client = 0; client < CLIENTS; client++) {
				clients.add(DataClient.builder()
					.defaults((settings) -> settings.url(platform.address())
						.apiKey(ApiKey.of(Inputs.KEY))
						.timeouts(Timeouts.UNSET.withTotal(Duration.ofSeconds(30))))
					.build());
				fleet.endpoints.add(clients.get(client).endpoint("fleet").reactive());
			}
			fleet.warmUp();
			fleet.call();
			Files.writeString(folder.resolve("fleet.svg"), new FleetPicture(fleet).svg());
			fleet.check();
		}
		finally {
			clients.forEach(DataClient::close);
		}
	}

	private void warmUp() {
		Flux.range(0, WARM_UP_CALLS)
			.flatMap((call) -> this.endpoints.get(call % CLIENTS).generateText("warm-up"), 8 * CLIENTS)
			.take(Duration.ofSeconds(10))
			.blockLast();
	}

	private void call() {
		this.platform.start();
		long interval = TimeUnit.SECONDS.toNanos(1) / CALLS_PER_SECOND;
		long due = System.nanoTime();
		for (int call = 0; this.platform.second() < CALLING_SECONDS; call++) {
			begin(this.endpoints.get(call % CLIENTS), this.platform.second());
			// No burst to make up for a pause of this machine.
			due = Math.max(due + interval, System.nanoTime() - PAUSE);
			for (long rest = due - System.nanoTime(); rest > 0; rest = due - System.nanoTime()) {
				LockSupport.parkNanos(rest);
			}
		}
		awaitAll();
	}

	private void begin(ReactiveEndpoint endpoint, int second) {
		this.begun.incrementAndGet(second);
		this.running.register();
		endpoint.generateText("second " + second)
			.doOnError((failure) -> this.failed.incrementAndGet(second))
			.onErrorComplete()
			.doFinally((signal) -> this.running.arriveAndDeregister())
			.subscribe();
	}

	private void awaitAll() {
		try {
			this.running.awaitAdvanceInterruptibly(this.running.arrive(), 30, TimeUnit.SECONDS);
		}
		catch (InterruptedException | TimeoutException ex) {
			throw new IllegalStateException(this.running.getUnarrivedParties() + " calls did not end", ex);
		}
	}

	int begun(int second) {
		return this.begun.get(second);
	}

	int failed(int second) {
		return this.failed.get(second);
	}

	int received(int second) {
		return this.platform.received(second);
	}

	/**
	 * The requests of the calls that began within a window, for each of these calls.
	 * @param from the first second of the window
	 * @return requests a call
	 */
	double ratio(int from) {
		return (double) sum(this.platform::caused, from, from + WINDOW_SECONDS)
				/ sum(this::begun, from, from + WINDOW_SECONDS);
	}

	/**
	 * The requests that the platform has received so far for each call that has begun.
	 * @param second the last second
	 * @return requests a call
	 */
	private double ratioUntil(int second) {
		return (double) sum(this::received, 0, second + 1) / sum(this::begun, 0, second + 1);
	}

	double total() {
		return ratioUntil(SECONDS - 1);
	}

	private static int sum(IntUnaryOperator values, int from, int to) {
		return IntStream.range(from, to).map(values).sum();
	}

	private void check() {
		double worstWindow = IntStream.rangeClosed(0, CALLING_SECONDS - WINDOW_SECONDS)
			.mapToDouble(this::ratio)
			.max()
			.orElseThrow();
		double worstSoFar = IntStream.range(0, SECONDS).mapToDouble(this::ratioUntil).max().orElseThrow();
		int outage = sum(this::failed, FleetPlatform.Phase.FAILING.start() - 1, FleetPlatform.Phase.CUT.end() + 1);
		int others = sum(this::failed, 0, SECONDS) - outage;
		System.out.printf(Locale.ROOT,
				"FLEET: %d clients, %d calls, %d requests: %.3f a call; at most %.3f a call until any second, and %.3f a call for those that began in any %d s. %d calls failed in the outage, %d otherwise.%n",
				CLIENTS, sum(this::begun, 0, SECONDS), sum(this::received, 0, SECONDS), total(), worstSoFar,
				worstWindow, WINDOW_SECONDS, outage, others);
		if (sum(this::begun, 0, SECONDS) < 0.8 * CALLING_SECONDS * CALLS_PER_SECOND) {
			throw new IllegalStateException(
					"This machine has too much else to do for " + CALLS_PER_SECOND + " calls a second");
		}
		if (total() > LIMIT || worstSoFar > LIMIT || worstWindow > LIMIT) {
			throw new IllegalStateException("More than " + LIMIT + " requests a call");
		}
		if (others > 0) {
			throw new IllegalStateException(others + " calls failed that did not begin in the outage");
		}
	}

}
