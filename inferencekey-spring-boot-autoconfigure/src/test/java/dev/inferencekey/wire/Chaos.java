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

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.Stream;

import dev.inferencekey.DataClient;
import dev.inferencekey.Endpoint;
import dev.inferencekey.credential.ApiKey;
import dev.inferencekey.error.InferenceKeyException;
import dev.inferencekey.resilience.Timeouts;
import dev.inferencekey.text.TextStream;
import dev.inferencekey.transport.WorkloadMonitor;
import reactor.core.Disposable;
import reactor.core.publisher.Hooks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * A process whose many callers call a server at random, for as long as its second
 * argument says in seconds: in every way, with cancellations and keys that are replaced.
 * It ends with an exception if a caller hangs or anything is left.
 */
final class Chaos {

	private static final Duration TOTAL = Duration.ofSeconds(20);

	private final LongAdder answered = new LongAdder();

	private final LongAdder failed = new LongAdder();

	private final LongAdder cancelled = new LongAdder();

	private final AtomicInteger key = new AtomicInteger();

	private final DataClient client;

	private final Endpoint endpoint;

	private Chaos(DataClient.Builder builder) {
		this.client = builder
			.defaults((settings) -> settings.keys((workload) -> key(this.key.get()))
				.timeouts(Timeouts.UNSET.withTotal(TOTAL).withIdle(Duration.ofSeconds(5)))
				.retry(Policies.QUICK_RETRIES)
				.concurrency(Policies.permits(200, 4000)))
			.build();
		this.endpoint = this.client.endpoint("support-bot");
	}

	static ApiKey key(int number) {
		return ApiKey.of("ik_live_%08x_".formatted(number) + WireServer.SECRET);
	}

	public static void main(String[] args) throws Exception {
		Set<String> dropped = ConcurrentHashMap.newKeySet();
		Hooks.onErrorDropped((failure) -> dropped
			.add(failure + " by " + Stream.of(new Throwable().getStackTrace()).skip(1).limit(12).toList()));
		try (GaugedPool pool = new GaugedPool()) {
			Chaos chaos = new Chaos(
					DataClient.builder().baseUrl(args[0]).project("acme").webClientBuilder(pool.webClient()));
			chaos.run(Duration.ofSeconds(Long.parseLong(args[1])));
			pool.assertNothingIsTaken();
			assertThat(dropped).isEmpty();
			System.out.println("nothing left after " + chaos.answered + " answers, " + chaos.failed + " failures, "
					+ chaos.cancelled + " cancellations, " + chaos.key + " keys");
		}
		System.exit(0);
	}

	private void run(Duration time) throws InterruptedException {
		ThreadFactory threads = threads();
		int callers = (threads.newThread(() -> {
		}).isDaemon() && Runtime.version().feature() >= 21) ? 2000 : 200;
		CountDownLatch ended = new CountDownLatch(callers);
		long end = System.nanoTime() + time.toNanos();
		List<Thread> all = new ArrayList<>();
		for (int i = 0; i < callers; i++) {
			Thread caller = threads.newThread(() -> {
				while (System.nanoTime() < end) {
					call();
				}
				ended.countDown();
			});
			caller.start();
			all.add(caller);
		}
		while (!ended.await(1, TimeUnit.SECONDS)) {
			this.key.incrementAndGet();
			assertThat(System.nanoTime() - end).as("no caller hangs").isLessThan(TOTAL.multipliedBy(2).toNanos());
		}
		WorkloadMonitor monitor = this.client.monitor("support-bot");
		await().atMost(Duration.ofSeconds(20))
			.until(() -> monitor.inFlight() + monitor.queued() + monitor.waitingForStart() == 0);
		assertThat(this.answered.sum()).isPositive();
		assertThat(this.failed.sum()).isPositive();
	}

	// Virtual ones where there are any.
	private static ThreadFactory threads() {
		try {
			Object builder = Thread.class.getMethod("ofVirtual").invoke(null);
			return (ThreadFactory) Class.forName("java.lang.Thread$Builder").getMethod("factory").invoke(builder);
		}
		catch (ReflectiveOperationException ex) {
			return Thread::new;
		}
	}

	private void call() {
		Random random = ThreadLocalRandom.current();
		try {
			switch (random.nextInt(5)) {
				case 0 -> this.endpoint.generateText("Hola");
				case 1 -> this.endpoint.generateTextStream("Hola").result();
				case 2 -> this.endpoint.reactive().generateTextStream("Hola").blockLast();
				case 3 -> leave(random);
				default -> cancel(random);
			}
			this.answered.increment();
		}
		catch (InferenceKeyException ex) {
			this.failed.increment();
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

	// After some chunks, or none.
	private void leave(Random random) {
		try (TextStream stream = this.endpoint.generateTextStream("Hola")) {
			stream.stream().limit(random.nextInt(2)).forEach((chunk) -> {
			});
			this.cancelled.increment();
		}
	}

	private void cancel(Random random) throws InterruptedException {
		Disposable call = this.endpoint.reactive().generateText("Hola").subscribe((result) -> {
		}, (failure) -> {
		});
		TimeUnit.MILLISECONDS.sleep(random.nextInt(20));
		call.dispose();
		this.cancelled.increment();
	}

	/**
	 * Answer, or do what servers, gateways and networks do instead.
	 */
	static void answer(WireServer.Exchange exchange) throws IOException {
		String quoted = exchange.request().headers().get("authorization");
		switch (ThreadLocalRandom.current().nextInt(24)) {
			case 0 -> exchange.reset();
			case 1 -> exchange.respond(500, "text/html", "<html>" + quoted);
			case 2 -> exchange.respond(401, "application/json", "{\"error\":{\"message\":\"" + quoted + "\"}}");
			case 3 -> exchange.respond(429, "application/json", "{}", "retry-after-ms: 5");
			case 4 -> exchange.respond(503, "application/json", "{}");
			case 5 -> exchange.respond(409, "application/json", "{\"error_msg\":\"off\"}");
			case 6 ->
				exchange.respond(200, "application/json", "{\"error\":{\"code\":429,\"message\":\"" + quoted + "\"}}");
			case 7 ->
				exchange.respond(200, CallKind.typeFor(exchange), "{\"choices\":[{\"message\":{\"content\":5}}]}");
			case 8 -> {
				exchange.head();
				exchange.chunk(Answers.delta("a"));
				exchange.reset();
			}
			case 9 -> {
				exchange.head();
				exchange.chunk(Answers.delta("a") + Answers.DONE);
				exchange.end();
			}
			case 10 -> {
				exchange.write("HTTP/1.1 200 OK\r\ncontent-length: x\r\n\r\n");
				exchange.reset();
			}
			case 11 -> {
				exchange.write("HTTP/1.1 101 Switching Protocols\r\n\r\n");
				exchange.reset();
			}
			case 12 -> {
				exchange.pause(Duration.ofMillis(50));
				CallKind.answer(exchange);
			}
			default -> CallKind.answer(exchange);
		}
	}

}
