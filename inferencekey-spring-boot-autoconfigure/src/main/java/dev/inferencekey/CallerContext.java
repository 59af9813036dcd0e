package dev.inferencekey;

import io.micrometer.context.ContextSnapshot;
import io.micrometer.context.ContextSnapshotFactory;
import org.reactivestreams.Subscription;
import reactor.core.CoreSubscriber;
import reactor.core.publisher.Flux;
import reactor.core.publisher.FluxOperator;
import reactor.util.context.Context;

/**
 * Hands on the signals of a stream with the thread-bound context of whoever subscribed,
 * the current span and what belongs to it not least, so that the log lines of its
 * callbacks are found in the right trace. Does for this stream what Reactor's global hook
 * does for all, which is the application's to switch on.
 *
 * @param <T> the type of a chunk
 */
final class CallerContext<T> extends FluxOperator<T, T> {

	private static final ContextSnapshotFactory FACTORY = ContextSnapshotFactory.builder().build();

	private CallerContext(Flux<T> stream) {
		super(stream);
	}

	static <T> Flux<T> restoredIn(Flux<T> stream) {
		return new CallerContext<>(stream);
	}

	@Override
	public void subscribe(CoreSubscriber<? super T> actual) {
		this.source.subscribe(new Restoring<>(actual, FACTORY.captureAll(actual.currentContext())));
	}

	private record Restoring<T>(CoreSubscriber<? super T> actual,
			ContextSnapshot snapshot) implements CoreSubscriber<T> {

		@Override
		public Context currentContext() {
			return this.actual.currentContext();
		}

		@Override
		public void onSubscribe(Subscription subscription) {
			this.actual.onSubscribe(subscription);
		}

		@Override
		public void onNext(T value) {
			ContextSnapshot.Scope scope = this.snapshot.setThreadLocals();
			try {
				this.actual.onNext(value);
			}
			finally {
				scope.close();
			}
		}

		@Override
		public void onError(Throwable failure) {
			this.snapshot.wrap(() -> this.actual.onError(failure)).run();
		}

		@Override
		public void onComplete() {
			this.snapshot.wrap(this.actual::onComplete).run();
		}

	}

}
