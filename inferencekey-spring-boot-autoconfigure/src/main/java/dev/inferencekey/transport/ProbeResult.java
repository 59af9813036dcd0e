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

import java.util.Objects;
import java.util.Set;

import dev.inferencekey.error.ApiException;
import dev.inferencekey.error.AuthException;
import dev.inferencekey.error.NotFoundException;
import dev.inferencekey.error.PermissionCode;
import dev.inferencekey.error.PermissionDeniedException;
import dev.inferencekey.error.ValidationException;
import dev.inferencekey.resilience.RetryPolicy;

/**
 * What a probe says of a workload.
 *
 * @param verdict how the workload is doing
 * @param description the reason
 */
public record ProbeResult(Verdict verdict, String description) {

	/**
	 * The result of a probe that was answered with success.
	 */
	public static final ProbeResult ANSWERED = new ProbeResult(Verdict.UP, "answered");

	// Says that the workload is missing, not just the route of the probe.
	private static final String WORKLOAD_NOT_FOUND = "workload_not_found";

	// The workload is there, but has no such route: 405 method not allowed, 409 switched
	// off, 501 not implemented.
	private static final Set<Integer> NO_ROUTE = Set.of(405, 409, 501);

	private static final int TOO_MANY_REQUESTS = 429;

	/**
	 * How a workload is doing.
	 */
	public enum Verdict {

		/**
		 * It can be reached.
		 */
		UP,

		/**
		 * It is starting, or the route of the probe is not allowed.
		 */
		UNKNOWN,

		/**
		 * Calls would fail.
		 */
		DOWN

	}

	/**
	 * The result of a probe that failed.
	 * @param failure what it failed with
	 * @return the result
	 */
	public static ProbeResult of(Throwable failure) {
		if (failure instanceof NotFoundException unknown && WORKLOAD_NOT_FOUND.equals(unknown.code())) {
			return new ProbeResult(Verdict.DOWN, Objects.requireNonNullElse(failure.getMessage(), WORKLOAD_NOT_FOUND));
		}
		if (failure instanceof NotFoundException || hasNoRoute(failure)) {
			return new ProbeResult(Verdict.UP, "reachable, no probe route");
		}
		if (failure instanceof ValidationException || isStatus(failure, TOO_MANY_REQUESTS)) {
			return new ProbeResult(Verdict.UP, "reachable: " + failure.getMessage());
		}
		if (failure instanceof PermissionDeniedException denied) {
			return ofDenied(denied);
		}
		if (RetryPolicy.isStarting(failure, false)) {
			// Not a fault: the next call starts it.
			return new ProbeResult(Verdict.UNKNOWN, "starting: " + failure.getMessage());
		}
		String code = (failure instanceof AuthException) ? "401: " : "";
		return new ProbeResult(Verdict.DOWN, code + Objects.requireNonNullElse(failure.getMessage(), "no answer"));
	}

	private static boolean hasNoRoute(Throwable failure) {
		return failure instanceof ApiException api && NO_ROUTE.contains(api.status());
	}

	private static boolean isStatus(Throwable failure, int status) {
		return failure instanceof ApiException api && api.status() == status;
	}

	private static ProbeResult ofDenied(PermissionDeniedException denied) {
		PermissionCode code = denied.permissionCode();
		boolean wrong = code == PermissionCode.WRONG_CREDENTIAL_TYPE || code == PermissionCode.PROJECT_SCOPE_MISMATCH;
		// Any other code may concern only the route of the probe.
		return new ProbeResult(wrong ? Verdict.DOWN : Verdict.UNKNOWN, code.wireName() + ": " + denied.getMessage());
	}

}
