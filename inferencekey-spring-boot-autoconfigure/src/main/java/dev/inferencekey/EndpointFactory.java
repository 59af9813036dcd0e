package dev.inferencekey;

import java.time.Clock;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

import dev.inferencekey.credential.ApiKey;
import dev.inferencekey.credential.KeySource;
import dev.inferencekey.error.ConfigurationException;
import dev.inferencekey.error.FailureOrigin;
import dev.inferencekey.error.PermissionCode;
import dev.inferencekey.error.PermissionDeniedException;
import dev.inferencekey.observation.BoundedNames;
import dev.inferencekey.observation.CallObservationConvention;
import dev.inferencekey.observation.CallObservations;
import dev.inferencekey.observation.CallTarget;
import dev.inferencekey.observation.ActivityRecorder;
import dev.inferencekey.operation.Json;
import dev.inferencekey.resilience.CircuitBreaker;
import dev.inferencekey.resilience.ConcurrencySettings;
import dev.inferencekey.resilience.RetrySettings;
import dev.inferencekey.resilience.ShutdownGate;
import dev.inferencekey.resilience.Timeouts;
import dev.inferencekey.text.TextRequest;
import dev.inferencekey.transport.CallScheduling;
import dev.inferencekey.transport.ConnectionPools;
import dev.inferencekey.transport.ContentSettings;
import dev.inferencekey.transport.ObserverFailures;
import dev.inferencekey.transport.Transport;
import dev.inferencekey.transport.WorkloadAddress;
import io.micrometer.observation.ObservationRegistry;
import org.jspecify.annotations.Nullable;

import org.springframework.util.function.SingletonSupplier;
import org.springframework.web.reactive.function.client.WebClient;

/**
 * Makes the endpoint of a workload out of settings that are merged already, and refuses
 * what cannot work.
 */
final class EndpointFactory {

	private static final TextRequest NO_DEFAULTS = TextRequest.builder().build();

	// Their names may come from anywhere; more would be too many series of metrics.
	private static final int MAX_OTHERS = 100;

	private static final CallTarget OTHER = new CallTarget(BoundedNames.OTHER, BoundedNames.OTHER, BoundedNames.OTHER,
			BoundedNames.OTHER, 0);

	// The pool of workloads that are not configured.
	private static final String OTHERS = "_other";

	// Models that a target may name in metrics.
	private static final int MAX_MODELS = 10;

	private final Json json;

	private final boolean allowInsecureHttp;

	private final ShutdownGate gate = new ShutdownGate();

	// One client for all workloads whose settings name the same builder.
	private final Map<Supplier<WebClient.Builder>, Supplier<WebClient>> webClients = new ConcurrentHashMap<>();

	// Those of workloads whose settings name none.
	private final Map<String, Supplier<WebClient>> ownWebClients = new ConcurrentHashMap<>();

	private final ConnectionPools pools = new ConnectionPools();

	private final CallScheduling scheduling = new CallScheduling(this.gate);

	private final ObservationRegistry observationRegistry;

	private final @Nullable CallObservationConvention convention;

	private final ContentSettings content;

	private final ObserverFailures observerFailures = new ObserverFailures();

	private final Set<CallTarget> others = ConcurrentHashMap.newKeySet();

	// By target and not by endpoint, since there may be an endpoint for each key.
	private final Map<CallTarget, BoundedNames> models = new ConcurrentHashMap<>();

	EndpointFactory(DataClient.Builder builder, WorkloadSettings defaults) {
		keep(defaults.webClientBuilder());
		this.json = new Json(builder.jsonMapper);
		this.allowInsecureHttp = builder.allowInsecureHttp;
		this.observationRegistry = builder.observationRegistry;
		this.convention = builder.observationConvention;
		this.content = builder.content;
	}

	CompletionStage<Void> shutdown() {
		return this.gate.close();
	}

	void resume() {
		this.gate.reopen();
	}

	void close() {
		this.gate.end();
		// Connections are the last to go, so that each call is told why it ends.
		shutdown().thenRun(() -> {
			this.pools.close();
			this.scheduling.close();
		});
	}

	/**
	 * Make an endpoint.
	 * @param workload the name of the workload
	 * @param configured whether it is one of the configured ones, of which there are few
	 * @param settings what is set for it
	 * @return the endpoint
	 */
	BlockingEndpoint create(String workload, boolean configured, WorkloadSettings settings) {
		WorkloadAddress address = address(workload, settings);
		KeySource keys = safe(Objects.requireNonNullElseGet(settings.keys(), () -> KeySource.fixed(null)), address);
		checkKey(workload, keys.current(workload), settings);
		TextRequest textDefaults = settings.textDefaults();
		String model = model(workload, settings);
		CallTarget target = target(workload, configured, model, (settings.url() == null) ? settings.project() : null,
				address);
		Transport.Telemetry telemetry = new Transport.Telemetry(
				new CallObservations(this.observationRegistry, this.convention, target,
						this.models.computeIfAbsent(target, (any) -> new BoundedNames(MAX_MODELS))),
				new ActivityRecorder(Clock.systemUTC()), this.content, this.observerFailures);
		Transport transport = new Transport(workload, model, address, keys,
				webClient(configured ? workload : OTHERS, settings), this.json, resilience(settings), telemetry);
		return new BlockingEndpoint(
				new TransportEndpoint(transport, (textDefaults != null) ? textDefaults : NO_DEFAULTS));
	}

	private CallTarget target(String workload, boolean configured, String model, @Nullable String project,
			WorkloadAddress address) {
		CallTarget target = new CallTarget(workload, project, model, address.host(), address.port());
		if (configured || this.others.contains(target)) {
			return target;
		}
		synchronized (this.others) {
			// All of it and not each of its names, which could be combined without end.
			return (this.others.size() < MAX_OTHERS && this.others.add(target)) || this.others.contains(target) ? target
					: OTHER;
		}
	}

	private Transport.Resilience resilience(WorkloadSettings settings) {
		return new Transport.Resilience(Objects.requireNonNullElse(settings.timeouts(), Timeouts.DEFAULTS),
				Objects.requireNonNullElse(settings.retry(), RetrySettings.DEFAULTS),
				Objects.requireNonNullElse(settings.concurrency(), ConcurrencySettings.DEFAULTS),
				Objects.requireNonNullElse(settings.circuitBreaker(), CircuitBreaker.NONE), this.gate, this.scheduling);
	}

	private static String model(String workload, WorkloadSettings settings) {
		String model = settings.model();
		return (model != null) ? model : slug(workload, settings);
	}

	private static String slug(String workload, WorkloadSettings settings) {
		String slug = settings.slug();
		return (slug != null) ? slug : workload;
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

	private static void checkKey(String workload, @Nullable ApiKey key, WorkloadSettings settings) {
		boolean onPlatform = settings.url() == null;
		if (onPlatform && key == null) {
			throw new ConfigurationException(workload, "No ik_live_ key for workload \"" + workload + "\".",
					"Set inferencekey.workloads." + workload
							+ ".api-key, or inferencekey.api-key (environment variable INFERENCEKEY_API_KEY) for all workloads.");
		}
		if (onPlatform && key != null && key.isControlToken()) {
			throw new PermissionDeniedException(PermissionCode.WRONG_CREDENTIAL_TYPE, "the key " + key
					+ " of workload \"" + workload
					+ "\" is a control token, which no data route accepts. Nothing was sent. Set inferencekey.workloads."
					+ workload + ".api-key to a data key, which starts with ik_live_.", FailureOrigin.local(workload));
		}
		if (onPlatform && key != null && !key.isDataKey()) {
			throw new ConfigurationException(workload, "The key of workload \"" + workload + "\" is no data key.",
					"Set inferencekey.workloads." + workload + ".api-key to a key that starts with ik_live_.");
		}
	}

	// Asked for each request, since a source may have a key only later.
	private KeySource safe(KeySource keys, WorkloadAddress address) {
		if (!address.isInsecure() || this.allowInsecureHttp) {
			return keys;
		}
		return new KeySource() {

			@Override
			public @Nullable ApiKey current(String workload) {
				ApiKey key = keys.current(workload);
				if (key != null) {
					throw new ConfigurationException(workload,
							"The key of workload \"" + workload + "\" would be sent unencrypted to " + address + ".",
							"Use https, or set inferencekey.allow-insecure-http=true if the network is trusted.");
				}
				return null;
			}

			@Override
			public boolean renew(String workload, @Nullable ApiKey refused) {
				return keys.renew(workload, refused);
			}

		};
	}

	private Supplier<WebClient> webClient(String pool, WorkloadSettings settings) {
		Supplier<WebClient.Builder> builder = settings.webClientBuilder();
		if (builder == null) {
			return this.ownWebClients.computeIfAbsent(pool, (name) -> SingletonSupplier
				.of(() -> this.pools.webClient(name).observationRegistry(this.observationRegistry).build()));
		}
		if (!pool.equals(OTHERS)) {
			keep(builder);
		}
		Supplier<WebClient> kept = this.webClients.get(builder);
		return (kept != null) ? kept : client(builder);
	}

	// Not those that are made for workloads that are not configured: there is no end to
	// them.
	private void keep(@Nullable Supplier<WebClient.Builder> builder) {
		if (builder != null) {
			this.webClients.computeIfAbsent(builder, EndpointFactory::client);
		}
	}

	// A builder of the application brings its own registry, if it is to have one.
	private static Supplier<WebClient> client(Supplier<WebClient.Builder> builder) {
		return SingletonSupplier.of(() -> builder.get().build());
	}

	/**
	 * Read a key that was given as text.
	 * @param workload the workload concerned, {@code null} for none in particular
	 * @param value the text
	 * @return the key
	 * @throws ConfigurationException if it cannot be sent in a header
	 */
	static ApiKey parse(@Nullable String workload, String value) {
		try {
			return ApiKey.of(value);
		}
		catch (IllegalArgumentException ex) {
			throw new ConfigurationException(workload,
					"The key" + ((workload != null) ? " of workload \"" + workload + "\"" : "") + " is not valid: "
							+ ex.getMessage() + ".",
					"Use a data key, which starts with ik_live_ and has no blanks in it.");
		}
	}

}
