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

import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import reactor.core.Disposable;
import reactor.core.Disposables;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.netty.http.client.HttpClient;
import reactor.netty.resources.ConnectionProvider;
import reactor.netty.resources.LoopResources;

import org.springframework.core.io.DefaultResourceLoader;
import org.springframework.http.client.reactive.ReactorClientHttpConnector;
import org.springframework.web.reactive.function.client.WebClient;
import org.springframework.web.reactive.function.server.HandlerFunction;
import org.springframework.web.reactive.function.server.ServerResponse;

/**
 * Makes what serves each workload, and owns the model's threads and the connections of
 * the forwarding workloads.
 */
final class WorkloadHandlers implements AutoCloseable {

	private static final Duration FOREVER = Duration.ofMillis(Long.MAX_VALUE);

	private static final Log logger = LogFactory.getLog(WorkloadHandlers.class);

	private final String project;

	private final Duration tokenDelay;

	private final ModelThreads threads = new ModelThreads();

	private final ConnectionProvider connections = ConnectionProvider.create("local-platform-forward");

	private final WebClient webClient;

	private final List<ExtractiveModel> models = new ArrayList<>();

	// A failure is not kept: MiniLm keeps that of the model itself.
	private final Mono<Void> ready = this.threads.compute((model) -> model)
		.thenMany(Flux.fromIterable(this.models).concatMap(ExtractiveModel::prepare))
		.then()
		.cache((loaded) -> FOREVER, (error) -> Duration.ZERO, () -> FOREVER);

	private Disposable preloading = Disposables.disposed();

	WorkloadHandlers(String project, Duration tokenDelay, LoopResources loops) {
		this.project = project;
		this.tokenDelay = tokenDelay;
		HttpClient httpClient = HttpClient.create(this.connections).runOn(loops);
		this.webClient = WebClient.builder().clientConnector(new ReactorClientHttpConnector(httpClient)).build();
	}

	/**
	 * Make the handlers.
	 * @param workloads the workloads
	 * @return a handler for each, by slug
	 * @throws IllegalArgumentException if a document has no passages
	 * @throws java.io.UncheckedIOException if a document cannot be read
	 */
	Map<String, HandlerFunction<ServerResponse>> create(List<Workload> workloads) {
		Map<String, HandlerFunction<ServerResponse>> handlers = new LinkedHashMap<>();
		workloads.forEach((workload) -> handlers.put(workload.slug(), create(workload)));
		return handlers;
	}

	private HandlerFunction<ServerResponse> create(Workload workload) {
		URI forwardUrl = workload.forwardUrl();
		if (forwardUrl != null) {
			return new ForwardHandler(workload, forwardUrl, this.webClient);
		}
		ServedModel model = ServedModel.of(this.project, workload);
		return switch (workload.task()) {
			case CHAT -> new ChatHandler(model, chatModel(model, workload.documents()), this.tokenDelay);
			case EMBEDDINGS -> new EmbeddingsHandler(model, new Embedder(this.threads));
			case RERANK -> new RerankHandler(model, new Embedder(this.threads));
		};
	}

	private ExtractiveModel chatModel(ServedModel served, List<String> documents) {
		List<Passage> passages = Passage.read(new DefaultResourceLoader(), documents);
		ExtractiveModel model = new ExtractiveModel(served.name(), passages, this.threads);
		this.models.add(model);
		return model;
	}

	/**
	 * Load the model and read the documents in the background.
	 */
	void preload() {
		this.preloading = this.ready.doOnError((error) -> logger.error(LoadFailure.describe(error), error))
			.onErrorComplete()
			.subscribe();
	}

	/**
	 * Completes when the model is loaded and the documents are read, which it sees to.
	 */
	Mono<Void> ready() {
		return this.ready;
	}

	@Override
	public void close() {
		this.preloading.dispose();
		this.threads.close();
		this.connections.dispose();
	}

}
