package dev.inferencekey.transport;

import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionHandler;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import dev.inferencekey.resilience.ShutdownGate;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

/**
 * What the calls of one client are timed and go on by: a timer for all deadlines, and
 * threads for what follows a wait, which may be held up. Filters and key sources of the
 * application may block, which must hold up neither the timer nor the network nor another
 * call. Not one of Reactor's schedulers: whoever makes blocking calls on their threads
 * may have taken the last of them, and would wait for himself. There are as many threads
 * as calls go on at the same time, which have a place each, and none when none do.
 */
public final class CallScheduling implements Executor, AutoCloseable {

	private static final Log logger = LogFactory.getLog(CallScheduling.class);

	private static final long KEEP_ALIVE_SECONDS = 5;

	// Whatever follows when the client has ended only says so.
	private static final RejectedExecutionHandler BY_THE_CALLER = (task, executor) -> task.run();

	private final ThreadPoolExecutor executor = new ThreadPoolExecutor(0, Integer.MAX_VALUE, KEEP_ALIVE_SECONDS,
			TimeUnit.SECONDS, new SynchronousQueue<>(), threads(), BY_THE_CALLER);

	private final Alarms alarms;

	/**
	 * Create an instance.
	 * @param gate when the time for running calls is over, all deadlines pass
	 */
	public CallScheduling(ShutdownGate gate) {
		this.alarms = new Alarms(gate.ending());
	}

	Alarms alarms() {
		return this.alarms;
	}

	private static ThreadFactory threads() {
		AtomicInteger number = new AtomicInteger();
		return (task) -> {
			Thread thread = new Thread(task, "inferencekey-" + number.incrementAndGet());
			thread.setDaemon(true);
			return thread;
		};
	}

	@Override
	public void execute(Runnable task) {
		this.executor.execute(() -> {
			try {
				task.run();
			}
			catch (RuntimeException | Error ex) {
				// What its caller has thrown, who is nobody's to tell.
				logger.error("A caller failed when its call went on", ex);
			}
		});
	}

	/**
	 * Let the threads end when they have nothing left to do.
	 */
	@Override
	public void close() {
		this.executor.shutdown();
	}

}
