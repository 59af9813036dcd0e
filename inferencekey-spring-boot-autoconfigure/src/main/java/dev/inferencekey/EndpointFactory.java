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

import java.time.Clock;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;

import dev.inferencekey.credential.KeySource;
import dev.inferencekey.embedding.Base64Negotiation;
import dev.inferencekey.error.ConfigurationException;
import dev.inferencekey.observation.CallObservationConvention;
import dev.inferencekey.observation.CallObservations;
import dev.inferencekey.observation.CallTarget;
import dev.inferencekey.observation.ActivityRecorder;
import dev.inferencekey.observation.ToolObservations;
import dev.inferencekey.operation.Json;
import dev.inferencekey.resilience.CircuitBreaker;
import dev.inferencekey.resilience.ConcurrencySettings;
import dev.inferencekey.resilience.RetrySettings;
import dev.inferencekey.resilience.Timeouts;
import dev.inferencekey.text.ObjectOperations;
import dev.inferencekey.text.TextOperations;
import dev.inferencekey.text.TextRequest;
import dev.inferencekey.transport.Transport;
import dev.inferencekey.transport.TransportResources;
import dev.inferencekey.transport.TransportSettings;
import dev.inferencekey.transport.WorkloadAddress;
import dev.inferencekey.transport.WorkloadTarget;
import io.micrometer.observation.ObservationRegistry;
import org.jspecify.annotations.Nullable;

/**
 * Makes the endpoint of a workload from settings that are merged already.
 */
final class EndpointFactory {

	private static final TextRequest NO_DEFAULTS = TextRequest.builder().build();

	private final boolean allowInsecureHttp;

	private final WebClients webClients;

	private final TransportResources resources;

	private final Function<String, ObjectOperations> objects;

	private final ObservationRegistry observationRegistry;

	private final @Nullable CallObservationConvention convention;

	private final ToolObservations toolObservations;

	private final CallTargets targets = new CallTargets();

	private final WorkloadSettings defaults;

	EndpointFactory(DataClient.Builder builder, WorkloadSettings defaults) {
		this.webClients = new WebClients(builder.observationRegistry);
		this.defaults = defaults;
		this.webClients.keep(defaults.webClientBuilder());
		this.allowInsecureHttp = builder.allowInsecureHttp;
		this.observationRegistry = builder.observationRegistry;
		this.objects = ObjectOperations.of(builder.jsonMapper, builder.objectCheck);
		this.convention = builder.observationConvention;
		this.toolObservations = ToolObservations.of(builder.observationRegistry, builder.toolObservationConvention);
		this.resources = new TransportResources(new Json(builder.jsonMapper), builder.content);
	}

	CompletionStage<Void> shutdown() {
		return this.resources.gate().close();
	}

	void resume() {
		this.resources.gate().reopen();
	}

	void close() {
		this.resources.close();
		// Connections are the last to go, so that each call is told why it ends.
		shutdown().thenRun(this.webClients::close);
	}

	/**
	 * Make an endpoint.
	 * @param workload the name of the workload
	 * @param configured whether it is one of the configured ones, of which there are few
	 * @param own what is set for it, over what is set for all
	 * @return the endpoint
	 */
	BlockingEndpoint create(String workload, boolean configured, WorkloadSettings own) {
		WorkloadSettings settings = own.orElse(this.defaults);
		WorkloadKey.refuseAsName(workload, settings);
		WorkloadAddress address = address(workload, settings);
		KeySource keys = Objects.requireNonNullElseGet(settings.keys(), () -> KeySource.fixed(null));
		if (address.isInsecure() && !this.allowInsecureHttp) {
			keys = WorkloadKey.refusing(keys, address);
		}
		WorkloadKey.check(workload, keys.current(workload), address);
		String model = Objects.requireNonNullElseGet(settings.model(), () -> slug(workload, settings));
		TransportSettings transport = TransportSettings
			.builder(target(workload, address, own, settings), model,
					observations(workload, configured, model, address, settings),
					new ActivityRecorder(Clock.systemUTC()))
			.keys(keys)
			.webClient(this.webClients.of(configured ? workload : null, settings.webClientBuilder()))
			.timeouts(Objects.requireNonNullElse(settings.timeouts(), Timeouts.DEFAULTS))
			.retry(Objects.requireNonNullElse(settings.retry(), RetrySettings.DEFAULTS))
			.concurrency(Objects.requireNonNullElse(settings.concurrency(), ConcurrencySettings.DEFAULTS))
			.circuitBreaker(Objects.requireNonNullElse(settings.circuitBreaker(), CircuitBreaker.NONE))
			.build();
		TextRequest textDefaults = settings.textDefaults();
		Transport pipeline = new Transport(transport, this.resources);
		return new BlockingEndpoint(new TransportEndpoint(pipeline, (textDefaults != null) ? textDefaults : NO_DEFAULTS,
				TextOperations.DEFAULTS.withRequireFinishReason(!Boolean.FALSE.equals(settings.requireFinishReason()))
					.withThinkTags(Boolean.TRUE.equals(settings.thinkTags())),
				embeds(pipeline, settings), this.toolObservations, this.objects.apply(workload)));
	}

	private static EmbedBatches embeds(Transport transport, WorkloadSettings settings) {
		ConcurrencySettings concurrency = Objects
			.requireNonNullElse(settings.concurrency(), ConcurrencySettings.DEFAULTS)
			.orElse(ConcurrencySettings.DEFAULTS);
		int batches = Objects.requireNonNullElse(settings.maxConcurrentBatches(), EmbedBatches.DEFAULT_CONCURRENCY);
		return new EmbedBatches(transport, new Base64Negotiation(settings.encodingFormat()),
				Objects.requireNonNullElse(settings.embedBatchSize(), EmbedBatches.DEFAULT_SIZE),
				Math.min(batches, Objects.requireNonNull(concurrency.maxInFlight())));
	}

	private CallObservations observations(String workload, boolean configured, String model, WorkloadAddress address,
			WorkloadSettings settings) {
		String project = address.isOnPlatform() ? settings.project() : null;
		CallTarget target = this.targets.shown(
				CallTarget.of(workload, model).withProject(project).withServer(address.host(), address.port()),
				configured);
		return CallObservations.of(this.observationRegistry, this.convention, target, this.targets.models(target));
	}

	private static WorkloadTarget target(String workload, WorkloadAddress address, WorkloadSettings own,
			WorkloadSettings settings) {
		WorkloadTarget target = new WorkloadTarget(workload, address).withOwnSettings(own.names());
		List<String> headers = settings.requestIdHeaders();
		return (headers != null) ? target.withRequestIdHeaders(headers) : target;
	}

	private static WorkloadAddress address(String workload, WorkloadSettings settings) {
		String url = settings.url();
		if (url != null) {
			return WorkloadAddress.at(workload, url);
		}
		String project = settings.project();
		if (project == null || project.isBlank()) {
			throw new ConfigurationException(workload, "No project configured for workload \"" + workload + "\".",
					"Set inferencekey.project or the environment variable INFERENCEKEY_PROJECT.");
		}
		String baseUrl = Objects.requireNonNullElse(settings.baseUrl(), DataClient.DEFAULT_BASE_URL);
		return WorkloadAddress.onPlatform(workload, baseUrl, project, slug(workload, settings));
	}

	private static String slug(String workload, WorkloadSettings settings) {
		return Objects.requireNonNullElse(settings.slug(), workload);
	}

}
