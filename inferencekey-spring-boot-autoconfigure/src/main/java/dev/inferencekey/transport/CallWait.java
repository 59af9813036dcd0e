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

import org.jspecify.annotations.Nullable;
import org.reactivestreams.Subscription;
import reactor.core.CoreSubscriber;
import reactor.util.context.Context;

/**
 * What a call waits for before its next attempt. Not a {@code BaseSubscriber}, which
 * drops the failure of a wait that was cancelled into a hook of Reactor.
 */
final class CallWait implements CoreSubscriber<Object>, Subscription {

	private final RunningCall<?> call;

	private @Nullable Subscription upstream;

	CallWait(RunningCall<?> call) {
		this.call = call;
	}

	@Override
	public Context currentContext() {
		return this.call.currentContext();
	}

	@Override
	public void onSubscribe(Subscription subscription) {
		this.upstream = subscription;
		if (this.call.take(this) >= 0) {
			subscription.request(Long.MAX_VALUE);
		}
	}

	@Override
	public void onNext(Object ignored) {
		// Only the end counts.
	}

	@Override
	public void onComplete() {
		this.call.waited();
	}

	@Override
	public void onError(Throwable failure) {
		this.call.waitFailed(failure);
	}

	// The caller's demand is for pieces, not for the end of a wait.
	@Override
	public void request(long n) {
	}

	@Override
	public void cancel() {
		Subscription subscription = this.upstream;
		if (subscription != null) {
			subscription.cancel();
		}
	}

}
