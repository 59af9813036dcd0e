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

import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;
import org.reactivestreams.Subscription;
import reactor.core.CoreSubscriber;
import reactor.core.publisher.Mono;
import reactor.util.context.Context;

import org.springframework.core.io.buffer.DataBuffer;

/**
 * Collects a body. Every buffer ends here, also one that comes late: Reactor's
 * {@code collect} hands those to a hook, which may be missing, and its {@code handle}
 * opens the scope of the call around each.
 */
final class WholeBody extends Mono<BodyCollector> {

	private final Publisher<DataBuffer> source;

	private final BodyCollector body;

	/**
	 * Create an instance, for one subscriber.
	 * @param source the buffers
	 * @param body where they are collected
	 */
	WholeBody(Publisher<DataBuffer> source, BodyCollector body) {
		this.source = source;
		this.body = body;
	}

	@Override
	public void subscribe(CoreSubscriber<? super BodyCollector> actual) {
		this.source.subscribe(new Collecting(actual, this.body));
	}

	private static final class Collecting implements CoreSubscriber<DataBuffer>, Subscription {

		private final CoreSubscriber<? super BodyCollector> actual;

		private final BodyCollector body;

		private @Nullable Subscription upstream;

		private boolean failed;

		private Collecting(CoreSubscriber<? super BodyCollector> actual, BodyCollector body) {
			this.actual = actual;
			this.body = body;
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
		public void request(long n) {
			Subscription subscription = this.upstream;
			if (subscription != null) {
				subscription.request(Long.MAX_VALUE);
			}
		}

		@Override
		public void onNext(DataBuffer buffer) {
			try {
				this.body.add(buffer);
			}
			catch (Throwable ex) {
				fail(ex);
			}
		}

		private void fail(Throwable failure) {
			if (!this.failed) {
				this.failed = true;
				cancel();
				this.actual.onError(FatalErrorException.of(failure));
			}
		}

		@Override
		public void onError(Throwable failure) {
			if (!this.failed) {
				this.actual.onError(failure);
			}
		}

		@Override
		public void onComplete() {
			if (!this.failed) {
				this.actual.onNext(this.body);
				this.actual.onComplete();
			}
		}

		@Override
		public void cancel() {
			Subscription subscription = this.upstream;
			if (subscription != null) {
				subscription.cancel();
			}
		}

	}

}
