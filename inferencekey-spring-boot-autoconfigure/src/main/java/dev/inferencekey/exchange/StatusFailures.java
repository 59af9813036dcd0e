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

package dev.inferencekey.exchange;

import java.net.URI;
import java.time.Clock;
import java.util.Locale;

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
import org.springframework.http.MediaType;

/**
 * Turns an error status and what the server said into the exception of the wire contract,
 * section "Errors". Each message says what was called, what happened and what to do.
 */
final class StatusFailures {

	private static final int MAX_TYPE = 80;

	// Leads nowhere.
	private static final int NOT_MODIFIED = 304;

	private final Clock clock;

	StatusFailures(Clock clock) {
		this.clock = clock;
	}

	/**
	 * The exception for an error status.
	 * @param attempt the attempt that was refused
	 * @param head the head of the answer
	 * @param body what the server said
	 * @return the exception
	 */
	InferenceKeyException of(Attempt<?, ?> attempt, Head head, ErrorBody body) {
		return of(head.status().value(), attempt, head, body);
	}

	/**
	 * The exception for an error inside an answer whose status is one of success.
	 * @param body what the server said
	 * @param attempt the attempt
	 * @param head the head of the answer
	 * @return the exception for the status that the error names, if it names one
	 */
	InferenceKeyException reported(ErrorBody body, Attempt<?, ?> attempt, Head head) {
		return of((body.status() > 0) ? body.status() : head.status().value(), attempt, head, body);
	}

	private InferenceKeyException of(int status, Attempt<?, ?> attempt, Head head, ErrorBody raw) {
		Target target = attempt.target();
		ErrorBody body = ErrorTexts.withoutSecrets(raw, attempt.key());
		FailureOrigin origin = origin(status, attempt, head).withCode(body.code())
			.withType(body.type())
			.withRetryAfter(RetryAfter.read(head.headers(), this.clock));
		String what = describe(status, attempt, body, origin.requestId());
		return switch (isTooLong(status, body) ? 400 : status) {
			case 400, 422 -> new ValidationException(what + " " + refusedRemedy(body), origin);
			case 401 -> new AuthException(what + " " + authRemedy(target, attempt.key()), origin);
			case 403 -> denied(what, body, attempt, origin);
			case 404 -> new NotFoundException(what + " " + target.remedy(Trouble.NOT_FOUND), origin);
			case 429 -> new RateLimitException(what + " Call less often, or ask for a higher limit."
					+ ((origin.retryAfter() != null) ? Advice.retry(true, origin.retryAfter()) : "")
					+ Advice.once(attempt.body()), origin);
			default -> new ApiException(what + " " + otherRemedy(status, attempt, head, origin), origin);
		};
	}

	// llama.cpp's answer to an input that it can never take.
	private static boolean isTooLong(int status, ErrorBody body) {
		return status == 500 && body.message().contains("is too large to process");
	}

	FailureOrigin origin(int status, Attempt<?, ?> attempt, Head head) {
		return FailureOrigin.of(attempt.target().workload(), status)
			.withRequestId(RequestIds.read(attempt.target(), head.headers(), attempt.key()));
	}

	private static String describe(int status, Attempt<?, ?> attempt, ErrorBody body, @Nullable String requestId) {
		String message = body.message();
		if (message.isEmpty()) {
			String code = (body.code() != null) ? body.code() : body.type();
			message = (code != null) ? code : "no further message";
		}
		return attempt.target().label() + " at " + attempt.uri() + " answered " + status
				+ ((requestId != null) ? " (request " + requestId + ")" : "") + ": " + message
				+ ((message.endsWith(".") || message.endsWith("…")) ? "" : ".");
	}

	private static String refusedRemedy(ErrorBody body) {
		String words = (body.code() + " " + body.type()).toLowerCase(Locale.ROOT);
		if (words.contains("budget") || words.contains("quota")) {
			return "Raise the budget, or wait until it is renewed; the request itself is fine.";
		}
		return "Change the request; sending it again does not help.";
	}

	private static String authRemedy(Target target, @Nullable ApiKey key) {
		return (key == null) ? "No key was sent. " + target.remedy(Trouble.NO_KEY)
				: "The key " + key + " is unknown or revoked. " + target.remedy(Trouble.KEY_REFUSED);
	}

	private static PermissionDeniedException denied(String what, ErrorBody body, Attempt<?, ?> attempt,
			FailureOrigin origin) {
		PermissionCode code = PermissionCode.of((body.code() != null) ? body.code() : body.type());
		String shown = (attempt.key() != null) ? "The key " + attempt.key() : "The call, which had no key,";
		String remedy = switch (code) {
			case WRONG_CREDENTIAL_TYPE ->
				shown + " is of the wrong kind. " + attempt.target().remedy(Trouble.WRONG_CREDENTIAL_TYPE);
			case PROJECT_SCOPE_MISMATCH ->
				shown + " belongs to another project. " + attempt.target().remedy(Trouble.OTHER_PROJECT);
			case SCOPE_INSUFFICIENT -> shown + " does not cover " + attempt.target().label() + ". "
					+ attempt.target().remedy(Trouble.OUT_OF_SCOPE);
			case UNKNOWN -> shown + " may not do this. " + attempt.target().remedy(Trouble.DENIED);
		};
		return new PermissionDeniedException(code, what + " " + remedy, origin);
	}

	private static String otherRemedy(int status, Attempt<?, ?> attempt, Head head, FailureOrigin origin) {
		if (status >= 300 && status < 400 && status != NOT_MODIFIED) {
			String host = locationHost(head.headers(), attempt.key());
			return "Redirects are not followed" + ((host != null) ? " (this one leads to " + host + ")" : "") + ". "
					+ attempt.target().remedy(Trouble.REDIRECT);
		}
		if (status == 409) {
			return "The route is switched off there; a retry does not help.";
		}
		if (status == 501) {
			return "The backend does not offer this route; a retry does not help.";
		}
		boolean retryable = ApiException.isRetryable(status);
		String whose = (status >= 500) ? "The fault is on the server's side." : "";
		String advice = Advice.retry(retryable, origin.retryAfter()) + (retryable ? Advice.once(attempt.body()) : "");
		return (whose + advice).isEmpty() ? "Change the call, or the settings of the target; a retry does not help."
				: (whose + advice).strip();
	}

	private static @Nullable String locationHost(HttpHeaders headers, @Nullable ApiKey key) {
		try {
			URI location = headers.getLocation();
			String host = (location != null) ? location.getHost() : null;
			return (host != null && host.matches("[A-Za-z0-9.-]+")) ? Redaction.redact(host, key) : null;
		}
		catch (IllegalArgumentException ex) {
			// What is not a URL names no host; the message would quote the header.
			return null;
		}
	}

	/**
	 * The exception for an answer of success that cannot be read.
	 * @param failure says why
	 * @param attempt the attempt
	 * @param head the head of the answer
	 * @return the exception
	 */
	ApiException unreadable(Throwable failure, Attempt<?, ?> attempt, Head head) {
		FailureOrigin origin = origin(head.status().value(), attempt, head).withCause(failure);
		String request = (origin.requestId() != null) ? " (request " + origin.requestId() + ")" : "";
		return new ApiException("the answer of " + attempt.target().label() + " at " + attempt.uri() + request
				+ " cannot be read: " + failure.getMessage() + " (" + typeOf(head, attempt.key()) + "). "
				+ attempt.target().remedy(Trouble.UNREADABLE), origin);
	}

	// Without parameters, which are the server's to fill, with a key perhaps.
	private static String typeOf(Head head, @Nullable ApiKey key) {
		MediaType type = head.contentType();
		if (type == null) {
			return "no valid content type";
		}
		String name = type.getType() + "/" + type.getSubtype();
		return (name.length() <= MAX_TYPE) ? Redaction.redact(name, key) : "an endless content type";
	}

}
