package dev.inferencekey.observation;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;

import org.jspecify.annotations.Nullable;

/**
 * What became of the calls of one workload: counted always and cheaply, with or without
 * metrics, so that health can tell the truth without a call of its own. Thread-safe.
 */
public final class WorkloadActivity {

	/**
	 * Why calls are repeated: the status, a connection that failed or broke, and a
	 * workload that is starting.
	 */
	public static final List<String> RETRY_CAUSES = List.of("408", "409", "429", "500", "502", "503", "504",
			"connection", "starting");

	/**
	 * Why calls are refused without being sent.
	 */
	public static final List<String> REJECTION_REASONS = List.of("full", "circuit_breaker", "shutdown");

	private static final Duration DEFAULT_WINDOW = Duration.ofMinutes(1);

	private static final int MAX_FAILURES = 10;

	private static final int MAX_WINDOWS = 10;

	private final InstantSource clock;

	private final Map<String, LongAdder> retries = counters(RETRY_CAUSES);

	private final Map<String, LongAdder> rejections = counters(REJECTION_REASONS);

	private final LongAdder calls = new LongAdder();

	private final LongAdder failedCalls = new LongAdder();

	private final LongAdder keyReloads = new LongAdder();

	private final Object lock = new Object();

	private final Deque<Outcome> failures = new ArrayDeque<>(MAX_FAILURES);

	private final List<RecentCalls> recent = new ArrayList<>();

	private @Nullable Instant lastSuccess;

	/**
	 * Create an instance.
	 * @param clock tells when calls end
	 */
	public WorkloadActivity(InstantSource clock) {
		this.clock = clock;
		this.recent.add(new RecentCalls(DEFAULT_WINDOW));
	}

	private static Map<String, LongAdder> counters(List<String> names) {
		Map<String, LongAdder> counters = new LinkedHashMap<>();
		names.forEach((name) -> counters.put(name, new LongAdder()));
		return Collections.unmodifiableMap(counters);
	}

	/**
	 * How many calls of late say what of their workload.
	 *
	 * @param answered those that say it is up
	 * @param failed those that say it is down
	 */
	public record Tally(long answered, long failed) {
	}

	/**
	 * How a call failed.
	 *
	 * @param at when
	 * @param errorType why, in one of few words
	 * @param evidence what it says of the workload
	 * @param message what the caller was told, without secrets
	 * @param requestId the id that the platform gave to the request, {@code null} for
	 * none
	 */
	public record Outcome(Instant at, String errorType, Evidence evidence, @Nullable String message,
			@Nullable String requestId) {
	}

	/**
	 * What the end of a call says of its workload.
	 */
	public enum Evidence {

		/**
		 * The workload answers, be it that the request is refused.
		 */
		UP,

		/**
		 * The workload, its key or the way to it is at fault.
		 */
		DOWN,

		/**
		 * Nothing: the call did not get as far as the workload.
		 */
		NONE

	}

	/**
	 * Forget how calls ended, but not how many there were, which counters must not.
	 */
	public void forgetOutcomes() {
		synchronized (this.lock) {
			this.recent.replaceAll((calls) -> new RecentCalls(calls.window()));
			this.failures.clear();
			this.lastSuccess = null;
		}
	}

	/**
	 * Note a call that was answered.
	 */
	public void succeeded() {
		this.calls.increment();
		Instant now = this.clock.instant();
		synchronized (this.lock) {
			this.lastSuccess = now;
			ended(now, true);
		}
	}

	private void ended(Instant at, boolean answered) {
		for (int i = 0; i < this.recent.size(); i++) {
			this.recent.get(i).add(at, answered);
		}
	}

	/**
	 * Note a call that failed.
	 * @param errorType why, in one of few words
	 * @param evidence what it says of the workload
	 * @param message what the caller is told
	 * @param requestId the id that the platform gave to the request, {@code null} for
	 * none
	 */
	public void failed(String errorType, Evidence evidence, @Nullable String message, @Nullable String requestId) {
		this.calls.increment();
		this.failedCalls.increment();
		Outcome outcome = new Outcome(this.clock.instant(), errorType, evidence, message, requestId);
		synchronized (this.lock) {
			if (evidence != Evidence.NONE) {
				ended(outcome.at(), evidence == Evidence.UP);
			}
			if (this.failures.size() == MAX_FAILURES) {
				this.failures.removeFirst();
			}
			this.failures.addLast(outcome);
		}
	}

	/**
	 * Note that a call is made again.
	 * @param cause one of {@link #RETRY_CAUSES}
	 */
	public void retried(String cause) {
		increment(this.retries, cause);
	}

	/**
	 * Note that a call was refused without being sent.
	 * @param reason one of {@link #REJECTION_REASONS}
	 */
	public void rejected(String reason) {
		increment(this.rejections, reason);
	}

	private static void increment(Map<String, LongAdder> counters, String name) {
		LongAdder counter = counters.get(name);
		if (counter == null) {
			throw new IllegalArgumentException("\"" + name + "\" is none of " + counters.keySet());
		}
		counter.increment();
	}

	/**
	 * Note that a refused key was replaced by another.
	 */
	public void keyReloaded() {
		this.keyReloads.increment();
	}

	/**
	 * How many calls have ended, but for those that were cancelled.
	 * @return the number since the start
	 */
	public long calls() {
		return this.calls.sum();
	}

	/**
	 * How many calls have failed.
	 * @return the number since the start
	 */
	public long failedCalls() {
		return this.failedCalls.sum();
	}

	/**
	 * How often calls were made again.
	 * @param cause one of {@link #RETRY_CAUSES}
	 * @return the number since the start
	 */
	public long retries(String cause) {
		return sum(this.retries, cause);
	}

	/**
	 * How many calls were refused without being sent.
	 * @param reason one of {@link #REJECTION_REASONS}
	 * @return the number since the start
	 */
	public long rejections(String reason) {
		return sum(this.rejections, reason);
	}

	private static long sum(Map<String, LongAdder> counters, String name) {
		LongAdder counter = counters.get(name);
		return (counter != null) ? counter.sum() : 0;
	}

	/**
	 * How often a refused key was replaced by another.
	 * @return the number since the start
	 */
	public long keyReloads() {
		return this.keyReloads.sum();
	}

	/**
	 * What calls of late say of the workload.
	 * @param window how far to look back, exact to a hundredth. A minute is counted from
	 * the start, any other window from when it is first asked for.
	 * @return the number of calls that say anything
	 * @throws IllegalArgumentException if the window is not positive or longer than a
	 * century
	 * @throws IllegalStateException if this is the eleventh window that is asked for
	 */
	public Tally tally(Duration window) {
		synchronized (this.lock) {
			for (RecentCalls calls : this.recent) {
				if (calls.window().equals(window)) {
					return calls.tally(this.clock.instant());
				}
			}
			if (this.recent.size() == MAX_WINDOWS) {
				throw new IllegalStateException("calls are counted for " + MAX_WINDOWS + " windows already, not for "
						+ window + " too: " + this.recent.stream().map(RecentCalls::window).toList());
			}
			this.recent.add(new RecentCalls(window));
			return new Tally(0, 0);
		}
	}

	/**
	 * The last failures.
	 * @return at most ten, the oldest first
	 */
	public List<Outcome> failures() {
		synchronized (this.lock) {
			return new ArrayList<>(this.failures);
		}
	}

	/**
	 * When a call was last answered.
	 * @return the time, or {@code null} if never
	 */
	public @Nullable Instant lastSuccess() {
		synchronized (this.lock) {
			return this.lastSuccess;
		}
	}

}
