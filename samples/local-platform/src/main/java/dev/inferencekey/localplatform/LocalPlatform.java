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

package dev.inferencekey.localplatform;

import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import dev.inferencekey.credential.ApiKey;
import reactor.netty.resources.LoopResources;

/**
 * The InferenceKey platform on this machine: it serves the wire contract over HTTP, with
 * keys, scopes and every error, and answers with a model that runs on the CPU. It needs
 * no Spring application around it.
 * <p>
 * It is ready when {@link #start()} returns; the model is loaded when it is first asked,
 * unless {@link Builder#preload()} was called. {@link #close()} ends every thread and
 * connection.
 */
public final class LocalPlatform implements AutoCloseable {

	private static final Duration PATIENCE = Duration.ofSeconds(5);

	private final String host;

	private final String project;

	private final List<Workload> workloads;

	private final KeyRing keys = new KeyRing();

	private final Map<String, ApiKey> workloadKeys = new ConcurrentHashMap<>();

	private final ApiKey controlToken;

	private final LoopResources loops = LoopResources.create("local-platform-http", 2, true);

	private final WorkloadHandlers handlers;

	private final PlatformServer server;

	private LocalPlatform(Builder builder) {
		this.host = builder.host;
		this.project = builder.project;
		this.workloads = List.copyOf(builder.workloads.values());
		builder.keys.forEach(this.keys::accept);
		this.controlToken = builder.keys.keySet()
			.stream()
			.filter(ApiKey::isControlToken)
			.findFirst()
			.orElseGet(() -> this.keys.issueControlToken(this.project));
		this.handlers = new WorkloadHandlers(this.project, builder.tokenDelay, this.loops);
		try {
			this.server = PlatformServer.start(this.host, builder.port, routes(builder.engine), this.loops);
		}
		catch (RuntimeException ex) {
			release();
			throw ex;
		}
		if (builder.preload) {
			this.handlers.preload();
		}
	}

	private Routes routes(boolean engine) {
		Map<String, Workload> bySlug = new LinkedHashMap<>();
		this.workloads.forEach((workload) -> bySlug.put(workload.slug(), workload));
		return new Routes(new Gatekeeper(this.keys, this.project, bySlug), new ModelsHandler(this.project),
				new HealthHandler(this.handlers.ready()), this.handlers.create(this.workloads),
				engine ? bySlug : Map.of());
	}

	/**
	 * Start with the default workloads on a random port of the loopback interface.
	 * @return the running platform
	 */
	public static LocalPlatform start() {
		return builder().start();
	}

	/**
	 * Begin to describe a platform.
	 * @return a builder with the defaults
	 */
	public static Builder builder() {
		return new Builder();
	}

	/**
	 * Where the platform is, as {@code INFERENCEKEY_BASE_URL} wants it.
	 * @return a URL without a slash at its end
	 */
	public String baseUrl() {
		boolean everyInterface = this.host.equals("0.0.0.0") || this.host.equals("::");
		String reachable = everyInterface ? "127.0.0.1" : this.host;
		return "http://" + (reachable.contains(":") ? "[" + reachable + "]" : reachable) + ":" + port();
	}

	/**
	 * The port that the platform listens on.
	 * @return the port
	 */
	public int port() {
		return this.server.port();
	}

	/**
	 * The project that the workloads belong to.
	 * @return the project's slug
	 */
	public String project() {
		return this.project;
	}

	/**
	 * The workloads that are served.
	 * @return the workloads, in the order in which they were configured
	 */
	public List<Workload> workloads() {
		return this.workloads;
	}

	/**
	 * The data key of one workload, generated when first asked for. A workload that is
	 * not there has a key too, so that the platform itself says that it is not.
	 * @param workload the workload's slug
	 * @return a key that opens this workload only, the same one each time
	 * @throws IllegalArgumentException if this is not a valid slug
	 */
	public ApiKey apiKey(String workload) {
		return this.workloadKeys.computeIfAbsent(workload, (slug) -> issueKey(this.project + "/" + slug));
	}

	/**
	 * Generate a further data key.
	 * @param scopes what it opens, such as {@code acme/support-bot} or {@code acme/*}
	 * @return the key
	 * @throws IllegalArgumentException if a scope is malformed or there is none
	 */
	public ApiKey issueKey(String... scopes) {
		return this.keys.issue(Builder.scopes(scopes));
	}

	/**
	 * The control token of the project, which no data route accepts.
	 * @return the token
	 */
	public ApiKey controlToken() {
		return this.controlToken;
	}

	/**
	 * Stop accepting a credential. A request that has been admitted is still answered.
	 * @param key the credential; an unknown one is accepted
	 */
	public void revoke(ApiKey key) {
		this.keys.revoke(key);
	}

	/**
	 * Stop listening, cut what is still being answered, and end every thread and
	 * connection.
	 */
	@Override
	public void close() {
		this.server.close();
		release();
	}

	private void release() {
		this.handlers.close();
		this.loops.disposeLater(Duration.ZERO, PATIENCE).block();
	}

	/**
	 * Describes a platform before it starts.
	 */
	public static final class Builder {

		private String host = "127.0.0.1";

		private int port;

		private String project = "acme";

		private final Map<String, Workload> workloads = new LinkedHashMap<>();

		private final Map<ApiKey, List<Scope>> keys = new LinkedHashMap<>();

		private Duration tokenDelay = Duration.ZERO;

		private boolean preload;

		private boolean engine;

		private Builder() {
			workload(Workload.chat("support-bot"));
			workload(Workload.embeddings("embedder"));
			workload(Workload.rerank("reranker"));
		}

		/**
		 * The address to listen on.
		 * @param host a host name or address, {@code 127.0.0.1} by default
		 * @return this
		 */
		public Builder host(String host) {
			this.host = host;
			return this;
		}

		/**
		 * The port to listen on.
		 * @param port the port; 0, the default, takes any that is free
		 * @return this
		 */
		public Builder port(int port) {
			this.port = port;
			return this;
		}

		/**
		 * The project that the workloads belong to.
		 * @param project a slug, {@code acme} by default
		 * @return this
		 * @throws IllegalArgumentException if this is not a valid slug
		 */
		public Builder project(String project) {
			this.project = Slug.require("project slug", project);
			return this;
		}

		/**
		 * Add a workload to the default ones, {@code support-bot}, {@code embedder} and
		 * {@code reranker}, or replace the one of the same slug.
		 * @param workload the workload
		 * @return this
		 */
		public Builder workload(Workload workload) {
			this.workloads.put(workload.slug(), workload);
			return this;
		}

		/**
		 * Accept a data key that was made elsewhere.
		 * @param key {@code ik_live_}, 8 hexadecimal digits, {@code _} and 64 more
		 * @param scopes what it opens, such as {@code acme/*}
		 * @return this
		 * @throws IllegalArgumentException if this is not a data key, or a scope is
		 * malformed, or there is none
		 */
		public Builder apiKey(ApiKey key, String... scopes) {
			if (!key.isDataKey()) {
				throw new IllegalArgumentException(key + " is not a data key, which starts with " + ApiKey.DATA_PREFIX);
			}
			this.keys.put(key, scopes(scopes));
			return this;
		}

		/**
		 * Use a control token that was made elsewhere instead of generating one.
		 * @param token {@code ik_sdk_}, 8 hexadecimal digits, {@code _} and 64 more
		 * @return this
		 * @throws IllegalArgumentException if this is not a control token
		 */
		public Builder controlToken(ApiKey token) {
			if (!token.isControlToken()) {
				throw new IllegalArgumentException(
						token + " is not a control token, which starts with " + ApiKey.CONTROL_PREFIX);
			}
			this.keys.put(token, List.of());
			return this;
		}

		/**
		 * Wait before each token of a streamed answer, so that a person sees it arrive.
		 * @param delay the time between two tokens, none by default
		 * @return this
		 */
		public Builder tokenDelay(Duration delay) {
			this.tokenDelay = delay;
			return this;
		}

		/**
		 * Load the model in the background at once, not with the first request.
		 * @return this
		 */
		public Builder preload() {
			this.preload = true;
			return this;
		}

		/**
		 * Serve the workloads at {@code /v1} as well, without a key and by their slugs as
		 * names of models, as engines such as Ollama and vLLM do.
		 * @return this
		 */
		public Builder engine() {
			this.engine = true;
			return this;
		}

		/**
		 * Start the platform.
		 * @return the running platform
		 * @throws IllegalArgumentException if a key is not of the platform's shape or a
		 * document has no passages
		 * @throws java.io.UncheckedIOException if a document cannot be read
		 */
		public LocalPlatform start() {
			return new LocalPlatform(this);
		}

		private static List<Scope> scopes(String... scopes) {
			if (scopes.length == 0) {
				throw new IllegalArgumentException("a data key needs a scope, such as acme/support-bot or acme/*");
			}
			return Arrays.stream(scopes).map(Scope::parse).toList();
		}

	}

}
