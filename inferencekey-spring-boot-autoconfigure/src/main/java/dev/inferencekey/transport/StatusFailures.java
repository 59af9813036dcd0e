package dev.inferencekey.transport;

import java.net.URI;
import java.time.Clock;

import dev.inferencekey.credential.ApiKey;
import dev.inferencekey.credential.Redaction;
import dev.inferencekey.error.ApiException;
import dev.inferencekey.error.AuthException;
import dev.inferencekey.error.FailureOrigin;
import dev.inferencekey.error.InferenceKeyException;
import dev.inferencekey.error.NotFoundException;
import dev.inferencekey.error.PermissionCode;
import dev.inferencekey.error.PermissionDeniedException;
import dev.inferencekey.error.RateLimitException;
import dev.inferencekey.error.ValidationException;
import dev.inferencekey.operation.ErrorBody;
import org.jspecify.annotations.Nullable;

import org.springframework.http.HttpHeaders;

/**
 * Turns an error status and what the server said into the exception of the wire contract,
 * section "Errors". Each message says which workload, what happened and what to do.
 */
final class StatusFailures {

	private static final int MAX_MESSAGE = 500;

	private final String workload;

	private final Clock clock;

	StatusFailures(String workload, Clock clock) {
		this.workload = workload;
		this.clock = clock;
	}

	/**
	 * The exception for an error status.
	 * @param status the status
	 * @param headers the headers of the response
	 * @param raw what the server said
	 * @param key the key that was sent, {@code null} for none
	 * @return the exception
	 */
	InferenceKeyException of(int status, HttpHeaders headers, ErrorBody raw, @Nullable ApiKey key) {
		ErrorBody body = withoutSecrets(raw, key);
		FailureOrigin origin = FailureOrigin.of(this.workload, status)
			.withCode(body.code())
			.withRequestId(requestId(headers, key))
			.withRetryAfter(RetryAfter.read(headers, this.clock));
		String what = describe(status, body, origin.requestId());
		return switch (status) {
			case 400, 422 ->
				new ValidationException(what + " Change the request; sending it again does not help.", origin);
			case 401 -> new AuthException(what + " " + authRemedy(key), origin);
			case 403 -> denied(what, body, key, origin);
			case 404 -> new NotFoundException(what
					+ " Check that the workload exists and serves this operation; its project and slug come from inferencekey.project and inferencekey.workloads."
					+ this.workload + ".", origin);
			case 429 -> new RateLimitException(
					what + " Call less often, or ask for a higher limit; retryAfter() tells when to try again.",
					origin);
			default -> new ApiException(what + " " + Redaction.redact(otherRemedy(status, headers), key), origin);
		};
	}

	private String describe(int status, ErrorBody body, @Nullable String requestId) {
		StringBuilder what = new StringBuilder("workload \"").append(this.workload)
			.append("\" answered ")
			.append(status);
		if (requestId != null) {
			what.append(" (request ").append(requestId).append(')');
		}
		String message = body.message();
		if (message.isEmpty()) {
			message = (body.code() != null) ? body.code() : "no further message";
		}
		what.append(": ").append(message);
		if (!message.endsWith(".") && !message.endsWith("…")) {
			what.append('.');
		}
		return what.toString();
	}

	/**
	 * Take keys out of what a server says, and shorten it; in this order, since half a
	 * key would not be recognised.
	 * @param body what the server said
	 * @param key the key that was sent, {@code null} for none
	 * @return the same, fit for messages and logs
	 */
	static ErrorBody withoutSecrets(ErrorBody body, @Nullable ApiKey key) {
		String code = body.code();
		if (code != null && !Redaction.redact(code, key).equals(code)) {
			code = null;
		}
		String message = Redaction.redact(body.message(), key);
		return new ErrorBody(code,
				(message.length() > MAX_MESSAGE) ? message.substring(0, MAX_MESSAGE) + "…" : message);
	}

	private String authRemedy(@Nullable ApiKey key) {
		String property = "inferencekey.workloads." + this.workload + ".api-key";
		if (key == null) {
			return "No key was sent; set " + property + ".";
		}
		return "The key " + key + " is unknown or revoked; set " + property + " to a current data key.";
	}

	private PermissionDeniedException denied(String what, ErrorBody body, @Nullable ApiKey key, FailureOrigin origin) {
		PermissionCode code = PermissionCode.of(body.code());
		String shown = (key != null) ? "The key " + key : "The call, which had no key,";
		String remedy = switch (code) {
			case WRONG_CREDENTIAL_TYPE -> shown + " is no data key; inference needs one that starts with ik_live_.";
			case PROJECT_SCOPE_MISMATCH ->
				shown + " belongs to another project; use a key of this project, or set inferencekey.project.";
			case SCOPE_INSUFFICIENT ->
				shown + " does not cover this workload; use a key that does, or widen its scope.";
			case UNKNOWN -> shown + " may not do this; see what the platform allows it.";
		};
		return new PermissionDeniedException(code, what + " " + remedy, origin);
	}

	private static String otherRemedy(int status, HttpHeaders headers) {
		if (status >= 300 && status < 400) {
			String host = locationHost(headers);
			return "Redirects are not followed"
					+ ((host != null && host.matches("[A-Za-z0-9.-]+")) ? " (this one leads to " + host + ")" : "")
					+ "; set inferencekey.base-url to where the platform really is.";
		}
		return (status >= 500) ? "The fault is on the server's side; the call may succeed later."
				: "Change the call or the workload.";
	}

	private static @Nullable String locationHost(HttpHeaders headers) {
		try {
			URI location = headers.getLocation();
			return (location != null) ? location.getHost() : null;
		}
		catch (IllegalArgumentException ex) {
			// What is no URL names no host; its message would quote the header.
			return null;
		}
	}

	static @Nullable String requestId(HttpHeaders headers, @Nullable ApiKey key) {
		String id = headers.getFirst("x-request-id");
		if (id == null) {
			id = headers.getFirst("request-id");
		}
		// A header is the server's to choose; only what is fit for a log line counts.
		return (id != null && id.matches("[A-Za-z0-9._:-]{1,128}")) ? Redaction.redact(id, key) : null;
	}

}
