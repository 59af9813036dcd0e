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

import dev.inferencekey.error.FailureOrigin;
import dev.inferencekey.error.InferenceKeyException;
import dev.inferencekey.error.StreamInterruptedException;
import dev.inferencekey.operation.ErrorBody;
import dev.inferencekey.operation.ErrorFrameException;
import dev.inferencekey.operation.Json;
import dev.inferencekey.operation.UnreadableResponseException;
import org.jspecify.annotations.Nullable;

/**
 * The exceptions of one stream after its head has come.
 */
final class StreamFailures {

	private final Attempt<?, ?> attempt;

	private final Head head;

	private final StatusFailures statusFailures;

	private final Json json;

	StreamFailures(Attempt<?, ?> attempt, Head head, StatusFailures statusFailures, Json json) {
		this.attempt = attempt;
		this.head = head;
		this.statusFailures = statusFailures;
		this.json = json;
	}

	/**
	 * The bytes ended too early.
	 * @param cause why they ended, {@code null} if the server closed in good order
	 * @param partialText what came before
	 * @return the exception
	 */
	StreamInterruptedException cut(@Nullable Throwable cause, String partialText) {
		String what = (cause != null) ? NetworkFailures.describe(cause, this.attempt.target(), this.attempt.uri())
				: "the server ended the stream of " + this.attempt.uri() + " before the answer was complete.";
		return interrupted(what, partialText, cause == null || NetworkFailures.isConnectionFailure(cause),
				origin().withCause(cause));
	}

	/**
	 * An event of type {@code error}.
	 */
	InferenceKeyException errorEvent(byte[] bytes, int from, int to, String partialText) {
		return reported(ErrorBody.parse(this.json, bytes, from, to), partialText);
	}

	/**
	 * A frame could not be read or was an error.
	 * @param failure what the reader threw
	 * @param cut whether the frame is the last one and may be incomplete
	 * @param partialText what came before
	 * @return the exception
	 */
	InferenceKeyException broken(Throwable failure, boolean cut, String partialText) {
		if (failure instanceof InferenceKeyException known) {
			return known;
		}
		if (failure instanceof ErrorFrameException reported) {
			return reported(reported.error(), partialText);
		}
		if (cut) {
			return cut(null, partialText);
		}
		String why = (failure instanceof UnreadableResponseException) ? failure.getMessage() : failure.toString();
		return interrupted("a part of the stream of " + this.attempt.uri() + " cannot be read: " + why + ".",
				partialText, false, origin().withCause(FatalErrorException.of(failure)));
	}

	// An error in place of the first piece is what the status would have said, had the
	// server known it in time.
	private InferenceKeyException reported(ErrorBody raw, String partialText) {
		if (partialText.isEmpty() && raw.status() > 0) {
			return this.statusFailures.reported(raw, this.attempt, this.head);
		}
		ErrorBody error = ErrorTexts.withoutSecrets(raw, this.attempt.key());
		String code = (error.code() != null) ? error.code() : error.type();
		String message = error.message().isEmpty() ? "no further message" : error.message();
		int status = (error.status() > 0) ? error.status() : this.head.status().value();
		return interrupted(
				"the server of " + this.attempt.uri() + " reported an error" + ((code != null) ? " [" + code + "]" : "")
						+ ": " + message + (message.endsWith(".") ? "" : "."),
				partialText, false, origin(status).withCode(error.code()).withType(error.type()));
	}

	private StreamInterruptedException interrupted(String what, String partialText, boolean retryable,
			FailureOrigin origin) {
		String request = (origin.requestId() != null) ? " (request " + origin.requestId() + ")" : "";
		return new StreamInterruptedException(this.attempt.target().label() + request + ": " + what
				+ (partialText.isEmpty() ? "" : " What came before is in partialText().")
				+ Advice.retry(retryable, null), partialText, retryable, origin);
	}

	private FailureOrigin origin() {
		return origin(this.head.status().value());
	}

	private FailureOrigin origin(int status) {
		return this.statusFailures.origin(status, this.attempt, this.head);
	}

}
