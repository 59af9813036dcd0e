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

package dev.inferencekey.transport;

import java.util.function.Supplier;

import dev.inferencekey.credential.KeySource;
import dev.inferencekey.observation.CallObservations;
import dev.inferencekey.observation.ActivityRecorder;
import dev.inferencekey.resilience.CircuitBreaker;
import dev.inferencekey.resilience.ConcurrencySettings;
import dev.inferencekey.resilience.RetrySettings;
import dev.inferencekey.resilience.Timeouts;

import org.springframework.web.reactive.function.client.WebClient;

/**
 * What the pipeline of one workload is made from. Immutable.
 */
public final class TransportSettings {

	private final WorkloadTarget target;

	private final String model;

	private final KeySource keys;

	private final Supplier<WebClient> webClient;

	private final CallObservations observations;

	private final ActivityRecorder activity;

	private final Timeouts timeouts;

	private final RetrySettings retry;

	private final ConcurrencySettings concurrency;

	private final CircuitBreaker circuitBreaker;

	private TransportSettings(Builder builder) {
		this.target = builder.target;
		this.model = builder.model;
		this.keys = builder.keys;
		this.webClient = builder.webClient;
		this.observations = builder.observations;
		this.activity = builder.activity;
		this.timeouts = builder.timeouts;
		this.retry = builder.retry;
		this.concurrency = builder.concurrency;
		this.circuitBreaker = builder.circuitBreaker;
	}

	/**
	 * Start to build settings.
	 * @param target what is called
	 * @param model the value of the field {@code model} of requests
	 * @param observations observes calls
	 * @param activity counts calls
	 * @return a new builder
	 */
	public static Builder builder(WorkloadTarget target, String model, CallObservations observations,
			ActivityRecorder activity) {
		return new Builder(target, model, observations, activity);
	}

	WorkloadTarget target() {
		return this.target;
	}

	String model() {
		return this.model;
	}

	KeySource keys() {
		return this.keys;
	}

	Supplier<WebClient> webClient() {
		return this.webClient;
	}

	CallObservations observations() {
		return this.observations;
	}

	ActivityRecorder activity() {
		return this.activity;
	}

	Timeouts timeouts() {
		return this.timeouts;
	}

	RetrySettings retry() {
		return this.retry;
	}

	ConcurrencySettings concurrency() {
		return this.concurrency;
	}

	CircuitBreaker circuitBreaker() {
		return this.circuitBreaker;
	}

	/**
	 * Builds {@link TransportSettings}. Not thread-safe.
	 */
	public static final class Builder {

		private final WorkloadTarget target;

		private final String model;

		private KeySource keys = KeySource.fixed(null);

		private Supplier<WebClient> webClient = WebClient::create;

		private final CallObservations observations;

		private final ActivityRecorder activity;

		private Timeouts timeouts = Timeouts.DEFAULTS;

		private RetrySettings retry = RetrySettings.DEFAULTS;

		private ConcurrencySettings concurrency = ConcurrencySettings.DEFAULTS;

		private CircuitBreaker circuitBreaker = CircuitBreaker.NONE;

		private Builder(WorkloadTarget target, String model, CallObservations observations, ActivityRecorder activity) {
			this.target = target;
			this.model = model;
			this.observations = observations;
			this.activity = activity;
		}

		/**
		 * Set where the key comes from.
		 * @param keys is asked once for each call, and again when a key is refused
		 * @return this builder
		 */
		public Builder keys(KeySource keys) {
			this.keys = keys;
			return this;
		}

		/**
		 * Set the client that carries the bytes.
		 * @param webClient gives the client when it is first needed
		 * @return this builder
		 */
		public Builder webClient(Supplier<WebClient> webClient) {
			this.webClient = webClient;
			return this;
		}

		/**
		 * Set how long calls may take.
		 * @param timeouts the settings; gaps are filled by the defaults
		 * @return this builder
		 */
		public Builder timeouts(Timeouts timeouts) {
			this.timeouts = timeouts;
			return this;
		}

		/**
		 * Set how failed calls are retried.
		 * @param retry the settings; gaps are filled by the defaults
		 * @return this builder
		 */
		public Builder retry(RetrySettings retry) {
			this.retry = retry;
			return this;
		}

		/**
		 * Set how many calls may be under way.
		 * @param concurrency the settings; gaps are filled by the defaults
		 * @return this builder
		 */
		public Builder concurrency(ConcurrencySettings concurrency) {
			this.concurrency = concurrency;
			return this;
		}

		/**
		 * Set the circuit breaker.
		 * @param circuitBreaker is asked before each attempt
		 * @return this builder
		 */
		public Builder circuitBreaker(CircuitBreaker circuitBreaker) {
			this.circuitBreaker = circuitBreaker;
			return this;
		}

		/**
		 * Build the settings.
		 * @return immutable settings
		 */
		public TransportSettings build() {
			return new TransportSettings(this);
		}

	}

}
