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

import java.time.Duration;
import java.util.function.Function;

import dev.inferencekey.credential.ApiKey;
import dev.inferencekey.error.AuthException;
import dev.inferencekey.exchange.DeadlineExceededException;
import dev.inferencekey.observation.ObservedCall;
import dev.inferencekey.resilience.Deadline;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;
import reactor.core.CoreSubscriber;
import reactor.core.publisher.Mono;
import reactor.util.context.Context;

/**
 * The course of one call: its record, its permit, its key, its attempts.
 *
 * @param <Q> the type of the request
 * @param <R> the type of the answer or piece
 */
final class Call<Q, R> implements CallCourse<R> {

	private final Sending<Q, R> sending;

	private final CallRecord<R> record;

	private final Protection protection;

	private final Function<Throwable, @Nullable Q> instead;

	private final Context context;

	private boolean answered;

	/**
	 * Create the course of a call.
	 * @param sending sends its request
	 * @param record notes what becomes of it
	 * @param protection its permit, key, retries and deadline
	 * @param instead gives another request after a failure, {@code null} for none
	 * @param caller the context of the caller
	 */
	Call(Sending<Q, R> sending, CallRecord<R> record, Protection protection, Function<Throwable, @Nullable Q> instead,
			Context caller) {
		this.sending = sending;
		this.record = record;
		this.protection = protection;
		this.instead = instead;
		this.context = record.addTo(caller);
	}

	/**
	 * What protects one call and its workload.
	 *
	 * @param permit its permit
	 * @param key its key
	 * @param retries its attempts and its deadline
	 */
	record Protection(Bulkhead.Permit permit, CallKey key, Retries.OfCall retries) {

		Deadline deadline() {
			return this.retries.deadline();
		}

	}

	@Override
	public Context context() {
		return this.context;
	}

	@Override
	public Duration remaining() {
		return this.protection.deadline().remaining();
	}

	// What is wrong with the request is found here, and ends the call like any failure.
	@Override
	public @Nullable Mono<?> begin() {
		this.record.asks(this.sending.write());
		this.protection.key().read();
		Mono<?> permit = this.protection.permit().acquire();
		return (permit != null) ? permit.then(Mono.defer(this::untilItMayAsk))
				: this.protection.retries().behindOthers();
	}

	private Mono<Void> untilItMayAsk() {
		Mono<Void> wait = this.protection.retries().behindOthers();
		return (wait != null) ? wait : Mono.empty();
	}

	@Override
	public void attempt(CoreSubscriber<? super R> subscriber) {
		ApiKey key = this.protection.key().get();
		this.record.attempt(key);
		Publisher<R> answer = this.protection.retries().lead(() -> this.sending.send(key));
		ObservedCall.Part part = this.record.enter();
		try {
			answer.subscribe(subscriber);
		}
		finally {
			if (part != null) {
				part.leave();
			}
		}
	}

	@Override
	public @Nullable Mono<?> again(Throwable failure) {
		Q other = this.instead.apply(failure);
		if (other != null) {
			this.record.asks(this.sending.write(other));
			return Mono.empty();
		}
		if (!this.sending.isRepeatable()) {
			return null;
		}
		Mono<Void> renewal = (failure instanceof AuthException refused) ? this.protection.key().renew(refused) : null;
		return (renewal != null) ? renewal : this.protection.retries().again(failure);
	}

	@Override
	public void delivered(R value) {
		this.record.delivered(value);
		if (!this.answered) {
			this.answered = true;
			this.protection.retries().answered();
			this.protection.key().accepted();
		}
		if (this.record.isWhole()) {
			// Now, since the caller has the answer before its completion comes.
			succeeded();
		}
	}

	@Override
	public Throwable overdue(boolean closed) {
		if (closed) {
			return this.sending.isSent() ? this.sending.interrupted(DeadlineExceededException.shutdown())
					: this.protection.retries().rejection();
		}
		Throwable starting = this.protection.retries().outOfTime();
		if (starting != null) {
			return starting;
		}
		Deadline deadline = this.protection.deadline();
		return this.sending.interrupted(DeadlineExceededException.total(deadline.total(), deadline.origin()));
	}

	@Override
	public void succeeded() {
		end();
		this.record.succeeded();
	}

	@Override
	public Throwable failed(Throwable failure) {
		end();
		Throwable known = this.sending.failure(failure);
		this.record.failed(known);
		return known;
	}

	@Override
	public void cancelled() {
		end();
		this.record.cancelled();
	}

	private void end() {
		this.protection.retries().end();
		this.protection.permit().release();
	}

}
