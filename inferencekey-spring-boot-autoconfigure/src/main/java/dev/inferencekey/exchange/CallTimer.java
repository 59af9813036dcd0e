package dev.inferencekey.exchange;

import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;

import io.netty.util.HashedWheelTimer;
import io.netty.util.Timeout;
import reactor.core.Disposable;
import reactor.core.publisher.Mono;

import org.springframework.scheduling.concurrent.CustomizableThreadFactory;

/**
 * The timer of all calls of a client. Setting a timer wakes no thread, unlike with an
 * executor, where it cost a quarter of the processor time of a short call for a deadline
 * that hardly ever passes; in return a timer fires up to {@value #TICK_MILLIS} ms late.
 * Thread-safe.
 */
public final class CallTimer implements AutoCloseable {

	private static final int TICK_MILLIS = 20;

	private static final int TICKS = 512;

	private final HashedWheelTimer wheel;

	private final Executor executor;

	private volatile boolean closed;

	/**
	 * Create a timer.
	 * @param executor runs what is due, which may block
	 */
	public CallTimer(Executor executor) {
		CustomizableThreadFactory threads = new CustomizableThreadFactory("inferencekey-timer-");
		threads.setDaemon(true);
		this.executor = executor;
		this.wheel = new HashedWheelTimer(threads, TICK_MILLIS, TimeUnit.MILLISECONDS, TICKS, false, -1, executor);
	}

	/**
	 * Whether the client is closed, so that everything is due.
	 * @return {@code true} from then on
	 */
	public boolean isClosed() {
		return this.closed;
	}

	/**
	 * Run a task later, or at once when the client is closed in the meantime.
	 * @param delay how long to wait
	 * @param task is run once, unless it is disposed of before
	 * @return disposes of the task
	 */
	public Disposable after(Duration delay, Runnable task) {
		try {
			Timeout timeout = this.wheel.newTimeout((due) -> task.run(), Math.max(delay.toNanos(), 0),
					TimeUnit.NANOSECONDS);
			return timeout::cancel;
		}
		catch (IllegalStateException ex) {
			// Closed, and for good.
			this.executor.execute(task);
			return () -> {
			};
		}
	}

	/**
	 * Wait.
	 * @param delay how long to wait from the subscription on
	 * @return completes when the time is over, or the client is closed
	 */
	public Mono<Void> after(Duration delay) {
		return Mono.create((sink) -> sink.onDispose(after(delay, sink::success)));
	}

	/**
	 * Let everything be due at once, now and from now on.
	 */
	@Override
	public void close() {
		this.closed = true;
		for (Timeout timeout : this.wheel.stop()) {
			this.executor.execute(() -> run(timeout));
		}
	}

	private static void run(Timeout timeout) {
		try {
			timeout.task().run(timeout);
		}
		catch (Exception ex) {
			throw new IllegalStateException(ex);
		}
	}

}
