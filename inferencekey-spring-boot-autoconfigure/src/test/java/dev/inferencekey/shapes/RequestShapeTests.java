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

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import dev.inferencekey.error.NotFoundException;
import dev.inferencekey.error.StreamInterruptedException;
import dev.inferencekey.error.TransportException;
import dev.inferencekey.error.ValidationException;
import dev.inferencekey.operation.Framing;
import dev.inferencekey.operation.Operation;
import dev.inferencekey.wire.WireServer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.test.StepVerifier;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Methods, paths, answers without a body, and streams of events that just end.
 */
class RequestShapeTests {

	private final WireServer server = new WireServer();

	private final Pipeline pipeline = new Pipeline(this.server.baseUrl(), WireServer.KEY);

	@AfterEach
	void stop() {
		this.pipeline.close();
		this.server.close();
	}

	@Test
	void patchWhenPathHoldsAnyTextThenItStaysInItsPlace() {
		this.server.thenJson(200, "{}");

		this.pipeline.transport().call(Shapes.RENAME, "a/../b?c=d#e%2f ü\\").block();

		WireServer.Request sent = this.server.requests().get(0);
		assertThat(sent.line()).isEqualTo("PATCH /workloads/a%2F..%2Fb%3Fc%3Dd%23e%252f%20%C3%BC%5C HTTP/1.1");
		assertThat(sent.body()).isEqualTo("{\"model\":\"shapes\",\"name\":\"new\"}");
	}

	@ParameterizedTest
	@ValueSource(strings = { "", ".", "..", "\ud83d" })
	void patchWhenTextCannotBeAPartOfAPathThenRefusedAndNothingSent(String id) {
		assertThatExceptionOfType(ValidationException.class)
			.isThrownBy(() -> this.pipeline.transport().call(Shapes.RENAME, id).block())
			.withMessageContaining("a part of the path")
			.withMessageContaining("nothing was sent");

		assertThat(this.server.requests()).isEmpty();
	}

	@ParameterizedTest
	@ValueSource(strings = { "../admin", "%2e%2E/admin", "a b", "a#b", "a\r\nHost: b", "a\\b", "%", "%zz", "/b", "ü" })
	void patchWhenPathIsNotEscapedThenRefusedAndNothingSent(String id) {
		assertThatExceptionOfType(ValidationException.class)
			.isThrownBy(() -> this.pipeline.transport().call(Shapes.CARELESS, id).block())
			.withMessageContaining("not escaped");

		assertThat(this.server.requests()).isEmpty();
	}

	@Test
	void getWhenQueryIsGivenThenSentEscapedAndReaderKnowsTheHead() {
		this.server.then((exchange) -> exchange.respond(200, "text/plain;charset=utf-8", "hello"));

		String answer = this.pipeline.transport().call(Shapes.FIND, "pt&x=y BR").block();

		assertThat(answer).isEqualTo("200 text/plain hello");
		assertThat(this.server.requests().get(0).line())
			.isEqualTo("GET /audio/voices?language=pt%26x%3Dy%20BR HTTP/1.1");
	}

	@Test
	void deleteWhenAnsweredWithoutBodyThenReadFromTheHead() {
		this.server.then((exchange) -> exchange.write("HTTP/1.1 204 No Content\r\n\r\n"));

		Integer first = this.pipeline.transport().call(Shapes.REMOVE, "1").block();
		Integer second = this.pipeline.transport().call(Shapes.REMOVE, "2").block();

		assertThat(first).isEqualTo(204);
		assertThat(second).isEqualTo(204);
		assertThat(this.server.requests()).extracting(WireServer.Request::line)
			.containsExactly("DELETE /workloads/1 HTTP/1.1", "DELETE /workloads/2 HTTP/1.1");
	}

	@Test
	void deleteWhenUnknownThenNotFoundNamesTheUrl() {
		this.server.thenJson(404, "{\"error\":{\"code\":\"workload_not_found\",\"message\":\"none\"}}");

		assertThatExceptionOfType(NotFoundException.class)
			.isThrownBy(() -> this.pipeline.transport().call(Shapes.REMOVE, "1").block())
			.satisfies((ex) -> assertThat(ex.code()).isEqualTo("workload_not_found"));
	}

	@Test
	void eventsWhenBodyEndsThenStreamEnds() {
		this.server.then((exchange) -> {
			exchange.head();
			exchange.chunk(": ping\n\nevent: phase\ndata: {\"phase\":\"scheduling\"}\n\n");
			exchange.chunk("id: 7\r\nretry: 10\r\ndata: {\"phase\":\"ready\"}\r\n\r\n");
			exchange.end();
		});

		StepVerifier.create(this.pipeline.transport().stream(Shapes.WATCH, ""))
			.expectNext("{\"phase\":\"scheduling\"}", "{\"phase\":\"ready\"}")
			.verifyComplete();
	}

	@Test
	void eventsWhenDataSaysDoneThenItIsDataLikeAny() {
		this.server.thenEvents("data: [DONE]\n\ndata: after\n\n");

		StepVerifier.create(this.pipeline.transport().stream(Shapes.WATCH, ""))
			.expectNext("[DONE]", "after")
			.verifyComplete();
	}

	@Test
	void eventsWhenConnectionIsCutThenInterrupted() {
		this.server.then((exchange) -> {
			exchange.head();
			exchange.chunk("data: one\n\ndata: tw");
			exchange.socket().close();
		});

		StepVerifier.create(this.pipeline.transport().stream(Shapes.WATCH, ""))
			.expectNext("one")
			.expectErrorSatisfies((failure) -> assertThat(failure).isInstanceOf(StreamInterruptedException.class)
				.hasMessageContaining("before the answer was complete")
				.hasMessageNotContaining("partialText"))
			.verify();
	}

	@Test
	void eventsWhenThereIsNoReaderThenConnectionClosed() throws InterruptedException {
		Operation<String, String> unreadable = Operation.<String, String>named("watch", "/readiness-events")
			.framing(Framing.EVENTS)
			.reader((nothing, head, json) -> {
				throw new IllegalStateException("no reader");
			})
			.build();
		CountDownLatch closed = new CountDownLatch(1);
		this.server.then((exchange) -> {
			exchange.head();
			exchange.awaitClosed(closed);
		});

		StepVerifier.create(this.pipeline.transport().stream(unreadable, ""))
			.verifyErrorSatisfies((failure) -> assertThat(failure).isInstanceOf(TransportException.class));

		assertThat(closed.await(10, TimeUnit.SECONDS)).isTrue();
	}

	@Test
	void eventsWhenCancelledThenConnectionClosed() throws InterruptedException {
		CountDownLatch closed = new CountDownLatch(1);
		this.server.then((exchange) -> {
			exchange.head();
			exchange.chunk("data: one\n\n");
			exchange.awaitClosed(closed);
		});

		StepVerifier.create(this.pipeline.transport().stream(Shapes.WATCH, "")).expectNext("one").thenCancel().verify();

		assertThat(closed.await(1, TimeUnit.MINUTES)).isTrue();
		assertThat(this.pipeline.transport().monitor().inFlight()).isZero();
	}

}
