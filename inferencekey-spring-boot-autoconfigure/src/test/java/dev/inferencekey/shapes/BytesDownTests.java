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

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;

import dev.inferencekey.error.NotFoundException;
import dev.inferencekey.error.StreamInterruptedException;
import dev.inferencekey.wire.WireServer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.reactivestreams.Subscription;
import reactor.core.publisher.BaseSubscriber;
import reactor.test.StepVerifier;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * JSON up and bytes down, as they come.
 */
class BytesDownTests {

	private static final long LENGTH = 100L * 1024 * 1024;

	private final WireServer server = new WireServer();

	private final Pipeline pipeline = new Pipeline(this.server.baseUrl(), WireServer.KEY);

	private final AtomicLong written = new AtomicLong();

	@AfterEach
	void stop() {
		this.pipeline.close();
		this.server.close();
	}

	private void sendBytes(WireServer.Exchange exchange) throws IOException {
		exchange.write("HTTP/1.1 200 X\r\ncontent-type: audio/mpeg\r\ncontent-length: " + LENGTH + "\r\n\r\n");
		Pattern.write(LENGTH, (bytes) -> {
			exchange.write(bytes);
			this.written.addAndGet(bytes.length);
		});
	}

	@Test
	void bytesWhenManyThenWholeAndInOrderInASmallHeap() throws Exception {
		this.server.then(this::sendBytes);

		SmallProcess.Outcome outcome = SmallProcess.run(Download.class, "-Xmx48m", this.server.baseUrl());

		assertThat(outcome.output()).isEqualTo("whole " + LENGTH);
		assertThat(this.server.requests().get(0).headers()).containsEntry("accept", "audio/mpeg");
	}

	@Test
	void bytesWhenReaderIsSlowThenServerWaits() {
		this.server.then(this::sendBytes);
		SlowReader reader = new SlowReader();
		this.pipeline.transport().stream(Shapes.SPEAK, "hello").subscribe(reader);

		reader.request(1);
		await().until(() -> reader.check.count() > 0);
		await().during(Duration.ofMillis(300)).until(this::isUnchanged);
		assertThat(this.written).hasValueLessThan(LENGTH / 4);
		reader.request(Long.MAX_VALUE);

		await().until(reader.ended::get);
		assertThat(reader.check.count()).isEqualTo(LENGTH);
		assertThat(reader.check.isRight()).isTrue();
	}

	private long lastSeen = -1;

	private boolean isUnchanged() {
		long before = this.lastSeen;
		this.lastSeen = this.written.get();
		return before == this.lastSeen;
	}

	@Test
	void bytesWhenBodyIsCutThenInterruptedAfterWhatCame() {
		this.server.then((exchange) -> {
			exchange.write("HTTP/1.1 200 X\r\ncontent-type: audio/mpeg\r\ncontent-length: 10\r\n\r\nabc");
			exchange.socket().close();
		});

		StepVerifier.create(this.pipeline.transport().stream(Shapes.SPEAK, "hello"))
			.expectNextMatches((bytes) -> new String(bytes).equals("abc"))
			.expectErrorSatisfies((failure) -> assertThat(failure).isInstanceOf(StreamInterruptedException.class)
				.hasMessageContaining("closed before the answer was complete"))
			.verify();
		assertThat(this.server.requests()).hasSize(1);
	}

	@Test
	void bytesWhenRefusedThenTheErrorIsRead() {
		this.server.thenJson(404, "{\"detail\":\"no voice\"}");

		StepVerifier.create(this.pipeline.transport().stream(Shapes.SPEAK, "hello"))
			.expectErrorSatisfies((failure) -> assertThat(failure).isInstanceOf(NotFoundException.class)
				.hasMessageContaining("no voice"))
			.verify();
	}

	@Test
	void bytesWhenCancelledThenConnectionClosedAndPermitFree() throws InterruptedException {
		CountDownLatch closed = new CountDownLatch(1);
		this.server.then((exchange) -> {
			exchange.write("HTTP/1.1 200 X\r\ncontent-type: audio/mpeg\r\ncontent-length: 10\r\n\r\nabc");
			exchange.awaitClosed(closed);
		});

		StepVerifier.create(this.pipeline.transport().stream(Shapes.SPEAK, "hello"))
			.expectNextCount(1)
			.thenCancel()
			.verify();

		assertThat(closed.await(1, TimeUnit.MINUTES)).isTrue();
		assertThat(this.pipeline.transport().monitor().inFlight()).isZero();
	}

	private static final class SlowReader extends BaseSubscriber<byte[]> {

		private final Pattern.Check check = new Pattern.Check();

		private final AtomicBoolean ended = new AtomicBoolean();

		@Override
		protected void hookOnSubscribe(Subscription subscription) {
			// The test asks.
		}

		@Override
		protected void hookOnNext(byte[] bytes) {
			this.check.add(bytes, 0, bytes.length);
		}

		@Override
		protected void hookOnComplete() {
			this.ended.set(true);
		}

	}

}
