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

package dev.inferencekey.transport;

import dev.inferencekey.credential.Redaction;
import dev.inferencekey.error.FailureOrigin;
import dev.inferencekey.error.InferenceKeyException;
import dev.inferencekey.error.ValidationException;
import dev.inferencekey.operation.Json;
import dev.inferencekey.operation.Operation;
import dev.inferencekey.operation.RequestBody;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;

/**
 * Checks the requests of one workload and writes their bodies.
 */
final class RequestBodies {

	private final String workload;

	private final String model;

	private final Json json;

	RequestBodies(String workload, String model, Json json) {
		this.workload = workload;
		this.model = model;
		this.json = json;
	}

	/**
	 * Check a request and write its body.
	 * @param operation what to do
	 * @param request with what
	 * @return the body, {@code null} for none
	 * @throws ValidationException if the request is not valid or cannot be written
	 */
	<Q> @Nullable RequestBody write(Operation<Q, ?> operation, Q request) {
		try {
			String problem = operation.problem(request);
			if (problem != null) {
				throw new ValidationException(problem + nothingSent(), FailureOrigin.local(this.workload));
			}
			checkPath(operation, request);
			return operation.encoder().encode(request, this.model, this.json);
		}
		catch (InferenceKeyException ex) {
			throw ex;
		}
		catch (JacksonException ex) {
			throw unwritable(Redaction.redact(ex.getOriginalMessage()), ex);
		}
		catch (Throwable ex) {
			// Getters of extra values are the application's.
			throw unwritable("it failed with " + ex.getClass().getSimpleName(), ex);
		}
	}

	private <Q> void checkPath(Operation<Q, ?> operation, Q request) {
		try {
			operation.path(request);
		}
		catch (IllegalArgumentException ex) {
			throw new ValidationException(ex.getMessage() + nothingSent(), FailureOrigin.local(this.workload));
		}
	}

	private ValidationException unwritable(String why, Throwable cause) {
		FailureOrigin origin = FailureOrigin.local(this.workload);
		return new ValidationException("the request cannot be written as JSON: " + why + nothingSent(),
				isSecret(cause) ? origin : origin.withCause(cause));
	}

	private String nothingSent() {
		return " (workload \"" + this.workload + "\", nothing was sent)";
	}

	private static boolean isSecret(Throwable failure) {
		for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
			String message = String.valueOf(cause.getMessage());
			if (!message.equals(Redaction.redact(message))) {
				return true;
			}
		}
		return false;
	}

}
