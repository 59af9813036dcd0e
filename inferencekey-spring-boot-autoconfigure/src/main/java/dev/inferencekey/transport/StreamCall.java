package dev.inferencekey.transport;

import dev.inferencekey.operation.Operation;
import org.reactivestreams.Publisher;
import reactor.util.context.Context;

/**
 * A call with an answer in chunks.
 *
 * @param <Q> the type of the request
 * @param <R> the type of a chunk
 */
final class StreamCall<Q, R> extends Call<Q, R> {

	private final StreamListener listener;

	StreamCall(Transport transport, Operation<Q, R> operation, Q request, Context caller, StreamListener listener) {
		super(transport, operation, request, caller, true);
		this.listener = listener;
	}

	@Override
	Publisher<R> send(Attempt<Q, R> attempt) {
		return exchange().stream(attempt, this.listener);
	}

}
