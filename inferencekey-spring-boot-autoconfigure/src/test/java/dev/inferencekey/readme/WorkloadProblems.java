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

package dev.inferencekey.readme;

import dev.inferencekey.error.ApiException;
import dev.inferencekey.error.InferenceKeyException;
import dev.inferencekey.error.RateLimitException;
import dev.inferencekey.error.TransportException;

import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.ProblemDetail;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RestControllerAdvice;

@RestControllerAdvice
class WorkloadProblems {

	@ExceptionHandler
	ResponseEntity<ProblemDetail> problem(InferenceKeyException ex) {
		HttpStatus status = (ex instanceof RateLimitException) ? HttpStatus.TOO_MANY_REQUESTS
				: (ex instanceof TransportException) ? HttpStatus.GATEWAY_TIMEOUT : HttpStatus.SERVICE_UNAVAILABLE;
		HttpHeaders headers = new HttpHeaders();
		if (ex instanceof ApiException api && api.retryAfter() != null) {
			headers.set(HttpHeaders.RETRY_AFTER, String.valueOf(api.retryAfter().toSeconds() + 1));
		}
		return new ResponseEntity<>(ProblemDetail.forStatusAndDetail(status, "The assistant is not available."),
				headers, status);
	}

}
