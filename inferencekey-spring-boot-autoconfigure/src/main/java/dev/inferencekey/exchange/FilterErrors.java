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
import java.util.function.Consumer;

import org.jspecify.annotations.Nullable;
import org.reactivestreams.Subscription;
import reactor.core.CoreSubscriber;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Operators;
import reactor.util.context.Context;

import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.web.reactive.function.client.ClientRequest;
import org.springframework.web.reactive.function.client.ClientResponse;
import org.springframework.web.reactive.function.client.ExchangeFunction;
import org.springframework.web.reactive.function.client.WebClient;

/**
 * Ends calls whose filters throw an {@link Error} when the answer or its body comes.
 * Reactor throws what is fatal to a virtual machine, such as a
 * {@link StackOverflowError}, past its operators and Netty logs it, so that the call
 * would wait for its deadline.
 */
public final class FilterErrors {

	private FilterErrors() {
	}

	/**
	 * Watch the filters of a client.
	 * @param builder has all its filters
	 * @return the builder
	 */
	public static WebClient.Builder watch(WebClient.Builder builder) {
		return builder.filters((filters) -> {
			if (!filters.isEmpty()) {
				// The last one is next to the network.
				filters.add(FilterErrors::filter);
			}
		});
	}

	private static Mono<ClientResponse> filter(ClientRequest request, ExchangeFunction next) {
		return next.exchange(request)
			.map(FilterErrors::watchBody)
			.transform(Operators.<ClientResponse, ClientResponse>lift((source, actual) -> new Watched<>(actual)));
	}

	// Not by mutate(), which wants a valid content type and a codec for it.
	private static ClientResponse watchBody(ClientResponse response) {
		Flux<DataBuffer> body = response.body((message, context) -> message.getBody());
		return ClientResponse.create(response.statusCode(), response.strategies())
			.headers((headers) -> headers.addAll(response.headers().asHttpHeaders()))
			.cookies((cookies) -> cookies.addAll(response.cookies()))
			.request(response.request())
			.body((none) -> new WatchedBody(body))
			.build();
	}

	/**
	 * Say how a call ends.
	 * @param context the context of its attempts
	 * @param end ends the call, from any thread
	 * @return the context to use
	 */
	public static Context addTo(Context context, Consumer<Throwable> end) {
		return context.put(FilterErrors.class, end);
	}

	private static class Watched<T> implements CoreSubscriber<T> {

		private final CoreSubscriber<? super T> actual;

		Watched(CoreSubscriber<? super T> actual) {
			this.actual = actual;
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
			watch(() -> this.actual.onNext(value));
		}

		@Override
		public void onError(Throwable failure) {
			watch(() -> this.actual.onError(failure));
		}

		@Override
		public void onComplete() {
			watch(this.actual::onComplete);
		}

		private void watch(Runnable signal) {
			try {
				signal.run();
			}
			catch (Error ex) {
				@Nullable Consumer<Throwable> end = currentContext().getOrDefault(FilterErrors.class, null);
				if (end == null) {
					// A filter has put another context in place of the call's.
					throw ex;
				}
				end.accept(ex);
			}
		}

	}

	private static final class WatchedBody extends Flux<DataBuffer> {

		private final Flux<DataBuffer> source;

		private WatchedBody(Flux<DataBuffer> source) {
			this.source = source;
		}

		@Override
		public void subscribe(CoreSubscriber<? super DataBuffer> actual) {
			this.source.subscribe(new UntilCancelled(actual));
		}

	}

	/**
	 * Completes nothing that was cancelled. Reactor Netty may, and then a filter that
	 * collects would hand on what it has, which nobody would release.
	 */
	private static final class UntilCancelled extends Watched<DataBuffer> implements Subscription {

		private @Nullable Subscription upstream;

		private volatile boolean cancelled;

		private UntilCancelled(CoreSubscriber<? super DataBuffer> actual) {
			super(actual);
		}

		@Override
		public void onSubscribe(Subscription subscription) {
			this.upstream = subscription;
			super.onSubscribe(this);
		}

		@Override
		public void onComplete() {
			if (!this.cancelled) {
				super.onComplete();
			}
		}

		@Override
		public void request(long n) {
			upstream().request(n);
		}

		@Override
		public void cancel() {
			this.cancelled = true;
			upstream().cancel();
		}

		private Subscription upstream() {
			return Objects.requireNonNull(this.upstream);
		}

	}

}
