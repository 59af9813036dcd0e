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

import java.util.List;
import java.util.Map;

import reactor.core.publisher.Mono;

import org.springframework.http.HttpMethod;
import org.springframework.web.reactive.function.server.HandlerFunction;
import org.springframework.web.reactive.function.server.RequestPredicates;
import org.springframework.web.reactive.function.server.RouterFunction;
import org.springframework.web.reactive.function.server.RouterFunctions;
import org.springframework.web.reactive.function.server.ServerRequest;
import org.springframework.web.reactive.function.server.ServerResponse;

/**
 * The routes of the wire contract that this platform serves.
 */
final class Routes {

	private static final String MODELS = "/v1/models";

	private static final String MODEL = MODELS + "/{model}";

	private static final String HEALTH = "/health";

	private final Gatekeeper gatekeeper;

	private final ModelsHandler models;

	private final HealthHandler health;

	private final Map<String, HandlerFunction<ServerResponse>> handlers;

	private final Map<String, Workload> engine;

	/**
	 * Create the routes.
	 * @param gatekeeper decides who may call what
	 * @param models answers which model a workload has
	 * @param health answers whether the workloads can answer
	 * @param handlers what serves the task of a workload, by the workload's slug
	 * @param engine workloads that are also served as a bare engine serves its models, by
	 * their slugs
	 */
	Routes(Gatekeeper gatekeeper, ModelsHandler models, HealthHandler health,
			Map<String, HandlerFunction<ServerResponse>> handlers, Map<String, Workload> engine) {
		this.gatekeeper = gatekeeper;
		this.models = models;
		this.health = health;
		this.handlers = Map.copyOf(handlers);
		this.engine = Map.copyOf(engine);
	}

	RouterFunction<ServerResponse> routerFunction() {
		RouterFunction<ServerResponse> health = RouterFunctions.route(
				RequestPredicates.path(HEALTH).and(RequestPredicates.methods(HttpMethod.GET, HttpMethod.HEAD)),
				this.health);
		return health.and(this.engine.isEmpty() ? platform() : engine().and(platform()));
	}

	/**
	 * OpenAI's own routes, without a key, where the model of a request names the
	 * workload.
	 */
	private RouterFunction<ServerResponse> engine() {
		RouterFunctions.Builder routes = RouterFunctions.route();
		for (Task task : Task.values()) {
			routes.POST(task.path(),
					(request) -> RequestBody.of(request)
						.map((body) -> model(body.text("model")))
						.flatMap((workload) -> serve(task, workload, request)));
		}
		return routes.GET(MODELS, (request) -> this.models.list(this.engine.values()))
			.GET(MODEL, (request) -> this.models.one(model(request.pathVariable("model"))))
			.build();
	}

	private Workload model(String model) {
		Workload workload = this.engine.get(model);
		if (workload == null) {
			throw RequestFailure.modelNotFound(model);
		}
		return workload;
	}

	private RouterFunction<ServerResponse> platform() {
		return RouterFunctions.route()
			.path("/endpoint/{project}/{workload}", this::dataPlane)
			.path("/api", this::controlPlane)
			.route(RequestPredicates.all(), Routes::unknownRoute)
			.filter(this.gatekeeper::authenticate)
			.build();
	}

	private void dataPlane(RouterFunctions.Builder routes) {
		for (Task task : Task.values()) {
			routes.POST(task.path(), (request) -> serve(task, Gatekeeper.workload(request), request));
			routes.route(RequestPredicates.path(task.path()), (request) -> methodNotAllowed(HttpMethod.POST));
		}
		routes.GET(MODELS, (request) -> this.models.list(List.of(Gatekeeper.workload(request))));
		routes.GET(MODEL, this.models);
		for (String path : List.of(MODELS, MODEL)) {
			routes.route(RequestPredicates.path(path), (request) -> methodNotAllowed(HttpMethod.GET));
		}
		routes.route(RequestPredicates.all(), Routes::unknownRoute);
		routes.filter(this.gatekeeper::authorizeData);
	}

	private void controlPlane(RouterFunctions.Builder routes) {
		routes.route(RequestPredicates.all(), Routes::unknownRoute);
		routes.filter(this.gatekeeper::authorizeControl);
	}

	private Mono<ServerResponse> serve(Task task, Workload workload, ServerRequest request) {
		HandlerFunction<ServerResponse> handler = this.handlers.get(workload.slug());
		if (workload.task() != task || handler == null) {
			throw RequestFailure.wrongTask(workload);
		}
		return handler.handle(request);
	}

	private static Mono<ServerResponse> methodNotAllowed(HttpMethod allowed) {
		return Mono.error(RequestFailure.methodNotAllowed(allowed));
	}

	private static Mono<ServerResponse> unknownRoute(ServerRequest request) {
		return Mono.error(RequestFailure.notFound("route_not_found", "the local platform does not serve this route"));
	}

}
