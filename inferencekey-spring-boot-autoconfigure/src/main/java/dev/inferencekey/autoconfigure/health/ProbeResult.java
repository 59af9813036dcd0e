package dev.inferencekey.autoconfigure.health;

import java.util.Objects;

import dev.inferencekey.error.ApiException;
import dev.inferencekey.error.AuthException;
import dev.inferencekey.error.NotFoundException;
import dev.inferencekey.error.PermissionCode;
import dev.inferencekey.error.PermissionDeniedException;
import dev.inferencekey.error.ValidationException;
import dev.inferencekey.resilience.RetryPolicy;

import org.springframework.boot.health.contributor.Status;

/**
 * What the end of a probe says.
 *
 * @param status the health
 * @param description why
 */
record ProbeResult(Status status, String description) {

	static final ProbeResult ANSWERED = new ProbeResult(Status.UP, "answered");

	// Where a server says it, the route of the probe is not what is missing.
	private static final String WORKLOAD_NOT_FOUND = "workload_not_found";

	private static final int METHOD_NOT_ALLOWED = 405;

	private static final int TOO_MANY_REQUESTS = 429;

	static ProbeResult of(Throwable failure) {
		if (failure instanceof NotFoundException unknown && WORKLOAD_NOT_FOUND.equals(unknown.code())) {
			return new ProbeResult(Status.DOWN, Objects.requireNonNullElse(failure.getMessage(), WORKLOAD_NOT_FOUND));
		}
		if (failure instanceof NotFoundException || isStatus(failure, METHOD_NOT_ALLOWED)) {
			return new ProbeResult(Status.UP, "reachable, no probe route");
		}
		if (failure instanceof ValidationException || isStatus(failure, TOO_MANY_REQUESTS)) {
			return new ProbeResult(Status.UP, "reachable: " + failure.getMessage());
		}
		if (failure instanceof PermissionDeniedException denied) {
			return ofDenied(denied);
		}
		if (RetryPolicy.isStarting(failure, false)) {
			// Asleep is no fault: the next call wakes it.
			return new ProbeResult(Status.UNKNOWN, "starting: " + failure.getMessage());
		}
		String code = (failure instanceof AuthException) ? "401: " : "";
		return new ProbeResult(Status.DOWN, code + Objects.requireNonNullElse(failure.getMessage(), "no answer"));
	}

	private static boolean isStatus(Throwable failure, int status) {
		return failure instanceof ApiException api && api.status() == status;
	}

	private static ProbeResult ofDenied(PermissionDeniedException denied) {
		PermissionCode code = denied.permissionCode();
		boolean wrong = code == PermissionCode.WRONG_CREDENTIAL_TYPE || code == PermissionCode.PROJECT_SCOPE_MISMATCH;
		// Any other may be about the route of the probe alone.
		return new ProbeResult(wrong ? Status.DOWN : Status.UNKNOWN, code.wireName() + ": " + denied.getMessage());
	}

}
