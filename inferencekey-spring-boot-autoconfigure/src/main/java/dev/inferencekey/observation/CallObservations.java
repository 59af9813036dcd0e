package dev.inferencekey.observation;

import java.util.Map;
import java.util.function.Supplier;

import io.micrometer.common.KeyValues;
import io.micrometer.context.ContextSnapshot;
import io.micrometer.context.ContextSnapshotFactory;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationRegistry;
import org.jspecify.annotations.Nullable;

/**
 * Observes the calls of one workload.
 */
public final class CallObservations {

	private static final CallObservationConvention DEFAULT_CONVENTION = new KeysOnDemand(
			new DefaultCallObservationConvention());

	private static final ContextSnapshotFactory CALLER = ContextSnapshotFactory.builder().build();

	// What is captured where nothing is bound to the thread.
	private static final ContextSnapshot NOTHING = CALLER.captureFrom();

	private final ObservationRegistry registry;

	private final @Nullable CallObservationConvention convention;

	private final CallTarget target;

	private final BoundedNames models;

	/**
	 * Create an instance.
	 * @param registry is told of calls
	 * @param convention names and keys, {@code null} for the default ones
	 * @param target what is called
	 * @param models the models that may be named, shared by all that calls this target
	 */
	public CallObservations(ObservationRegistry registry, @Nullable CallObservationConvention convention,
			CallTarget target, BoundedNames models) {
		this.models = models;
		this.registry = registry;
		this.convention = convention;
		this.target = target;
	}

	/**
	 * Whether anybody observes calls.
	 * @return {@code false} for a registry that does nothing
	 */
	public boolean isEnabled() {
		return !this.registry.isNoop();
	}

	/**
	 * Begin to observe a call.
	 * @param operation the name of the operation
	 * @param stream whether the answer is streamed
	 * @param parameters gives the numeric parameters of the request
	 * @param callerContexts what the caller hands on, a Reactor context for example, over
	 * what is bound to this thread
	 * @return the observation, or {@code null} when nobody observes
	 */
	public @Nullable ObservedCall start(String operation, boolean stream, Supplier<Map<String, Number>> parameters,
			Object... callerContexts) {
		if (!isEnabled()) {
			return null;
		}
		CallContext context = new CallContext(this.target, operation, stream, parameters.get());
		ContextSnapshot caller = capture(callerContexts);
		// Also one that is vetoed hands the caller's context on.
		return new ObservedCall(start(context, caller), context, this.models, caller);
	}

	// Within the caller's context, where the parent is.
	private Observation start(CallContext context, @Nullable ContextSnapshot caller) {
		ContextSnapshot.Scope scope = (caller != null) ? caller.setThreadLocals() : null;
		Observation observation = Observation.NOOP;
		try {
			try {
				// As CallObservationDocumentation has it, which would check the class of
				// the default convention each time.
				observation = Observation.createNotStarted(this.convention, DEFAULT_CONVENTION, () -> context,
						this.registry);
				return observation.start();
			}
			finally {
				if (scope != null) {
					scope.close();
				}
			}
		}
		catch (RuntimeException | LinkageError ex) {
			abandon(observation, context, ex);
			throw ex;
		}
	}

	@SuppressWarnings("ReferenceEquality")
	private static @Nullable ContextSnapshot capture(Object... callerContexts) {
		ContextSnapshot caller = CALLER.captureAll(callerContexts);
		return (caller != NOTHING) ? caller : null;
	}

	// What handlers have begun must end when another fails.
	private static void abandon(Observation observation, CallContext context, Throwable failure) {
		try {
			ObservedCall.stop(observation, context);
		}
		catch (RuntimeException | LinkageError ex) {
			failure.addSuppressed(ex);
		}
	}

	/**
	 * Leaves what only traces show until somebody asks for it.
	 *
	 * @param whole gives all keys
	 */
	private record KeysOnDemand(CallObservationConvention whole) implements CallObservationConvention {

		@Override
		public String getName() {
			return this.whole.getName();
		}

		@Override
		public @Nullable String getContextualName(CallContext context) {
			return this.whole.getContextualName(context);
		}

		@Override
		public KeyValues getLowCardinalityKeyValues(CallContext context) {
			return this.whole.getLowCardinalityKeyValues(context);
		}

		@Override
		public KeyValues getHighCardinalityKeyValues(CallContext context) {
			context.setHighCardinalitySource(this.whole);
			return KeyValues.empty();
		}

	}

}
