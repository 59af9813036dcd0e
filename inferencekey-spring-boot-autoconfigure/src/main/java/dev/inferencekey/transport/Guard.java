package dev.inferencekey.transport;

import java.util.Objects;
import java.util.concurrent.atomic.AtomicBoolean;

import dev.inferencekey.error.CallRejectedException;
import dev.inferencekey.observation.ActivityRecorder;
import dev.inferencekey.resilience.ConcurrencyLimit;
import dev.inferencekey.resilience.ConcurrencySettings;
import dev.inferencekey.resilience.Deadline;
import dev.inferencekey.resilience.ShutdownGate;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

/**
 * Gives calls of one workload a place, which they hold over all attempts and the waits
 * between them.
 */
final class Guard {

	private final String workload;

	private final ConcurrencyLimit limit;

	private final ConcurrencySettings concurrency;

	private final Shutdown shutdown;

	private final ShutdownGate gate;

	private final ActivityRecorder activity;

	Guard(String workload, Transport.Resilience resilience, ActivityRecorder activity) {
		this.workload = workload;
		this.activity = activity;
		this.gate = resilience.gate();
		this.shutdown = new Shutdown(workload, this.gate, activity);
		this.concurrency = resilience.concurrency().orElse(ConcurrencySettings.DEFAULTS);
		this.limit = new ConcurrencyLimit(Objects.requireNonNull(this.concurrency.maxInFlight()),
				Objects.requireNonNull(this.concurrency.maxQueued()));
	}

	int inFlight() {
		return this.limit.inFlight();
	}

	int queued() {
		return this.limit.queued();
	}

	Turn turn(Deadline deadline) {
		return new Turn(deadline);
	}

	/**
	 * The place of one call, from the queue to its end. Whatever happens first, being
	 * granted, cancelled or timed out, the place is given back once, before the caller
	 * learns of the end.
	 */
	final class Turn {

		private final Deadline deadline;

		private ConcurrencyLimit.@Nullable Place place;

		private boolean ended;

		private boolean counted;

		private Turn(Deadline deadline) {
			this.deadline = deadline;
		}

		/**
		 * Ask for the place.
		 * @return the wait for it, {@code null} when it is there at once
		 * @throws CallRejectedException if there is neither a place nor room to wait, or
		 * the client is shut down
		 */
		@Nullable Mono<?> begin() {
			synchronized (this) {
				if (this.ended) {
					// Cancelled in the meantime.
					return Mono.never();
				}
				if (!Guard.this.gate.enter()) {
					this.ended = true;
					throw Guard.this.shutdown.rejection();
				}
				this.counted = true;
			}
			Sinks.Empty<Void> granted = Sinks.empty();
			AtomicBoolean atOnce = new AtomicBoolean();
			ConcurrencyLimit.Place entered = Guard.this.limit.enter((mine) -> {
				atOnce.set(true);
				granted.tryEmitEmpty();
			});
			if (entered == null) {
				throw full();
			}
			keep(entered);
			return atOnce.get() ? null
					: Guard.this.shutdown.untilEnded(granted.asMono())
						.timeout(this.deadline.remaining(),
								Mono.error(() -> DeadlineExceededException.total(this.deadline.total())));
		}

		private void keep(ConcurrencyLimit.Place entered) {
			boolean tooLate;
			synchronized (this) {
				this.place = entered;
				tooLate = this.ended;
			}
			if (tooLate) {
				entered.leave();
			}
		}

		void end() {
			ConcurrencyLimit.Place mine;
			synchronized (this) {
				if (this.ended) {
					return;
				}
				this.ended = true;
				mine = this.place;
			}
			if (mine != null) {
				mine.leave();
			}
			if (this.counted) {
				Guard.this.gate.leave();
			}
		}

	}

	private CallRejectedException full() {
		this.activity.rejected("full");
		return new CallRejectedException("workload \"" + this.workload + "\" has " + this.concurrency.maxInFlight()
				+ " calls in flight and " + this.concurrency.maxQueued()
				+ " in its queue. Nothing was sent. Call less often, or raise inferencekey.workloads." + this.workload
				+ ".concurrency.max-in-flight or .max-queued.", this.workload);
	}

}
