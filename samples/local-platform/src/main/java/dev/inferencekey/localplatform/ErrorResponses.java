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
