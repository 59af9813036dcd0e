package dev.inferencekey.wire;

import dev.inferencekey.observation.CallContext;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationHandler;

/**
 * A handler of calls that fails.
 *
 * @param moment when: {@code start}, {@code error}, {@code stop}, {@code scopeOpened} or
 * {@code scopeClosed}, any other word for never
 */
public record BrokenHandler(String moment) implements ObservationHandler<CallContext> {

	@Override
	public boolean supportsContext(Observation.Context context) {
		return context instanceof CallContext;
	}

	@Override
	public void onStart(CallContext context) {
		failAt("start");
	}

	@Override
	public void onError(CallContext context) {
		failAt("error");
	}

	@Override
	public void onStop(CallContext context) {
		failAt("stop");
	}

	@Override
	public void onScopeOpened(CallContext context) {
		failAt("scopeOpened");
	}

	@Override
	public void onScopeClosed(CallContext context) {
		failAt("scopeClosed");
	}

	private void failAt(String now) {
		if (now.equals(this.moment)) {
			throw new IllegalStateException("broken handler");
		}
	}

}
