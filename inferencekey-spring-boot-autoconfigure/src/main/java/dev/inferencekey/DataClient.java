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

package dev.inferencekey;

import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.function.BiConsumer;
import java.util.function.Function;
import java.util.function.Consumer;

import dev.inferencekey.credential.ApiKey;
import dev.inferencekey.credential.KeySource;
import dev.inferencekey.error.ConfigurationException;
import dev.inferencekey.error.PermissionDeniedException;
import dev.inferencekey.observation.CallObservationConvention;
import dev.inferencekey.observation.ToolObservationConvention;
import dev.inferencekey.resilience.RetrySettings;
import dev.inferencekey.resilience.Timeouts;
import dev.inferencekey.transport.ContentSettings;
import dev.inferencekey.transport.WorkloadMonitor;
import io.micrometer.observation.ObservationRegistry;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.util.ConcurrentLruCache;
import org.springframework.web.reactive.function.client.WebClient;

/**
 * The way to workloads. Spring Boot applications inject an {@link Endpoint} for each
 * workload, or this for workloads that are known only at run time; it works without
 * Spring Boot too. Thread-safe; one for an application is enough.
 * <p>
 * Implements the data plane of the wire contract.
 */
public final class DataClient implements AutoCloseable {

	/**
	 * Where the platform is unless something else is set.
	 */
	public static final String DEFAULT_BASE_URL = "https://api.inferencekey.com";

	private static final int MAX_OTHERS = 1000;

	private final WorkloadSettings defaults;

	private final Map<String, WorkloadSettings> workloads;

	private final BiConsumer<String, WorkloadSettings.Builder> otherSettings;

	private final EndpointFactory factory;

	/**
	 * Endpoints of workloads that are not configured. Their names may come from anywhere,
	 * so that not all of them can be kept; those in use are, with their places and their
	 * retry budget.
	 */
	private final ConcurrentLruCache<String, BlockingEndpoint> others;

	private final Map<String, BlockingEndpoint> endpoints;

	private DataClient(Builder builder) {
		this.defaults = builder.defaults.build();
		this.otherSettings = builder.others;
		// In the order of the configuration, so that the first problem found is the first
		// there.
		this.workloads = Collections.unmodifiableMap(new LinkedHashMap<>(builder.workloads));
		this.factory = new EndpointFactory(builder, this.defaults);
		// Whatever is wrong with a configured workload is found now, not at its first
		// call.
		Map<String, BlockingEndpoint> configured = new HashMap<>();
		this.workloads.keySet()
			.forEach((workload) -> configured.put(workload, this.factory.create(workload, true, own(workload))));
		this.endpoints = Map.copyOf(configured);
		this.others = new ConcurrentLruCache<>(MAX_OTHERS,
				(workload) -> this.factory.create(workload, false, own(workload)));
	}

	/**
	 * A client configured by the environment variables {@code INFERENCEKEY_BASE_URL},
	 * {@code INFERENCEKEY_PROJECT} and {@code INFERENCEKEY_API_KEY}. Blank means absent.
	 * The fourth variable of all official clients, {@code INFERENCEKEY_SDK_TOKEN}, is the
	 * credential of the control plane, which inference has no use for.
	 * @return a new client
	 */
	public static DataClient fromEnvironment() {
		return fromEnvironment(System.getenv());
	}

	static DataClient fromEnvironment(Map<String, String> environment) {
		Builder builder = builder();
		ifPresent(environment, "INFERENCEKEY_BASE_URL", builder::baseUrl);
		ifPresent(environment, "INFERENCEKEY_PROJECT", builder::project);
		ifPresent(environment, "INFERENCEKEY_API_KEY", builder::apiKey);
		return builder.build();
	}

	private static void ifPresent(Map<String, String> environment, String name, Consumer<String> action) {
		String value = environment.get(name);
		if (value != null && !value.isBlank()) {
			action.accept(value.strip());
		}
	}

	/**
	 * Build a client.
	 * @return a new builder
	 */
	public static Builder builder() {
		return new Builder();
	}

	/**
	 * A workload, called with the key configured for it, else with the default key.
	 * @param workload the name of a configured workload, or the slug of any other
	 * @return the endpoint, the same each time
	 * @throws ConfigurationException if the project or key is missing, or something else
	 * about the workload cannot work
	 * @throws PermissionDeniedException with code {@code WRONG_CREDENTIAL_TYPE} if the
	 * key is a control token
	 */
	public Endpoint endpoint(String workload) {
		Endpoint known = this.endpoints.get(workload);
		return (known != null) ? known : this.others.get(workload);
	}

	/**
	 * A workload, called with a key of the caller's. Keep the endpoint: each has permits
	 * and a retry budget of its own.
	 * @param workload the name of a configured workload, or the slug of any other
	 * @param apiKey the data key to use
	 * @return a new endpoint
	 * @throws ConfigurationException if the key is not a data key, or something else
	 * about the workload cannot work
	 * @throws PermissionDeniedException with code {@code WRONG_CREDENTIAL_TYPE} if the
	 * key is a control token
	 */
	public Endpoint endpoint(String workload, String apiKey) {
		WorkloadSettings own = own(workload);
		WorkloadKey.refuseAsName(workload, own);
		KeySource keys = KeySource.fixed(WorkloadKey.parse(workload, apiKey));
		WorkloadSettings explicit = WorkloadSettings.builder().keys(keys).build();
		return this.factory.create(workload, this.workloads.containsKey(workload), explicit.orElse(own));
	}

	/**
	 * What is set for a workload, over what is set for all.
	 * @param workload the name of a configured workload, or the slug of any other
	 * @return the settings, in which what is {@code null} has its default
	 */
	public WorkloadSettings settings(String workload) {
		return own(workload).orElse(this.defaults);
	}

	private WorkloadSettings own(String workload) {
		WorkloadSettings own = this.workloads.get(workload);
		return (own != null) ? own : settingsOfOther(workload);
	}

	private WorkloadSettings settingsOfOther(String workload) {
		WorkloadSettings.Builder settings = WorkloadSettings.builder();
		this.otherSettings.accept(workload, settings);
		return settings.build();
	}

	/**
	 * The workloads that are configured.
	 * @return their names
	 */
	public Set<String> workloads() {
		return this.workloads.keySet();
	}

	/**
	 * How a workload is doing, for health checks and the like.
	 * @param workload the name of a configured workload, or the slug of any other
	 * @return a view of the endpoint of this workload that the client has a key for
	 * @throws ConfigurationException if something about the workload cannot work
	 */
	public WorkloadMonitor monitor(String workload) {
		BlockingEndpoint known = this.endpoints.get(workload);
		return ((known != null) ? known : this.others.get(workload)).monitor();
	}

	/**
	 * Refuse further calls, by {@link dev.inferencekey.error.CallRejectedException}. With
	 * Spring Boot this happens when the context closes. Calls that wait for a workload to
	 * start end so too; others go on, those that are queued or wait for a retry included.
	 * @return completes when the last running call has ended, or the client is resumed
	 */
	public CompletionStage<Void> shutdown() {
		return this.factory.shutdown();
	}

	/**
	 * Take calls again after {@link #shutdown()}. With Spring Boot this happens when a
	 * context is started again, as the test framework does with contexts that it keeps. A
	 * client that was closed stays so.
	 */
	public void resume() {
		this.factory.resume();
	}

	/**
	 * Refuse further calls and those that are queued or wait for a retry, and end those
	 * that are under way, as if their time were over.
	 */
	@Override
	public void close() {
		this.factory.close();
	}

	@Override
	public String toString() {
		return "DataClient" + this.workloads.keySet();
	}

	/**
	 * Builds a {@link DataClient}. Not thread-safe.
	 */
	public static final class Builder {

		private final WorkloadSettings.Builder defaults = WorkloadSettings.builder().baseUrl(DEFAULT_BASE_URL);

		private final Map<String, WorkloadSettings> workloads = new LinkedHashMap<>();

		private BiConsumer<String, WorkloadSettings.Builder> others = (workload, settings) -> {
		};

		JsonMapper jsonMapper = JsonMapper.shared();

		Function<Object, List<String>> objectCheck = (object) -> List.of();

		boolean allowInsecureHttp;

		ObservationRegistry observationRegistry = ObservationRegistry.NOOP;

		@Nullable CallObservationConvention observationConvention;

		@Nullable ToolObservationConvention toolObservationConvention;

		ContentSettings content = ContentSettings.NOWHERE;

		private Builder() {
		}

		/**
		 * Where the platform is.
		 * @param baseUrl an absolute URL, by default {@value #DEFAULT_BASE_URL}
		 * @return this builder
		 */
		public Builder baseUrl(String baseUrl) {
			this.defaults.baseUrl(baseUrl);
			return this;
		}

		/**
		 * The project that the workloads belong to.
		 * @param project the project's slug
		 * @return this builder
		 */
		public Builder project(@Nullable String project) {
			this.defaults.project(project);
			return this;
		}

		/**
		 * The key of workloads that have none of their own.
		 * @param apiKey a data key
		 * @return this builder
		 * @throws ConfigurationException if it cannot be sent
		 */
		public Builder apiKey(String apiKey) {
			return apiKey(WorkloadKey.parse(null, apiKey));
		}

		/**
		 * The key of workloads that have none of their own.
		 * @param apiKey a data key
		 * @return this builder
		 */
		public Builder apiKey(ApiKey apiKey) {
			this.defaults.apiKey(apiKey);
			return this;
		}

		/**
		 * Settings of all workloads that have none of their own.
		 * @param settings changes the settings
		 * @return this builder
		 */
		public Builder defaults(Consumer<WorkloadSettings.Builder> settings) {
			settings.accept(this.defaults);
			return this;
		}

		/**
		 * Configure a workload.
		 * @param workload its name, which is its slug unless that is set
		 * @param settings fills in what differs from the defaults
		 * @return this builder
		 */
		public Builder workload(String workload, Consumer<WorkloadSettings.Builder> settings) {
			WorkloadSettings.Builder builder = WorkloadSettings.builder();
			settings.accept(builder);
			this.workloads.put(workload, builder.build());
			return this;
		}

		/**
		 * Configure workloads that are known only at run time, when they are first asked
		 * for.
		 * @param settings is given the slug, and fills in what differs from the defaults
		 * @return this builder
		 */
		public Builder otherWorkloads(BiConsumer<String, WorkloadSettings.Builder> settings) {
			this.others = settings;
			return this;
		}

		/**
		 * How long calls may take.
		 * @param timeouts the time-outs of workloads that have none of their own
		 * @return this builder
		 */
		public Builder timeouts(Timeouts timeouts) {
			this.defaults.timeouts(timeouts);
			return this;
		}

		/**
		 * How failed calls are repeated.
		 * @param retry the settings of workloads that have none of their own
		 * @return this builder
		 */
		public Builder retry(RetrySettings retry) {
			this.defaults.retry(retry);
			return this;
		}

		/**
		 * What the {@code WebClient} of all workloads is made from. By default, each
		 * workload has one with a pool of connections of its own, which is closed with
		 * this client.
		 * @param webClientBuilder is copied
		 * @return this builder
		 */
		public Builder webClientBuilder(WebClient.Builder webClientBuilder) {
			WebClient.Builder copy = webClientBuilder.clone();
			this.defaults.webClientBuilder(copy::clone);
			return this;
		}

		/**
		 * Writes the values of extra request fields, and reads {@code raw()} answers and
		 * objects that a model generates.
		 * @param jsonMapper the mapper, by default Jackson's shared one
		 * @return this builder
		 */
		public Builder jsonMapper(JsonMapper jsonMapper) {
			this.jsonMapper = jsonMapper;
			return this;
		}

		/**
		 * Validates objects that a model generates. If something is wrong with one, the
		 * model is told and asked once more.
		 * @param objectCheck returns what is wrong, in clauses that a model can act on;
		 * by default nothing. Spring Boot's {@code Validator} is used in an application
		 * that has one.
		 * @return this builder
		 */
		public Builder objectCheck(Function<Object, List<String>> objectCheck) {
			this.objectCheck = objectCheck;
			return this;
		}

		/**
		 * Whether keys may be sent over plain {@code http} to other machines.
		 * @param allowInsecureHttp {@code true} to allow it, by default {@code false}
		 * @return this builder
		 */
		public Builder allowInsecureHttp(boolean allowInsecureHttp) {
			this.allowInsecureHttp = allowInsecureHttp;
			return this;
		}

		/**
		 * Who observes calls, for metrics and traces.
		 * @param observationRegistry the registry, by default none
		 * @return this builder
		 */
		public Builder observationRegistry(ObservationRegistry observationRegistry) {
			this.observationRegistry = observationRegistry;
			return this;
		}

		/**
		 * Names and keys of observations.
		 * @param convention the convention, by default the GenAI conventions of
		 * OpenTelemetry
		 * @return this builder
		 */
		public Builder observationConvention(@Nullable CallObservationConvention convention) {
			this.observationConvention = convention;
			return this;
		}

		/**
		 * Names and keys of the observations of tools.
		 * @param convention the convention, by default the GenAI conventions of
		 * OpenTelemetry
		 * @return this builder
		 */
		public Builder toolObservationConvention(@Nullable ToolObservationConvention convention) {
			this.toolObservationConvention = convention;
			return this;
		}

		/**
		 * Where prompts and answers may be shown.
		 * @param content the settings, by default nowhere
		 * @return this builder
		 */
		public Builder content(ContentSettings content) {
			this.content = content;
			return this;
		}

		/**
		 * Build the client.
		 * @return a new client
		 * @throws ConfigurationException if a configured workload cannot work
		 */
		public DataClient build() {
			return new DataClient(this);
		}

	}

}
