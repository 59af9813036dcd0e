package dev.inferencekey.localplatform;

import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.function.Function;

import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;

/**
 * Runs the model on a few daemon threads of its own, away from the event loop. What does
 * not fit into its queue is refused.
 */
final class ModelThreads implements AutoCloseable {

	private static final int THREADS = Math.min(4, Runtime.getRuntime().availableProcessors());

	private static final int QUEUE_PER_THREAD = 1024;

	private static final int IDLE_SECONDS = 30;

	private final Scheduler scheduler = Schedulers.newBoundedElastic(THREADS, QUEUE_PER_THREAD, "local-platform-model",
			IDLE_SECONDS, true);

	<T> Mono<T> compute(Function<MiniLm, T> computation) {
		Callable<T> task = () -> computation.apply(MiniLm.get());
		return Mono.fromCallable(task).subscribeOn(this.scheduler);
	}

	int parallelism() {
		return THREADS;
	}

	@Override
	public void close() {
		this.scheduler.disposeGracefully()
			.timeout(Duration.ofSeconds(5), Mono.fromRunnable(this.scheduler::dispose))
			.block();
	}

}
