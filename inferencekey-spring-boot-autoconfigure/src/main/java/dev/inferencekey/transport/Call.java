package dev.inferencekey.transport;

import dev.inferencekey.credential.ApiKey;
import dev.inferencekey.error.AuthException;
import dev.inferencekey.error.ConfigurationException;
import dev.inferencekey.observation.ObservedCall;
import dev.inferencekey.operation.Operation;
import dev.inferencekey.operation.RequestBody;
import dev.inferencekey.operation.Timed;
import dev.inferencekey.resilience.Deadline;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;
import reactor.core.CoreSubscriber;
import reactor.core.publisher.Mono;
import reactor.util.context.Context;

/**
 * The course of one call of either kind: its record, its place, its key, its deadlines.
 *
 * @param <Q> the type of the request
 * @param <R> the type of the answer or of a chunk
 */
abstract class Call<Q, R> implements CallCourse<R> {

	private final Transport transport;

	private final Operation<Q, R> operation;

	private final CallRecord<R> record;

	private final Context context;

	private final Deadline deadline;

	private final Guard.Turn turn;

	private final Retries.OfCall retries;

	private volatile Q request;

	private volatile @Nullable RequestBody body;

	private volatile @Nullable CallKey key;

	private boolean answered;

	Call(Transport transport, Operation<Q, R> operation, Q request, Context caller, boolean stream) {
		this.transport = transport;
		this.operation = operation;
		this.request = request;
		this.record = transport.records().begin(operation, request, stream, caller);
		this.context = this.record.addTo(caller);
		this.deadline = deadline(transport, request);
		this.turn = transport.guard().turn(this.deadline);
		this.retries = transport.retries().ofCall(this.deadline);
	}

	private Deadline deadline(Transport transport, Q request) {
		try {
			return Deadline.start(transport.resilience().timeouts(),
					(request instanceof Timed timed) ? timed.timeout() : null, System::nanoTime);
		}
		catch (ConfigurationException ex) {
			this.record.failed(ex);
			throw ex;
		}
	}

	@Override
	public Context context() {
		return this.context;
	}

	// What is wrong with the request is found here, and ends the call like any failure.
	@Override
	public @Nullable Mono<?> begin() {
		write(this.request);
		this.key = new CallKey(this.transport);
		return this.turn.begin();
	}

	/**
	 * Write the body, once for all attempts.
	 * @param request what to send from now on
	 */
	void write(Q request) {
		RequestBody written = this.transport.bodyOf(this.operation, request);
		this.record.asks(written);
		this.body = written;
		this.request = request;
	}

	@Override
	public void attempt(CoreSubscriber<? super R> subscriber) {
		CallKey current = this.key;
		ApiKey value = (current != null) ? current.get() : null;
		this.record.attempt(value);
		Attempt<Q, R> attempt = new Attempt<>(this.operation, this.request, this.body, value, this.deadline);
		Publisher<R> answer = this.retries.lead(send(attempt));
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

	/**
	 * Send a request.
	 * @param attempt what to send
	 * @return the answer or its chunks
	 */
	abstract Publisher<R> send(Attempt<Q, R> attempt);

	Exchange exchange() {
		return this.transport.exchange();
	}

	@Override
	public @Nullable Mono<?> again(Throwable failure) {
		CallKey current = this.key;
		Mono<Void> renewal = (failure instanceof AuthException refused && current != null) ? current.renew(refused)
				: null;
		return (renewal != null) ? this.retries.limited(renewal) : this.retries.again(failure);
	}

	@Override
	public void delivered(R value) {
		this.record.delivered(value);
		if (!this.answered) {
			this.answered = true;
			this.retries.answered();
			CallKey current = this.key;
			if (current != null) {
				current.accepted();
			}
		}
	}

	@Override
	public void succeeded() {
		end();
		this.record.succeeded();
	}

	@Override
	public Throwable failed(Throwable failure) {
		Throwable known = this.transport.networkFailures().of(failure);
		end();
		this.record.failed(known);
		return known;
	}

	@Override
	public void cancelled() {
		end();
		this.record.cancelled();
	}

	private void end() {
		this.retries.end();
		this.turn.end();
	}

}
