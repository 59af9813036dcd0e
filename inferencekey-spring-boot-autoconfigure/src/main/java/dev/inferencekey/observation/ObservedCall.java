package dev.inferencekey.observation;

import java.util.function.Consumer;

import io.micrometer.context.ContextSnapshot;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationRegistry;
import org.jspecify.annotations.Nullable;

/**
 * A call that is being observed. Not thread-safe; to be ended once.
 */
public final class ObservedCall {

	// It is a word, but the server's.
	private static final int MAX_FINISH_REASON = 128;

	private final Observation observation;

	private final CallContext context;

	private final BoundedNames models;

	private final @Nullable ContextSnapshot caller;

	ObservedCall(Observation observation, CallContext context, BoundedNames models, @Nullable ContextSnapshot caller) {
		this.observation = observation;
		this.context = context;
		this.models = models;
		this.caller = caller;
	}

	/**
	 * Begin something that is part of the call on this thread, with the caller's
	 * thread-bound context, its baggage not least, and the observation as the current
	 * one. Nothing is passed to be run: the many calls inside what a call is made of are
	 * compiled into one only as far as they are not nested too deeply.
	 * @param broken is told of handlers and accessors of the application that fail, which
	 * must cost the call nothing
	 * @return to be left on the same thread
	 */
	public Part enter(Consumer<Throwable> broken) {
		return new Part(this.caller, this.observation, broken);
	}

	/**
	 * A part of the call on one thread.
	 */
	public static final class Part {

		private final ObservationRegistry registry;

		private final Consumer<Throwable> broken;

		private final Observation.@Nullable Scope before;

		private final Observation.@Nullable Scope between;

		private ContextSnapshot.@Nullable Scope caller;

		private Observation.@Nullable Scope scope;

		private Part(@Nullable ContextSnapshot caller, Observation observation, Consumer<Throwable> broken) {
			this.registry = observation.getObservationRegistry();
			this.broken = broken;
			this.before = this.registry.getCurrentObservationScope();
			try {
				this.caller = (caller != null) ? caller.setThreadLocals() : null;
			}
			catch (RuntimeException | LinkageError ex) {
				broken.accept(ex);
				restore(this.before);
			}
			this.between = this.registry.getCurrentObservationScope();
			try {
				this.scope = observation.isNoop() ? null : observation.openScope();
			}
			catch (RuntimeException | LinkageError ex) {
				broken.accept(ex);
				restore(this.between);
			}
		}

		/**
		 * Leave it.
		 */
		public void leave() {
			try {
				if (this.scope != null) {
					this.scope.close();
				}
			}
			catch (RuntimeException | LinkageError ex) {
				this.broken.accept(ex);
				restore(this.between);
			}
			try {
				if (this.caller != null) {
					this.caller.close();
				}
			}
			catch (RuntimeException | LinkageError ex) {
				this.broken.accept(ex);
				restore(this.before);
			}
		}

		// When a handler fails, others have opened or not yet closed something on this
		// thread, the span of the call not least, which later calls would take for
		// theirs.
		@SuppressWarnings({ "deprecation", "ReferenceEquality" })
		private void restore(Observation.@Nullable Scope wanted) {
			Observation.Scope half = this.registry.getCurrentObservationScope();
			// Closing takes back exactly what was opened.
			if (half != null && half != wanted && !attempt(half::close)) {
				attempt(half::reset);
				if (wanted != null) {
					attempt(wanted::makeCurrent);
				}
			}
			this.registry.setCurrentObservationScope(wanted);
		}

		private boolean attempt(Runnable step) {
			try {
				step.run();
				return true;
			}
			catch (RuntimeException | LinkageError ex) {
				this.broken.accept(ex);
				return false;
			}
		}

	}

	/**
	 * What the requests of the call are part of.
	 * @return the observation, which does nothing when somebody has vetoed it
	 */
	public Observation observation() {
		return this.observation;
	}

	/**
	 * Note what is asked.
	 * @param messages JSON of the GenAI conventions
	 */
	public void input(@Nullable String messages) {
		this.context.input(messages);
	}

	/**
	 * Note what was answered.
	 * @param messages JSON of the GenAI conventions
	 */
	public void output(@Nullable String messages) {
		this.context.output(messages);
	}

	/**
	 * Note what an answer or a chunk says of itself.
	 * @param model the model that answers, {@code null} if unknown
	 * @param finishReason why the answer ends, {@code null} if it does not or nobody
	 * knows
	 */
	public void answer(@Nullable String model, @Nullable String finishReason) {
		String current = this.context.getResponseModel();
		// The chunks of a stream name the same model again and again.
		if (model != null && !model.equals(current)) {
			current = this.models.of(model);
		}
		this.context.answer(current, (finishReason == null || finishReason.length() <= MAX_FINISH_REASON) ? finishReason
				: BoundedNames.OTHER);
	}

	/**
	 * Note what the call cost.
	 * @param input tokens of the request
	 * @param output tokens of the answer
	 */
	public void tokens(int input, int output) {
		this.context.tokens(input, output);
	}

	/**
	 * Note that a chunk has come.
	 */
	public void chunk() {
		this.context.chunk();
	}

	/**
	 * End with an answer.
	 * @param attempts how often the call was sent
	 */
	public void succeeded(int attempts) {
		this.context.ended("success", attempts);
		stop();
	}

	/**
	 * End since the caller does not wait any more.
	 * @param attempts how often the call was sent
	 */
	public void cancelled(int attempts) {
		this.context.ended("cancelled", attempts);
		stop();
	}

	/**
	 * End with a failure.
	 * @param failure what the caller is told
	 * @param errorType why, in one of few words
	 * @param requestId the id that the platform gave to the request, {@code null} for
	 * none
	 * @param attempts how often the call was sent
	 */
	public void failed(Throwable failure, String errorType, @Nullable String requestId, int attempts) {
		this.context.ended("error", attempts);
		this.context.failed(errorType, requestId);
		try {
			this.observation.error(failure);
		}
		finally {
			stop();
		}
	}

	private void stop() {
		stop(this.observation, this.context);
	}

	// No handler hears of the end when a convention or a filter fails.
	static void stop(Observation observation, CallContext context) {
		boolean stopped = false;
		try {
			observation.stop();
			stopped = true;
		}
		finally {
			if (!stopped) {
				CallDurationObservationHandler.abandon(context);
			}
		}
	}

}
