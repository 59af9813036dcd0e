package dev.inferencekey.transport;

import java.util.function.Function;

import dev.inferencekey.error.ValidationException;
import dev.inferencekey.operation.Operation;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Mono;
import reactor.util.context.Context;

/**
 * A call with one whole answer.
 *
 * @param <Q> the type of the request
 * @param <R> the type of the answer
 */
final class UnaryCall<Q, R> extends Call<Q, R> {

	private final Function<ValidationException, @Nullable Q> instead;

	UnaryCall(Transport transport, Operation<Q, R> operation, Q request, Context caller,
			Function<ValidationException, @Nullable Q> instead) {
		super(transport, operation, request, caller, false);
		this.instead = instead;
	}

	@Override
	Publisher<R> send(Attempt<Q, R> attempt) {
		return exchange().call(attempt);
	}

	@Override
	public @Nullable Mono<?> again(Throwable failure) {
		if (failure instanceof ValidationException refused && refused.status() > 0) {
			Q other = this.instead.apply(refused);
			if (other != null) {
				write(other);
				return Mono.empty();
			}
		}
		return super.again(failure);
	}

	@Override
	public void delivered(R value) {
		super.delivered(value);
		// Now, since the caller has the answer before its completion comes.
		succeeded();
	}

}
