package dev.inferencekey.transport;

import dev.inferencekey.error.CallRejectedException;
import dev.inferencekey.observation.WorkloadActivity;
import dev.inferencekey.resilience.ShutdownGate;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

/**
 * Ends the waits of calls when the application ends, so that no caller waits for what
 * will not come.
 */
final class Shutdown {

	private final String workload;

	private final ShutdownGate gate;

	private final WorkloadActivity activity;

	Shutdown(String workload, ShutdownGate gate, WorkloadActivity activity) {
		this.workload = workload;
		this.gate = gate;
		this.activity = activity;
	}

	/**
	 * What a call is told that may not go on.
	 * @return an exception to throw once
	 */
	CallRejectedException rejection() {
		this.activity.rejected("shutdown");
		return new CallRejectedException(
				"workload \"" + this.workload + "\" is not called any more, since the application is shutting down.",
				this.workload);
	}

	/**
	 * Wait for what a shutdown does not wait for.
	 * @param <T> the type of what is waited for
	 * @param wait the wait
	 * @return the same, which fails as soon as the shutdown begins
	 */
	<T> Mono<T> untilBegun(Mono<T> wait) {
		return until(this.gate.closing(), wait);
	}

	/**
	 * Wait for what may still happen in the time that a shutdown leaves.
	 * @param <T> the type of what is waited for
	 * @param wait the wait
	 * @return the same, which fails when that time is over
	 */
	<T> Mono<T> untilEnded(Mono<T> wait) {
		return until(this.gate.ending(), wait);
	}

	private <T> Mono<T> until(ShutdownGate.Event event, Mono<T> wait) {
		return Mono.defer(() -> {
			Sinks.One<T> end = Sinks.one();
			Runnable tell = () -> end.tryEmitError(rejection());
			event.listen(tell);
			return Mono.firstWithSignal(wait, end.asMono()).doFinally((signal) -> event.remove(tell));
		});
	}

}
