package dev.inferencekey.transport;

import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.LongSupplier;

import dev.inferencekey.error.ApiException;
import dev.inferencekey.error.FailureOrigin;
import dev.inferencekey.error.ValidationException;
import dev.inferencekey.observation.ActivityRecorder;
import dev.inferencekey.resilience.ColdStart;
import dev.inferencekey.resilience.Deadline;
import dev.inferencekey.resilience.RetryBudget;
import dev.inferencekey.resilience.RetryPolicy;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

/**
 * The attempts of calls of one workload: past the circuit breaker, and again after a
 * failure or when the workload has started.
 */
final class Retries {

	private static final Log logger = LogFactory.getLog(Retries.class);

	private final String workload;

	private final RetryBudget budget = new RetryBudget();

	private final RetryPolicy policy;

	private final ColdStart coldStart;

	private final Breaker breaker;

	private final Shutdown shutdown;

	private final ActivityRecorder activity;

	// Whether the last key that replaced a refused one was any better.
	private volatile boolean renewalsHelp = true;

	Retries(String workload, Transport.Resilience resilience, ActivityRecorder activity, LongSupplier nanoTime) {
		this.workload = workload;
		this.activity = activity;
		this.breaker = new Breaker(workload, resilience.circuitBreaker(), activity, this::isStarting);
		this.shutdown = new Shutdown(workload, resilience.gate(), activity);
		this.policy = new RetryPolicy(resilience.retry(), this.budget, () -> ThreadLocalRandom.current().nextDouble());
		this.coldStart = new ColdStart(nanoTime, () -> ThreadLocalRandom.current().nextDouble());
	}

	int waitingForStart() {
		return this.coldStart.waiting();
	}

	double budget() {
		return this.budget.level();
	}

	void forget() {
		this.budget.fill();
		this.renewalsHelp = true;
	}

	/**
	 * Whether to read a key again that was refused. A source that always has another key,
	 * none of them good, must not double the requests of an outage.
	 * @return {@code true} as long as that helps, and else within the retry budget
	 */
	boolean mayRenewKey() {
		return this.renewalsHelp || this.budget.tryRetry();
	}

	/**
	 * Note what became of a call whose key was replaced.
	 * @param accepted whether the new key was accepted
	 */
	void keyRenewed(boolean accepted) {
		this.renewalsHelp = accepted;
	}

	private boolean isStarting(Throwable failure) {
		return RetryPolicy.isStarting(failure, this.coldStart.isAwake());
	}

	OfCall ofCall(Deadline deadline) {
		return new OfCall(deadline);
	}

	private enum Stage {

		WAITING, ANSWERED, ENDED

	}

	/**
	 * The attempts of one call.
	 */
	final class OfCall {

		private final Deadline deadline;

		private final ColdStart.Waiter waiter = Retries.this.coldStart.waiter();

		// Touched by one attempt after the other.
		private int failures;

		private int starts;

		private boolean sent;

		private final AtomicReference<Stage> stage = new AtomicReference<>(Stage.WAITING);

		private OfCall(Deadline deadline) {
			this.deadline = deadline;
		}

		<T> Publisher<T> lead(Publisher<T> attempt) {
			if (Retries.this.shutdown.isEnded()) {
				// Granted a place by a call that was ended.
				return Mono.error(Retries.this.shutdown::rejection);
			}
			if (!this.sent) {
				this.sent = true;
				Retries.this.budget.call();
			}
			return Retries.this.breaker.lead(attempt);
		}

		/**
		 * Note that the workload has begun to answer.
		 */
		void answered() {
			if (this.stage.compareAndSet(Stage.WAITING, Stage.ANSWERED)) {
				Retries.this.coldStart.begun();
			}
		}

		/**
		 * Decide after a failure.
		 * @param failure what the attempt failed with
		 * @return what to wait for before the next attempt, {@code null} to give up
		 * @throws ApiException if the workload is still starting and there is no time
		 * left
		 */
		@Nullable Mono<?> again(Throwable failure) {
			if (failure instanceof ValidationException refused && refused.status() > 0) {
				// What has read a request is awake; keys, routes and limits are looked at
				// before.
				Retries.this.coldStart.answered();
			}
			long answersBefore = Retries.this.coldStart.answers();
			boolean starting = isStarting(failure);
			// Waiting for a start is no attempt that failed.
			int attempts = starting ? ++this.starts : ++this.failures;
			Duration wait = Retries.this.policy.nextAttempt(failure, attempts, starting, this.deadline);
			if (wait == null) {
				if (starting && !Retries.this.policy.isOff()) {
					throw outOfTime((ApiException) failure);
				}
				return null;
			}
			Mono<Void> waited = starting ? started((ApiException) failure, wait, answersBefore)
					: delayed(failure, attempts, wait);
			String cause = starting ? "starting" : ErrorTypes.retryCause(failure);
			return waited.doOnSuccess((done) -> Retries.this.activity.retried(cause));
		}

		private Mono<Void> delayed(Throwable failure, int attempts, Duration wait) {
			logger.debug("Attempt " + attempts + " of a call of workload \"" + Retries.this.workload
					+ "\" failed and is repeated in " + wait.toMillis() + " ms: " + failure.getMessage());
			return Retries.this.shutdown.untilEnded(Mono.delay(wait).then());
		}

		private Mono<Void> started(ApiException failure, Duration wait, long answersBefore) {
			Sinks.Empty<Void> sooner = Sinks.empty();
			if (this.waiter.await(wait, answersBefore, () -> Shutdown.tell(Retries.this.workload, sooner))) {
				logger.info("Workload \"" + Retries.this.workload + "\" is starting; asking again in " + wait.toMillis()
						+ " ms");
			}
			Mono<Void> due = Mono.just(wait)
				.expand((rest) -> Mono.delay(rest)
					.map((time) -> this.waiter.due())
					.filter((more) -> more.compareTo(Duration.ZERO) > 0))
				.then();
			return Retries.this.shutdown.untilBegun(Mono.firstWithSignal(due, sooner.asMono()))
				.timeout(this.deadline.remaining(), Mono.error(() -> outOfTime(failure)));
		}

		/**
		 * Limit the wait for another key.
		 * @param renewal the wait
		 * @return the same, which ends with the time of the call or with the client
		 */
		Mono<Void> limited(Mono<Void> renewal) {
			return Retries.this.shutdown.untilEnded(renewal)
				.timeout(this.deadline.remaining(),
						Mono.error(() -> DeadlineExceededException.total(this.deadline.total())));
		}

		private ApiException outOfTime(ApiException failure) {
			String request = (failure.requestId() != null) ? " (request " + failure.requestId() + ")" : "";
			return new ApiException("workload \"" + Retries.this.workload + "\" is still starting" + request
					+ ", and the call may take no longer than " + DeadlineExceededException.text(this.deadline.total())
					+ ". Call again later, or raise inferencekey.timeout.total.",
					new FailureOrigin(Retries.this.workload, failure.status(), failure.code(), failure.requestId(),
							failure.retryAfter(), failure));
		}

		void end() {
			if (this.stage.getAndSet(Stage.ENDED) == Stage.ANSWERED) {
				Retries.this.coldStart.ended();
			}
			this.waiter.leave();
		}

	}

}
