package dev.inferencekey.samples.supportdesk;

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
 * What a person reads when there is no answer. The details are in the log.
 *
 * @param message what happened and what to do
 * @param reference the request's id, for those who run the desk
 */
record Apology(String message, @Nullable String reference) {

	static Apology of(InferenceKeyException failure) {
		return new Apology(message(failure), failure.requestId());
	}

	private static String message(InferenceKeyException failure) {
		if (failure instanceof StreamInterruptedException) {
			return "The answer broke off. What stands above may lack its end; ask again for all of it.";
		}
		if (failure instanceof RateLimitException limit) {
			return "Many people are asking right now. Try again in " + ((limit.retryAfter() != null)
					? Math.max(1, limit.retryAfter().toSeconds()) + " seconds." : "a moment.");
		}
		if (failure instanceof CallRejectedException) {
			return "Many people are asking right now. Try again in a moment.";
		}
		if (failure instanceof ValidationException) {
			return "This question cannot be answered as it stands. Try a shorter one.";
		}
		if (failure instanceof AuthException || failure instanceof PermissionDeniedException
				|| failure instanceof ConfigurationException) {
			return "The desk cannot get to its " + failure.workload()
					+ ". Trying again will not help: those who run the desk have to look at its key.";
		}
		return "The " + failure.workload() + " does not answer right now. Try again in a few minutes.";
	}

}
