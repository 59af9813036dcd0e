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

import java.util.concurrent.RejectedExecutionException;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import reactor.core.publisher.Mono;

import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.server.reactive.ServerHttpResponse;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebExceptionHandler;
import org.springframework.web.util.DisconnectedClientHelper;

/**
 * Writes every failure as the JSON of the wire contract, section "Errors".
 */
final class ErrorResponses implements WebExceptionHandler {

	private static final Log logger = LogFactory.getLog(ErrorResponses.class);

	@Override
	public Mono<Void> handle(ServerWebExchange exchange, Throwable error) {
		ServerHttpResponse response = exchange.getResponse();
		if (DisconnectedClientHelper.isClientDisconnectedException(error)) {
			return Mono.error(error);
		}
		RequestFailure failure = toFailure(error);
		if (!response.setStatusCode(failure.status())) {
			return Mono.error(error);
		}
		HttpHeaders headers = response.getHeaders();
		headers.putAll(failure.headers());
		headers.setContentType(MediaType.APPLICATION_JSON);
		byte[] body = Json.MAPPER.writeValueAsBytes(failure.body());
		headers.setContentLength(body.length);
		return response.writeWith(Mono.fromSupplier(() -> response.bufferFactory().wrap(body)));
	}

	private static RequestFailure toFailure(Throwable error) {
		if (error instanceof RequestFailure failure) {
			return failure;
		}
		if (error instanceof RejectedExecutionException) {
			return RequestFailure.overloaded();
		}
		logger.error("Could not answer a request", error);
		return RequestFailure.unexpected();
	}

}
