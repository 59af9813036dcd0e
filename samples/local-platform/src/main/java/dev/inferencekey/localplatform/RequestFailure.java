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

import org.jspecify.annotations.Nullable;

import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.HttpStatus;

/**
 * A request that the platform answers with an error: the rows of the wire contract,
 * section "Errors".
 */
final class RequestFailure extends RuntimeException {

	private static final long serialVersionUID = 1L;

	private final HttpStatus status;

	private final String code;

	private final @Nullable String param;

	private final transient HttpHeaders headers = new HttpHeaders();

	private RequestFailure(HttpStatus status, String code, @Nullable String param, String message) {
		super(message, null, false, false);
		this.status = status;
		this.code = code;
		this.param = param;
	}

	static RequestFailure invalid(String param, String message) {
		return new RequestFailure(HttpStatus.BAD_REQUEST, "invalid_value", param, message);
	}

	static RequestFailure missing(String param) {
		return new RequestFailure(HttpStatus.BAD_REQUEST, "missing_required_parameter", param,
				"'" + param + "' is required");
	}

	static RequestFailure modelNotAvailable(String message) {
		return new RequestFailure(HttpStatus.BAD_REQUEST, "model_not_available", "model", message);
	}

	/**
	 * A part of the contract that the local platform does not do: saying so beats
	 * ignoring it.
	 */
	static RequestFailure unsupported(String param, String message) {
		return new RequestFailure(HttpStatus.BAD_REQUEST, "unsupported_parameter", param, message);
	}

	static RequestFailure tooLong(String param, int tokens, int limit) {
		return new RequestFailure(HttpStatus.BAD_REQUEST, "context_length_exceeded", param,
				"'" + param + "' has " + tokens + " tokens, the model reads " + limit);
	}

	static RequestFailure notJson(String message) {
		return new RequestFailure(HttpStatus.BAD_REQUEST, "invalid_json", null, message);
	}

	/**
	 * The workload and the route exist, they only do not belong together: 400 rather than
	 * 404, which would send the reader to look for a misspelt slug.
	 */
	static RequestFailure wrongTask(Workload workload) {
		return new RequestFailure(HttpStatus.BAD_REQUEST, "operation_not_supported", null,
				"workload " + workload.slug() + " serves POST " + workload.task().path() + " only");
	}

	static RequestFailure unauthenticated(String code, String message) {
		RequestFailure failure = new RequestFailure(HttpStatus.UNAUTHORIZED, code, null, message);
		failure.headers.set(HttpHeaders.WWW_AUTHENTICATE, "Bearer");
		return failure;
	}

	static RequestFailure forbidden(String code, String message) {
		return new RequestFailure(HttpStatus.FORBIDDEN, code, null, message);
	}

	static RequestFailure notFound(String code, String message) {
		return new RequestFailure(HttpStatus.NOT_FOUND, code, null, message);
	}

	static RequestFailure modelNotFound(String model) {
		return notFound("model_not_found", "there is no model " + model);
	}

	static RequestFailure methodNotAllowed(HttpMethod allowed) {
		RequestFailure failure = new RequestFailure(HttpStatus.METHOD_NOT_ALLOWED, "method_not_allowed", null,
				"this route answers " + allowed + " only");
		failure.headers.set(HttpHeaders.ALLOW, allowed.name());
		return failure;
	}

	static RequestFailure tooLarge(int limit) {
		return new RequestFailure(HttpStatus.CONTENT_TOO_LARGE, "request_too_large", null,
				"the body may have " + limit + " bytes");
	}

	static RequestFailure incomplete() {
		return new RequestFailure(HttpStatus.BAD_REQUEST, "request_incomplete", null, "the body is incomplete");
	}

	static RequestFailure requestTimeout() {
		RequestFailure failure = new RequestFailure(HttpStatus.REQUEST_TIMEOUT, "request_timeout", null,
				"the body did not arrive in time");
		failure.headers.set(HttpHeaders.CONNECTION, "close");
		return failure;
	}

	static RequestFailure overloaded() {
		RequestFailure failure = new RequestFailure(HttpStatus.SERVICE_UNAVAILABLE, "overloaded", null,
				"the model has too much to do");
		failure.headers.set(HttpHeaders.RETRY_AFTER, "1");
		return failure;
	}

	static RequestFailure badGateway(Workload workload) {
		return new RequestFailure(HttpStatus.BAD_GATEWAY, "bad_gateway", null,
				"the server that workload " + workload.slug() + " forwards to does not answer");
	}

	static RequestFailure unexpected() {
		return new RequestFailure(HttpStatus.INTERNAL_SERVER_ERROR, "internal_error", null,
				"the local platform failed; its log says why");
	}

	HttpStatus status() {
		return this.status;
	}

	HttpHeaders headers() {
		return this.headers;
	}

	ErrorBody body() {
		String message = (getMessage() != null) ? getMessage() : this.code;
		return new ErrorBody(new ErrorBody.Detail(this.code, message, type(), this.param));
	}

	private String type() {
		return switch (this.status) {
			case UNAUTHORIZED -> "authentication_error";
			case FORBIDDEN -> "permission_error";
			case NOT_FOUND -> "not_found_error";
			default -> this.status.is5xxServerError() ? "server_error" : "invalid_request_error";
		};
	}

	/**
	 * The error on the wire.
	 */
	record ErrorBody(Detail error) {

		record Detail(String code, String message, String type, @Nullable String param) {

		}

	}

}
