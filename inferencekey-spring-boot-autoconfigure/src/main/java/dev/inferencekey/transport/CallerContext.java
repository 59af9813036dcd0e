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

import io.micrometer.context.ContextSnapshot;
import io.micrometer.context.ContextSnapshotFactory;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Subscription;
import reactor.core.CoreSubscriber;
import reactor.core.publisher.Flux;
import reactor.core.publisher.FluxOperator;
import reactor.util.context.Context;

/**
 * Hands on the signals of a stream with the thread-bound context of the subscriber, above
 * all the current span, so that the log lines of its callbacks are found in the right
 * trace. Does for this stream what Reactor's global hook does for all, which is the
 * application's to switch on.
 *
 * @param <T> the type of a chunk
 */
final class CallerContext<T> extends FluxOperator<T, T> {

	private static final ContextSnapshotFactory FACTORY = ContextSnapshotFactory.builder().build();

	private final String workload;

	private final ObserverFailures failures;

	/**
	 * Create an instance.
	 * @param stream gives the signals
	 * @param workload the workload concerned
	 * @param failures is told when that context cannot be restored
	 */
	CallerContext(Flux<T> stream, String workload, ObserverFailures failures) {
		super(stream);
		this.workload = workload;
		this.failures = failures;
	}

	@Override
	public void subscribe(CoreSubscriber<? super T> actual) {
		ContextSnapshot snapshot;
		try {
			snapshot = FACTORY.captureAll(actual.currentContext());
		}
		catch (Throwable ex) {
			broken(ex);
			this.source.subscribe(actual);
			return;
		}
		this.source.subscribe(new Restoring<>(actual, snapshot, this));
	}

	private void broken(Throwable failure) {
		this.failures.add(
				"The context of the caller of a stream of workload \"" + this.workload + "\" cannot be restored",
				failure);
	}

	private static final class Restoring<T> implements CoreSubscriber<T> {

		private final CoreSubscriber<? super T> actual;

		private final ContextSnapshot snapshot;

		private final CallerContext<T> stream;

		private boolean broken;

		private Restoring(CoreSubscriber<? super T> actual, ContextSnapshot snapshot, CallerContext<T> stream) {
			this.actual = actual;
			this.snapshot = snapshot;
			this.stream = stream;
		}

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
			ContextSnapshot.Scope scope = open();
			try {
				this.actual.onNext(value);
			}
			finally {
				close(scope);
			}
		}

		@Override
		public void onError(Throwable failure) {
			ContextSnapshot.Scope scope = open();
			try {
				this.actual.onError(failure);
			}
			finally {
				close(scope);
			}
		}

		@Override
		public void onComplete() {
			ContextSnapshot.Scope scope = open();
			try {
				this.actual.onComplete();
			}
			finally {
				close(scope);
			}
		}

		// An accessor of the application that fails must not cost the caller a signal.
		private ContextSnapshot.@Nullable Scope open() {
			if (this.broken) {
				return null;
			}
			try {
				return this.snapshot.setThreadLocals();
			}
			catch (Throwable ex) {
				broken(ex);
				return null;
			}
		}

		private void close(ContextSnapshot.@Nullable Scope scope) {
			if (scope == null) {
				return;
			}
			try {
				scope.close();
			}
			catch (Throwable ex) {
				broken(ex);
			}
		}

		// Said once for a stream, not for each of its chunks.
		private void broken(Throwable failure) {
			if (!this.broken) {
				this.broken = true;
				this.stream.broken(failure);
			}
		}

	}

}
