package dev.inferencekey.transport;

import org.jspecify.annotations.Nullable;
import reactor.core.CoreSubscriber;
import reactor.core.publisher.Mono;
import reactor.util.context.Context;

/**
 * What happens in the course of one call. Ends once, before the caller is told.
 *
 * @param <R> the type of the answer or of a chunk
 */
interface CallCourse<R> {

	/**
	 * The context of the attempts.
	 * @return the caller's context and what the call adds
	 */
	Context context();

	/**
	 * What to wait for before the first attempt. What this throws ends the call.
	 * @return the wait, whose failure ends the call; {@code null} to begin at once
	 */
	@Nullable Mono<?> begin();

	/**
	 * Make an attempt. An exception before the subscriber has its subscription is how the
	 * attempt ends.
	 * @param subscriber takes the answer or its chunks
	 */
	void attempt(CoreSubscriber<? super R> subscriber);

	/**
	 * Whether to make another attempt, asked only if nothing was delivered. What this
	 * throws ends the call.
	 * @param failure how the last attempt ended
	 * @return what to wait for before the next, whose failure ends the call; {@code null}
	 * to give up
	 */
	@Nullable Mono<?> again(Throwable failure);

	/**
	 * Note an answer or a chunk, before it is handed on.
	 * @param value the answer or chunk
	 */
	void delivered(R value);

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
	 * End since nobody waits any more.
	 */
	void cancelled();

}
