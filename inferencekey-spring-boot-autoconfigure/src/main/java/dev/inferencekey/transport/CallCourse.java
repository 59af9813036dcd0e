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

import org.jspecify.annotations.Nullable;
import reactor.core.CoreSubscriber;
import reactor.core.publisher.Mono;
import reactor.util.context.Context;

/**
 * What happens in the course of one call. It ends once, by one of the last four methods,
 * before the caller is told.
 *
 * @param <R> the type of the answer or piece
 */
interface CallCourse<R> {

	/**
	 * The context of the attempts.
	 * @return the caller's context and what the call adds
	 */
	Context context();

	/**
	 * How long the call may still take.
	 * @return the time, not positive once it is over
	 */
	Duration remaining();

	/**
	 * What to wait for before the first attempt. Whatever this throws ends the call.
	 * @return the wait, whose failure ends the call; {@code null} to begin at once
	 */
	@Nullable Mono<?> begin();

	/**
	 * Make an attempt. An exception before the subscriber has its subscription is how the
	 * attempt ends.
	 * @param subscriber takes the answer or its pieces
	 */
	void attempt(CoreSubscriber<? super R> subscriber);

	/**
	 * Whether to make another attempt, asked only if nothing was delivered. Whatever this
	 * throws ends the call.
	 * @param failure how the last attempt ended
	 * @return what to wait for before the next attempt, whose failure ends the call;
	 * {@code null} to give up
	 */
	@Nullable Mono<?> again(Throwable failure);

	/**
	 * Note an answer or a piece before it is handed on.
	 * @param value the answer or piece
	 */
	void delivered(R value);

	/**
	 * Why the call ends now that its time is over.
	 * @param closed whether the client was closed, for which all calls end
	 * @return what {@link #failed} is to be told
	 */
	Throwable overdue(boolean closed);

	/**
	 * End with success.
	 */
	void succeeded();

	/**
	 * End with a failure.
	 * @param failure what the last attempt or wait failed with
	 * @return what to tell the caller
	 */
	Throwable failed(Throwable failure);

	/**
	 * End because the caller has cancelled.
	 */
	void cancelled();

}
