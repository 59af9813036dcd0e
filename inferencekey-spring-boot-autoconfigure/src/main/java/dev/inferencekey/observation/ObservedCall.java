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

package dev.inferencekey.observation;

import java.util.function.Consumer;

import io.micrometer.context.ContextSnapshot;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationRegistry;
import org.jspecify.annotations.Nullable;

/**
 * An observed call. Internal. Not thread-safe; it must be ended exactly once. Methods
 * that notify handlers throw whatever a handler of the application throws.
 */
public final class ObservedCall {

	// A word that the server chooses.
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
	 * Make the observation the current one on this thread, in the thread-bound context of
	 * the caller, baggage included. Never throws.
	 * @param broken receives what handlers and accessors of the application throw
	 * @return the part, which must be left on the same thread
	 */
	public Part enter(Consumer<Throwable> broken) {
		return new Part(this.caller, this.observation, broken);
	}

	/**
	 * A part of the call that runs on one thread.
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
			catch (Throwable ex) {
				broken.accept(ex);
				restore(this.before);
			}
			this.between = this.registry.getCurrentObservationScope();
			try {
				this.scope = observation.isNoop() ? null : observation.openScope();
			}
			catch (Throwable ex) {
				broken.accept(ex);
				restore(this.between);
			}
		}

		/**
		 * Restore what was current before. Never throws.
		 */
		public void leave() {
			try {
				if (this.scope != null) {
					this.scope.close();
				}
			}
			catch (Throwable ex) {
				this.broken.accept(ex);
				restore(this.between);
			}
			try {
				if (this.caller != null) {
					this.caller.close();
				}
			}
			catch (Throwable ex) {
				this.broken.accept(ex);
				restore(this.before);
			}
		}

		// When a handler fails, other handlers may have left something open on this
		// thread,
		// such as the span of the call, which later calls would take for their parent.
		@SuppressWarnings({ "deprecation", "ReferenceEquality" })
		private void restore(Observation.@Nullable Scope wanted) {
			Observation.Scope half = this.registry.getCurrentObservationScope();
			// Closing reverts exactly what was opened.
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
			catch (Throwable ex) {
				this.broken.accept(ex);
				return false;
			}
		}

	}

	/**
	 * Return the observation, the parent of the HTTP requests of the call.
	 * @return the observation, which does nothing if a predicate vetoed it
	 */
	public Observation observation() {
		return this.observation;
	}

	/**
	 * Set the messages of the request.
	 * @param messages the messages as JSON of the GenAI conventions
	 */
	public void input(@Nullable String messages) {
		this.context.input(messages);
	}

	/**
	 * Set the messages of the response.
	 * @param messages the messages as JSON of the GenAI conventions
	 */
	public void output(@Nullable String messages) {
		this.context.output(messages);
	}

	/**
	 * Add what a response or a chunk says about itself.
	 * @param model the model that produced it, {@code null} if unknown
	 * @param finishReason the finish reason, {@code null} if there is none yet
	 */
	public void answer(@Nullable String model, @Nullable String finishReason) {
		String current = this.context.getResponseModel();
		// Every chunk of a stream repeats the model.
		if (model != null && !model.equals(current)) {
			current = this.models.of(model);
		}
		this.context.answer(current, (finishReason == null || finishReason.length() <= MAX_FINISH_REASON) ? finishReason
				: BoundedNames.OTHER);
	}

	/**
	 * Set the number of tokens that the call used.
	 * @param input the number of input tokens
	 * @param output the number of output tokens
	 * @param cachedInput the number of input tokens that were read from a cache,
	 * {@code null} if unknown
	 * @param reasoning the number of output tokens that were used for reasoning,
	 * {@code null} if unknown
	 */
	public void tokens(int input, int output, @Nullable Integer cachedInput, @Nullable Integer reasoning) {
		this.context.tokens(input, output, cachedInput, reasoning);
	}

	/**
	 * Set the modality of the input, {@code text} by default.
	 * @param modality {@code text}, {@code image}, {@code audio}, or {@code unknown} for
	 * a mixture, whose tokens cannot be told apart
	 */
	public void inputModality(String modality) {
		this.context.inputModality(modality);
	}

	/**
	 * Record the arrival of a chunk.
	 */
	public void chunk() {
		this.context.chunk();
	}

	/**
	 * End the observation of a call that succeeded.
	 * @param attempts how many requests were sent
	 */
	public void succeeded(int attempts) {
		this.context.ended("success", attempts);
		stop();
	}

	/**
	 * End the observation of a call that its caller cancelled.
	 * @param attempts how many requests were sent
	 */
	public void cancelled(int attempts) {
		this.context.ended("cancelled", attempts);
		stop();
	}

	/**
	 * End the observation of a call that failed.
	 * @param failure the exception that the caller receives
	 * @param errorType the value of {@code error.type}
	 * @param requestId the request id that the server gave, {@code null} for none
	 * @param attempts how many requests were sent
	 */
	public void failed(Throwable failure, String errorType, @Nullable String requestId, int attempts) {
		this.context.failed(errorType, requestId, attempts);
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

	static void stop(Observation observation, CallContext context) {
		try {
			observation.stop();
		}
		catch (Throwable ex) {
			ActiveTimer.stop(context);
			throw ex;
		}
	}

}
