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

import java.util.function.BiFunction;
import java.util.function.Function;

import dev.inferencekey.credential.ApiKey;
import dev.inferencekey.error.InferenceKeyException;
import dev.inferencekey.exchange.Attempt;
import dev.inferencekey.exchange.DeadlineExceededException;
import dev.inferencekey.exchange.Limits;
import dev.inferencekey.exchange.NetworkFailures;
import dev.inferencekey.exchange.Target;
import dev.inferencekey.operation.Operation;
import dev.inferencekey.operation.RequestBody;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;

/**
 * The request of one call: written once, and sent with each attempt.
 *
 * @param <Q> the type of the request
 * @param <R> the type of the answer or piece
 */
final class Sending<Q, R> {

	private final Operation<Q, R> operation;

	private final Target target;

	private final Limits limits;

	private final BiFunction<Operation<Q, R>, Q, @Nullable RequestBody> writer;

	private final Function<Attempt<Q, R>, Publisher<R>> exchange;

	private volatile Q request;

	// Where a call goes whose path is not known yet.
	private volatile String path = "";

	private volatile @Nullable RequestBody body;

	private volatile @Nullable Attempt<Q, R> current;

	/**
	 * Create the request of a call.
	 * @param operation what to do
	 * @param request with what
	 * @param target where
	 * @param limits how long the bytes of an attempt may take
	 * @param writer writes a body
	 * @param exchange makes an attempt
	 */
	Sending(Operation<Q, R> operation, Q request, Target target, Limits limits,
			BiFunction<Operation<Q, R>, Q, @Nullable RequestBody> writer,
			Function<Attempt<Q, R>, Publisher<R>> exchange) {
		this.operation = operation;
		this.request = request;
		this.target = target;
		this.limits = limits;
		this.writer = writer;
		this.exchange = exchange;
	}

	/**
	 * Write the body.
	 * @return the body, {@code null} for none
	 */
	@Nullable RequestBody write() {
		return write(this.request);
	}

	/**
	 * Send another request from now on.
	 * @param other the request
	 * @return its body, {@code null} for none
	 */
	@Nullable RequestBody write(Q other) {
		RequestBody written = this.writer.apply(this.operation, other);
		this.body = written;
		this.path = this.operation.path(other);
		this.request = other;
		return written;
	}

	Publisher<R> send(@Nullable ApiKey key) {
		Attempt<Q, R> attempt = Attempt.of(this.operation, this.request, this.target, this.limits)
			.withBody(this.body)
			.withKey(key);
		this.current = attempt;
		return this.exchange.apply(attempt);
	}

	/**
	 * Whether the request can be sent again.
	 * @return {@code false} if the source of its body is used up
	 */
	boolean isRepeatable() {
		RequestBody written = this.body;
		return written == null || written.repeatable() || this.current == null;
	}

	boolean isSent() {
		return this.current != null;
	}

	InferenceKeyException interrupted(DeadlineExceededException cause) {
		Attempt<Q, R> attempt = this.current;
		return (attempt != null) ? attempt.interrupted(cause) : failure(cause);
	}

	InferenceKeyException failure(Throwable failure) {
		return NetworkFailures.of(this.target, this.path, failure);
	}

}
