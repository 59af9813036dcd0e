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

import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;

import dev.inferencekey.credential.ApiKey;
import dev.inferencekey.operation.RequestBody;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DataBufferFactory;
import org.springframework.core.io.buffer.DataBufferUtils;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.client.reactive.ClientHttpRequest;
import org.springframework.web.reactive.function.BodyInserter;
import org.springframework.web.reactive.function.client.WebClient;

/**
 * Sends requests through a {@link WebClient} and takes the heads of their answers.
 */
final class RequestSender {

	private static final int PIECE = 32 * 1024;

	private final Supplier<WebClient> webClient;

	private final Executor executor;

	/**
	 * Create a sender.
	 * @param webClient carries the bytes; made when first needed
	 * @param executor writes bodies that are not in memory
	 */
	RequestSender(Supplier<WebClient> webClient, Executor executor) {
		this.webClient = webClient;
		this.executor = executor;
	}

	/**
	 * Send a request. Not {@code exchangeToFlux}, whose operators see every piece of a
	 * stream, which would cost a tenth of reading it; so the body must be read or the
	 * connection closed in any case.
	 * @param attempt what to send
	 * @param connection is told of the connection
	 * @return the head of the answer
	 */
	Mono<Head> send(Attempt<?, ?> attempt, OpenConnection connection) {
		AtomicReference<Flux<DataBuffer>> bytes = new AtomicReference<>(Flux.empty());
		long sent = System.nanoTime();
		return request(attempt, connection).retrieve()
			.onStatus((status) -> true, (response) -> Mono.empty())
			.toEntityFlux((message, context) -> {
				bytes.set(message.getBody());
				return Flux.<DataBuffer>empty();
			})
			.map((entity) -> new Head(entity.getStatusCode(), entity.getHeaders(), bytes.get(), connection, sent));
	}

	private WebClient.RequestHeadersSpec<?> request(Attempt<?, ?> attempt, OpenConnection connection) {
		RequestBody body = attempt.body();
		WebClient.RequestBodySpec request = this.webClient.get()
			.method(HttpMethod.valueOf(attempt.operation().method()))
			.uri(attempt.uri())
			.headers((headers) -> headers.set(HttpHeaders.ACCEPT, attempt.operation().accept()))
			.httpRequest((outgoing) -> {
				connection.opened(outgoing);
				authorize(outgoing.getHeaders(), attempt.key());
			});
		if (body == null) {
			return request;
		}
		long length = body.contentLength();
		return request.headers((headers) -> {
			headers.set(HttpHeaders.CONTENT_TYPE, body.contentType());
			if (length >= 0) {
				headers.setContentLength(length);
			}
		}).body(inserter(body, length));
	}

	// Not among the headers that filters, loggers and exceptions of WebClient show.
	private static void authorize(HttpHeaders headers, @Nullable ApiKey key) {
		if (key != null) {
			headers.setBearerAuth(key.reveal());
		}
	}

	private BodyInserter<RequestBody, ClientHttpRequest> inserter(RequestBody body, long length) {
		return (message, context) -> message.writeWith(content(body, length, message.bufferFactory()));
	}

	private Publisher<DataBuffer> content(RequestBody body, long length, DataBufferFactory buffers) {
		byte[] bytes = body.bytes();
		if (bytes != null) {
			return Mono.fromSupplier(() -> buffers.wrap(bytes));
		}
		return DataBufferUtils.outputStreamPublisher((out) -> {
			try {
				MeasuredOutput measured = new MeasuredOutput(out, length);
				body.writeTo(measured);
				measured.end();
			}
			catch (Exception ex) {
				throw new UnwritableBodyException(ex);
			}
			catch (Error ex) {
				throw FatalErrorException.wrap(ex);
			}
		}, buffers, this.executor, PIECE);
	}

}
