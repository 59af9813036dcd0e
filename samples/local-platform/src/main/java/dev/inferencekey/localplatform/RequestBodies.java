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

package dev.inferencekey.localplatform;

import java.io.ByteArrayOutputStream;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;

import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.MonoSink;
import reactor.util.context.Context;

import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DataBufferUtils;
import org.springframework.http.HttpHeaders;
import org.springframework.web.reactive.function.server.ServerRequest;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebFilter;
import org.springframework.web.server.WebFilterChain;

/**
 * Makes the body of a request available to the handlers. It is read when a handler asks
 * for it, after the credential was checked, at most once and only up to the limits.
 */
final class RequestBodies implements WebFilter {

	private static final String BODY = RequestBodies.class.getName() + ".body";

	/**
	 * A caller that goes while the rest of its body is dropped is nothing to log.
	 */
	private static final Context UNLOGGED = Context.of("reactor.onErrorDropped.local", (Consumer<Throwable>) (gone) -> {
	});

	private final RequestLimits limits;

	RequestBodies(RequestLimits limits) {
		this.limits = limits;
	}

	@Override
	public Mono<Void> filter(ServerWebExchange exchange, WebFilterChain chain) {
		AtomicBoolean asked = new AtomicBoolean();
		exchange.getAttributes().put(BODY, read(exchange).doFirst(() -> asked.set(true)).cache());
		exchange.getResponse().beforeCommit(() -> Mono.fromRunnable(() -> {
			if (!asked.get()) {
				drop(exchange);
			}
		}));
		return chain.filter(exchange);
	}

	/**
	 * Leave the connection usable after an answer that nobody read the body for. A caller
	 * that waits to be told to go on may send the body or not, so its connection ends.
	 */
	private static void drop(ServerWebExchange exchange) {
		if (exchange.getRequest().getHeaders().containsHeader(HttpHeaders.EXPECT)) {
			exchange.getResponse().getHeaders().set(HttpHeaders.CONNECTION, "close");
		}
		else {
			exchange.getRequest().getBody().subscribe(DataBufferUtils::release, (gone) -> {
			}, null, UNLOGGED);
		}
	}

	/**
	 * The body of a request.
	 * @param request a request that has passed this filter
	 * @return the body, empty when there was none; a {@link RequestFailure} if it is too
	 * large or too slow
	 */
	@SuppressWarnings("unchecked")
	static Mono<byte[]> body(ServerRequest request) {
		return (Mono<byte[]>) request.attribute(BODY).orElseThrow();
	}

	private Mono<byte[]> read(ServerWebExchange exchange) {
		int maxSize = this.limits.maxBodySize();
		return Mono.defer(() -> {
			if (exchange.getRequest().getHeaders().getContentLength() > maxSize) {
				drop(exchange);
				return Mono.error(RequestFailure.tooLarge(maxSize));
			}
			Flux<DataBuffer> parts = exchange.getRequest().getBody();
			return Mono.<byte[]>create((sink) -> new Reading(maxSize, sink).start(parts))
				.timeout(this.limits.bodyTimeout())
				.onErrorMap(TimeoutException.class, (ex) -> RequestFailure.requestTimeout());
		});
	}

	/**
	 * Keeps what is within the limit. Once the caller has been told that there is more,
	 * the rest is still read and dropped, since a body left unread leaves the connection
	 * unusable.
	 */
	private static final class Reading {

		private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

		private final int maxSize;

		private final MonoSink<byte[]> sink;

		private boolean tooLarge;

		private volatile boolean ended;

		Reading(int maxSize, MonoSink<byte[]> sink) {
			this.maxSize = maxSize;
			this.sink = sink;
		}

		void start(Flux<DataBuffer> parts) {
			this.sink.onDispose(() -> this.ended = true);
			parts.subscribe(this::add, (gone) -> abort(), () -> this.sink.success(this.bytes.toByteArray()), UNLOGGED);
		}

		private void abort() {
			if (!this.ended) {
				this.sink.error(RequestFailure.incomplete());
			}
		}

		private void add(DataBuffer buffer) {
			byte[] part = new byte[buffer.readableByteCount()];
			buffer.read(part);
			DataBufferUtils.release(buffer);
			if (this.tooLarge) {
				return;
			}
			if (part.length > this.maxSize - this.bytes.size()) {
				this.tooLarge = true;
				this.bytes.reset();
				this.sink.error(RequestFailure.tooLarge(this.maxSize));
			}
			else {
				this.bytes.writeBytes(part);
			}
		}

	}

}
