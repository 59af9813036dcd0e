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

import java.net.URI;
import java.util.List;

import dev.inferencekey.credential.ApiKey;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.reactive.function.BodyInserters;
import org.springframework.web.reactive.function.client.WebClient;
import org.springframework.web.reactive.function.client.WebClientRequestException;
import org.springframework.web.reactive.function.server.HandlerFunction;
import org.springframework.web.reactive.function.server.ServerRequest;
import org.springframework.web.reactive.function.server.ServerResponse;

/**
 * Passes a request on to an OpenAI-compatible server and its answer back, byte by byte as
 * it comes. Only the headers that describe the body travel; the caller's credential never
 * does.
 */
final class ForwardHandler implements HandlerFunction<ServerResponse> {

	private static final List<String> REQUEST_HEADERS = List.of(HttpHeaders.CONTENT_TYPE, HttpHeaders.ACCEPT);

	private static final List<String> RESPONSE_HEADERS = List.of(HttpHeaders.CONTENT_TYPE, HttpHeaders.CACHE_CONTROL,
			HttpHeaders.RETRY_AFTER, "retry-after-ms");

	private final Workload workload;

	private final URI target;

	private final WebClient webClient;

	ForwardHandler(Workload workload, URI forwardUrl, WebClient webClient) {
		this.workload = workload;
		String base = forwardUrl.toString().replaceAll("/+$", "");
		// The configured base already ends with the version, as such bases do.
		this.target = URI.create(base + workload.task().path().substring("/v1".length()));
		this.webClient = webClient;
	}

	@Override
	public Mono<ServerResponse> handle(ServerRequest request) {
		return RequestBodies.body(request)
			.flatMap((body) -> forward(request, body))
			.onErrorMap(WebClientRequestException.class, (ex) -> RequestFailure.badGateway(this.workload))
			.flatMap(ForwardHandler::passBack);
	}

	private Mono<ResponseEntity<Flux<DataBuffer>>> forward(ServerRequest request, byte[] body) {
		return this.webClient.post().uri(this.target).headers((headers) -> {
			copy(request.headers().asHttpHeaders(), headers, REQUEST_HEADERS);
			ApiKey key = this.workload.forwardKey();
			if (key != null) {
				headers.setBearerAuth(key.reveal());
			}
		})
			.bodyValue(body)
			.retrieve()
			// An error of the server is its answer, not a failure of the forwarding.
			.onStatus((status) -> true, (response) -> Mono.empty())
			.toEntityFlux(DataBuffer.class);
	}

	private static Mono<ServerResponse> passBack(ResponseEntity<Flux<DataBuffer>> answer) {
		ServerResponse.BodyBuilder response = ServerResponse.status(answer.getStatusCode())
			.headers((headers) -> copy(answer.getHeaders(), headers, RESPONSE_HEADERS));
		Flux<DataBuffer> body = (answer.getBody() != null) ? answer.getBody() : Flux.empty();
		if (MediaType.TEXT_EVENT_STREAM.isCompatibleWith(answer.getHeaders().getContentType())) {
			return response.body((message, context) -> message.writeAndFlushWith(body.map(Mono::just)));
		}
		return response.body(BodyInserters.fromDataBuffers(body));
	}

	private static void copy(HttpHeaders from, HttpHeaders to, List<String> names) {
		for (String name : names) {
			List<String> values = from.get(name);
			if (values != null) {
				to.put(name, values);
			}
		}
	}

}
