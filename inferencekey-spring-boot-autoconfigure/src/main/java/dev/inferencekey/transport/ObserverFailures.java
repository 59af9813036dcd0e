package dev.inferencekey.transport;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

import dev.inferencekey.credential.Redaction;

/**
 * Says in the log that observers of the application have failed, such as handlers and
 * conventions, with the stack trace when it is the first of its kind: what fails for one
 * call mostly fails for all. Thread-safe.
 */
public final class ObserverFailures {

	private static final int MAX_KINDS = 100;

	private final Set<String> shown = ConcurrentHashMap.newKeySet();

	/**
	 * Say so.
	 * @param what the sentence
	 * @param failure what was thrown
	 */
	void add(String what, Throwable failure) {
		if (isNew(what, failure)) {
			CallRecords.LOGGER.error(what, failure);
		}
		else {
			CallRecords.LOGGER.error(what + ": " + CallRecords.oneLine(Redaction.redact(failure.toString())));
		}
	}

	private boolean isNew(String what, Throwable failure) {
		StackTraceElement[] trace = failure.getStackTrace();
		String kind = what + failure.getClass().getName() + ((trace.length > 0) ? trace[0] : "");
		return this.shown.size() < MAX_KINDS && this.shown.add(kind);
	}

}
