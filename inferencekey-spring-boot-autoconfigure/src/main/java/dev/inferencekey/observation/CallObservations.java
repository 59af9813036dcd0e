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

import java.util.Map;
import java.util.function.Supplier;

import io.micrometer.context.ContextSnapshot;
import io.micrometer.context.ContextSnapshotFactory;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationRegistry;
import org.jspecify.annotations.Nullable;

/**
 * Observes the calls of one workload. Internal.
 */
public final class CallObservations {

	private static final CallObservationConvention DEFAULT_CONVENTION = new DefaultCallObservationConvention();

	private static final ContextSnapshotFactory CALLER = ContextSnapshotFactory.builder().build();

	// The snapshot of a thread that has nothing bound to it.
	private static final ContextSnapshot NOTHING = CALLER.captureFrom();

	private final ObservationRegistry registry;

	private final @Nullable CallObservationConvention convention;

	private final CallTarget target;

	private final BoundedNames models;

	private CallObservations(ObservationRegistry registry, @Nullable CallObservationConvention convention,
			CallTarget target, BoundedNames models) {
		this.registry = registry;
		this.convention = convention;
		this.target = target;
		this.models = models;
	}

	/**
	 * Create an instance. Internal: the client makes one for each endpoint.
	 * @param registry the registry to report to
	 * @param convention the names and keys to use, {@code null} for the default ones
	 * @param target the target of the calls
	 * @param models the models that may be named, shared by everything that calls this
	 * target
	 * @return a new instance
	 */
	public static CallObservations of(ObservationRegistry registry, @Nullable CallObservationConvention convention,
			CallTarget target, BoundedNames models) {
		return new CallObservations(registry, convention, target, models);
	}

	/**
	 * Return whether calls are observed.
	 * @return {@code false} for a registry that does nothing
	 */
	public boolean isEnabled() {
		return !this.registry.isNoop();
	}

	/**
	 * Start the observation of a call.
	 * @param operation the name of the operation
	 * @param stream whether the response is streamed
	 * @param parameters supplies the numeric parameters of the request
	 * @param callerContexts contexts of the caller, such as a Reactor context, that take
	 * precedence over what is bound to this thread
	 * @return the observation, or {@code null} when calls are not observed
	 * @throws RuntimeException or an {@link Error}, whichever a handler, a convention or
	 * a context accessor of the application throws. Nothing of the observation is left
	 * active then, and the caller goes on without it.
	 */
	public @Nullable ObservedCall start(String operation, boolean stream, Supplier<Map<String, Number>> parameters,
			Object... callerContexts) {
		if (!isEnabled()) {
			return null;
		}
		CallContext context = new CallContext(this.target, operation, stream, parameters.get());
		ContextSnapshot caller = capture(callerContexts);
		// An observation that a predicate vetoed propagates the caller's context, too.
		return new ObservedCall(start(context, caller), context, this.models, caller);
	}

	// In the context of the caller, where the parent is.
	private Observation start(CallContext context, @Nullable ContextSnapshot caller) {
		Observation observation = Observation.NOOP;
		try {
			ContextSnapshot.Scope scope = (caller != null) ? caller.setThreadLocals() : null;
			try {
				observation = Observation.createNotStarted(
						(this.convention != null) ? NamedConvention.of(this.convention, context) : null,
						NamedConvention.of(DEFAULT_CONVENTION, context), () -> context, this.registry);
				return observation.start();
			}
			finally {
				if (scope != null) {
					scope.close();
				}
			}
		}
		catch (Throwable ex) {
			abandon(observation, context, ex);
			throw ex;
		}
	}

	@SuppressWarnings("ReferenceEquality")
	private static @Nullable ContextSnapshot capture(Object... callerContexts) {
		ContextSnapshot caller = CALLER.captureAll(callerContexts);
		return (caller != NOTHING) ? caller : null;
	}

	// Ends what some handlers have started before another failed.
	private static void abandon(Observation observation, CallContext context, Throwable failure) {
		try {
			ObservedCall.stop(observation, context);
		}
		catch (Throwable ex) {
			failure.addSuppressed(ex);
		}
	}

}
