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

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.http.MediaType;
import org.springframework.web.reactive.function.server.HandlerFunction;
import org.springframework.web.reactive.function.server.ServerRequest;
import org.springframework.web.reactive.function.server.ServerResponse;

/**
 * {@code POST /v1/chat/completions}, whole or as server-sent events; see the wire
 * contract, section "Streaming".
 */
final class ChatHandler implements HandlerFunction<ServerResponse> {

	private static final Log logger = LogFactory.getLog(ChatHandler.class);

	private static final String DONE = "[DONE]";

	private final ServedModel served;

	private final ChatModel model;

	private final Duration tokenDelay;

	ChatHandler(ServedModel served, ChatModel model, Duration tokenDelay) {
		this.served = served;
		this.model = model;
		this.tokenDelay = tokenDelay;
	}

	@Override
	public Mono<ServerResponse> handle(ServerRequest request) {
		return RequestBody.of(request).map(this::read).flatMap(this::answer);
	}

	private ChatRequest read(RequestBody body) {
		this.served.check(body);
		return ChatRequest.read(body);
	}

	private Mono<ServerResponse> answer(ChatRequest request) {
		return this.model.generate(request).flatMap((generation) -> {
			String id = "chatcmpl-" + UUID.randomUUID().toString().replace("-", "");
			ChatResponses responses = new ChatResponses(id, Instant.now().getEpochSecond(), generation,
					request.includeUsage());
			return request.stream() ? stream(frames(responses)) : generation.whole()
				.flatMap((pieces) -> ServerResponse.ok().bodyValue(responses.completion(pieces)));
		});
	}

	/**
	 * The data of the events. Each is made when the connection asks for it, so a slow
	 * reader slows the answer down and a reader that leaves ends it. A failure after the
	 * first event is an event itself, since the status has long been sent.
	 */
	Flux<String> frames(ChatResponses responses) {
		Flux<Delta> pieces = responses.generation().pieces();
		if (!this.tokenDelay.isZero()) {
			pieces = pieces.delayElements(this.tokenDelay);
		}
		Flux<ChatResponses.Chunk> chunks = Flux.concat(Mono.fromSupplier(responses::firstChunk),
				pieces.map(responses::chunk), Mono.fromSupplier(responses::lastChunk));
		if (responses.includeUsage()) {
			chunks = chunks.concatWith(Mono.fromSupplier(responses::usageChunk));
		}
		return chunks.map(Json.MAPPER::writeValueAsString).concatWithValues(DONE).onErrorResume(ChatHandler::failure);
	}

	private static Mono<String> failure(Throwable error) {
		logger.error("Could not finish a stream", error);
		return Mono.just(Json.MAPPER.writeValueAsString(RequestFailure.unexpected().body()));
	}

	/**
	 * Write {@code data: } with its blank, byte for byte as the contract shows it.
	 * Spring's own event writer leaves the optional blank out, and clients that compare
	 * text instead of parsing events miss it.
	 */
	private static Mono<ServerResponse> stream(Flux<String> frames) {
		return ServerResponse.ok()
			.contentType(MediaType.TEXT_EVENT_STREAM)
			.header("Cache-Control", "no-cache")
			.body((message, context) -> {
				Flux<DataBuffer> events = frames.map((data) -> "data: " + data + "\n\n")
					.map((event) -> message.bufferFactory().wrap(event.getBytes(StandardCharsets.UTF_8)));
				return message.writeAndFlushWith(events.map(Mono::just));
			});
	}

}
