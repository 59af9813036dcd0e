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

import java.util.concurrent.Callable;

import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationRegistry;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

/**
 * Observes the execution of tools. Internal. Immutable.
 */
public final class ToolObservations {

	/**
	 * Observes nothing.
	 */
	public static final ToolObservations NONE = new ToolObservations(ObservationRegistry.NOOP, null);

	private static final Log logger = LogFactory.getLog(ToolObservations.class);

	private static final ToolObservationConvention DEFAULT_CONVENTION = new DefaultToolObservationConvention();

	private final ObservationRegistry registry;

	private final @Nullable ToolObservationConvention convention;

	private ToolObservations(ObservationRegistry registry, @Nullable ToolObservationConvention convention) {
		this.registry = registry;
		this.convention = convention;
	}

	/**
	 * Create an instance. Internal: the client makes one for its endpoints.
	 * @param registry the registry to report to
	 * @param convention the names and keys to use, {@code null} for the default ones
	 * @return a new instance
	 */
	public static ToolObservations of(ObservationRegistry registry, @Nullable ToolObservationConvention convention) {
		return new ToolObservations(registry, convention);
	}

	/**
	 * Report to another registry.
	 * @param registry the registry
	 * @return a new instance
	 */
	public ToolObservations withRegistry(ObservationRegistry registry) {
		return new ToolObservations(registry, this.convention);
	}

	/**
	 * Run a tool as the current observation. Handlers that fail are logged, and neither
	 * change what the tool returns nor pass for a failure of the tool.
	 * @param toolName the name of the tool
	 * @param callId the id of the tool call
	 * @param tool does the work
	 * @param <T> the type of what the tool returns
	 * @return what the tool returns
	 * @throws Exception whatever the tool throws
	 */
	@SuppressWarnings("ReferenceEquality")
	public <T> T observe(String toolName, String callId, Callable<T> tool) throws Exception {
		Observation observation = ToolObservationDocumentation.EXECUTE_TOOL.observation(this.convention,
				DEFAULT_CONVENTION, () -> new ToolContext(toolName, callId), this.registry);
		Observation.Scope outer = this.registry.getCurrentObservationScope();
		quietly(observation::start);
		quietly(observation::openScope);
		Observation.Scope scope = this.registry.getCurrentObservationScope();
		try {
			return tool.call();
		}
		catch (Throwable ex) {
			quietly(() -> observation.error(ex));
			throw ex;
		}
		finally {
			if (scope != null && scope != outer) {
				quietly(scope::close);
			}
			// A scope whose handler failed is still current.
			this.registry.setCurrentObservationScope(outer);
			quietly(observation::stop);
		}
	}

	private static void quietly(Runnable step) {
		try {
			step.run();
		}
		catch (Throwable ex) {
			logger.warn("The execution of a tool is not fully observed", ex);
		}
	}

	/**
	 * An endpoint that knows how its tools are observed. Internal.
	 */
	public interface Source {

		/**
		 * Return how the tools of this endpoint are observed.
		 * @return the observations
		 */
		ToolObservations toolObservations();

	}

}
