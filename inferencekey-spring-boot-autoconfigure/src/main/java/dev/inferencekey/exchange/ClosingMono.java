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

package dev.inferencekey.exchange;

import java.util.Objects;

import org.jspecify.annotations.Nullable;
import org.reactivestreams.Subscription;
import reactor.core.CoreSubscriber;
import reactor.core.publisher.Mono;
import reactor.core.publisher.MonoOperator;
import reactor.util.context.Context;

/**
 * Closes a connection when the caller cancels, after that was told to all that uses it
 * and even if some of them fail at it. Reactor's {@code doOnCancel} would close it
 * before, and {@code doFinally} not after a failure.
 *
 * @param <T> the type of the value
 */
final class ClosingMono<T> extends MonoOperator<T, T> {

	private final OpenConnection connection;

	/**
	 * Create an instance.
	 * @param source uses the connection
	 * @param connection is closed unless the source has ended
	 */
	ClosingMono(Mono<? extends T> source, OpenConnection connection) {
		super(source);
		this.connection = connection;
	}

	@Override
	public void subscribe(CoreSubscriber<? super T> actual) {
		this.source.subscribe(new Closing<>(actual, this.connection));
	}

	private static final class Closing<T> implements CoreSubscriber<T>, Subscription {

		private final CoreSubscriber<? super T> actual;

		private final OpenConnection connection;

		private @Nullable Subscription upstream;

		private volatile boolean ended;

		private Closing(CoreSubscriber<? super T> actual, OpenConnection connection) {
			this.actual = actual;
			this.connection = connection;
		}

		@Override
		public Context currentContext() {
			return this.actual.currentContext();
		}

		@Override
		public void onSubscribe(Subscription subscription) {
			this.upstream = subscription;
			this.actual.onSubscribe(this);
		}

		@Override
		public void onNext(T value) {
			this.actual.onNext(value);
		}

		@Override
		public void onError(Throwable failure) {
			this.ended = true;
			this.actual.onError(failure);
		}

		@Override
		public void onComplete() {
			this.ended = true;
			this.actual.onComplete();
		}

		@Override
		public void request(long n) {
			upstream().request(n);
		}

		@Override
		public void cancel() {
			try {
				upstream().cancel();
			}
			finally {
				if (!this.ended) {
					this.connection.close();
				}
			}
		}

		private Subscription upstream() {
			return Objects.requireNonNull(this.upstream);
		}

	}

}
