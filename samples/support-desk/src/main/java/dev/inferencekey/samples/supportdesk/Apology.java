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

package dev.inferencekey.samples.supportdesk;

import java.time.Duration;

import dev.inferencekey.error.AuthException;
import dev.inferencekey.error.CallRejectedException;
import dev.inferencekey.error.ConfigurationException;
import dev.inferencekey.error.InferenceKeyException;
import dev.inferencekey.error.PermissionDeniedException;
import dev.inferencekey.error.RateLimitException;
import dev.inferencekey.error.StreamInterruptedException;
import dev.inferencekey.error.ValidationException;
import org.jspecify.annotations.Nullable;

/**
 * Explains a failure to the customer. The details are in the log.
 *
 * @param message what happened and what to do about it
 * @param reference the request id to quote to support
 * @param retryable whether trying again may help
 */
record Apology(String message, @Nullable String reference, boolean retryable) {

	private static final String BUSY = "The support desk is busy. Try again ";

	static Apology of(InferenceKeyException failure) {
		boolean retryable = !(failure instanceof ValidationException || isClosed(failure));
		return new Apology(message(failure), failure.requestId(), retryable);
	}

	private static boolean isClosed(InferenceKeyException failure) {
		return failure instanceof AuthException || failure instanceof PermissionDeniedException
				|| failure instanceof ConfigurationException;
	}

	private static String message(InferenceKeyException failure) {
		if (failure instanceof StreamInterruptedException) {
			return "The answer was interrupted and may be incomplete. Try again to get all of it.";
		}
		if (failure instanceof RateLimitException limit) {
			return BUSY + ((limit.retryAfter() != null) ? "in " + seconds(limit.retryAfter()) + "." : "in a moment.");
		}
		if (failure instanceof CallRejectedException) {
			return BUSY + "in a moment.";
		}
		if (failure instanceof ValidationException) {
			return "This question cannot be processed. Try a shorter one.";
		}
		if (isClosed(failure)) {
			return "The support desk is closed for a technical reason, and trying again will not help. "
					+ "We are sorry; please write to us or call us.";
		}
		return "The support desk is temporarily unavailable. Try again in a few minutes.";
	}

	private static String seconds(Duration delay) {
		long seconds = Math.max(1, delay.toSeconds());
		return (seconds == 1) ? "1 second" : seconds + " seconds";
	}

}
