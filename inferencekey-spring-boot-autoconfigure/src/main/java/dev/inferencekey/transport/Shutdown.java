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

import dev.inferencekey.error.CallRejectedException;
import dev.inferencekey.observation.ActivityRecorder;
import dev.inferencekey.resilience.ShutdownGate;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

/**
 * Ends the waits of calls when the application ends, so that no caller waits for what
 * will not come.
 */
final class Shutdown {

	private static final Log logger = LogFactory.getLog(Shutdown.class);

	private final String workload;

	private final ShutdownGate gate;

	private final ActivityRecorder activity;

	Shutdown(String workload, ShutdownGate gate, ActivityRecorder activity) {
		this.workload = workload;
		this.gate = gate;
		this.activity = activity;
	}

	/**
	 * Begin a call.
	 * @return {@code false} if the client is shut down; otherwise {@link #leave()} must
	 * follow
	 */
	boolean enter() {
		return this.gate.enter();
	}

	/**
	 * End a call.
	 */
	void leave() {
		this.gate.leave();
	}

	/**
	 * What a call is told that may not go on.
	 * @return an exception to throw once
	 */
	CallRejectedException rejection() {
		this.activity.rejected("shutdown");
		return new CallRejectedException(
				"workload \"" + this.workload + "\" is no longer called, because the application is shutting down.",
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

	/**
	 * Whether nothing is to be sent any more.
	 * @return {@code true} once the time for running calls is over
	 */
	boolean isEnded() {
		return this.gate.ending().hasHappened();
	}

	/**
	 * End the wait of a call. This runs what its caller does next, which must cost no
	 * other call anything, whatever it throws.
	 * @param workload the workload that is called
	 * @param wait is ended
	 */
	static void tell(String workload, Sinks.Empty<?> wait) {
		try {
			wait.tryEmitEmpty();
		}
		catch (Throwable ex) {
			logger.error("A caller of workload \"" + workload + "\" failed when the wait of its call ended", ex);
		}
	}

	private <T> Mono<T> until(ShutdownGate.Event event, Mono<T> wait) {
		return Mono.defer(() -> {
			Sinks.Empty<T> end = Sinks.empty();
			Runnable tell = () -> tell(this.workload, end);
			event.listen(tell);
			return Mono.firstWithSignal(wait, end.asMono().then(Mono.error(this::rejection)))
				.doFinally((signal) -> event.remove(tell));
		});
	}

}
