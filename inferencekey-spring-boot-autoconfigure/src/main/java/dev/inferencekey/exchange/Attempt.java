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

import java.net.URI;

import dev.inferencekey.credential.ApiKey;
import dev.inferencekey.error.InferenceKeyException;
import dev.inferencekey.operation.Operation;
import dev.inferencekey.operation.RequestBody;
import org.jspecify.annotations.Nullable;

/**
 * What is sent once. The answer's head is noted here as soon as it has come, so that the
 * one that ends the call can tell what it ended.
 *
 * @param <Q> the type of the request
 * @param <R> the type of the answer or piece
 */
public final class Attempt<Q, R> {

	private final Operation<Q, R> operation;

	private final Q request;

	private final Target target;

	private final Limits limits;

	private final @Nullable RequestBody body;

	private final @Nullable ApiKey key;

	private final URI uri;

	private volatile @Nullable Answering answering;

	private Attempt(Operation<Q, R> operation, Q request, Target target, Limits limits) {
		this.operation = operation;
		this.request = request;
		this.target = target;
		this.limits = limits;
		this.body = null;
		this.key = null;
		this.uri = target.uri(operation.path(request));
	}

	private Attempt(Attempt<Q, R> other, @Nullable RequestBody body, @Nullable ApiKey key) {
		this.operation = other.operation;
		this.request = other.request;
		this.target = other.target;
		this.limits = other.limits;
		this.body = body;
		this.key = key;
		this.uri = other.uri;
	}

	/**
	 * An attempt of an operation.
	 * @param <Q> the type of the request
	 * @param <R> the type of the answer or piece
	 * @param operation what to do
	 * @param request with what
	 * @param target where
	 * @param limits how long it may take
	 * @return an attempt without a body and a key
	 * @throws IllegalArgumentException if the path of the request is not valid
	 */
	public static <Q, R> Attempt<Q, R> of(Operation<Q, R> operation, Q request, Target target, Limits limits) {
		return new Attempt<>(operation, request, target, limits);
	}

	/**
	 * The same with a body.
	 * @param body the request as bytes, {@code null} for none
	 * @return a new attempt
	 */
	public Attempt<Q, R> withBody(@Nullable RequestBody body) {
		return new Attempt<>(this, body, this.key);
	}

	/**
	 * The same with a key.
	 * @param key the credential to send, {@code null} for none
	 * @return a new attempt
	 */
	public Attempt<Q, R> withKey(@Nullable ApiKey key) {
		return new Attempt<>(this, this.body, key);
	}

	/**
	 * What the caller is told when the call ends while this attempt is under way.
	 * @param cause why the call ends
	 * @return the exception, with the text so far if a stream had begun
	 */
	public InferenceKeyException interrupted(DeadlineExceededException cause) {
		Answering current = this.answering;
		return (current != null && current.failures() != null)
				? current.failures().cut(cause, current.reader().partialText())
				: NetworkFailures.afterAnswer(this, cause);
	}

	void answering(Operation.Reader<R> reader, @Nullable StreamFailures failures) {
		this.answering = new Answering(reader, failures);
	}

	Operation<Q, R> operation() {
		return this.operation;
	}

	Q request() {
		return this.request;
	}

	Target target() {
		return this.target;
	}

	Limits limits() {
		return this.limits;
	}

	@Nullable RequestBody body() {
		return this.body;
	}

	@Nullable ApiKey key() {
		return this.key;
	}

	URI uri() {
		return this.uri;
	}

	private record Answering(Operation.Reader<?> reader, @Nullable StreamFailures failures) {
	}

}
