package dev.inferencekey.localplatform;

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

	private final Gatekeeper gatekeeper;

	private final ModelsHandler models;

	private final Map<String, HandlerFunction<ServerResponse>> handlers;

	/**
	 * Create the routes.
	 * @param gatekeeper decides who may call what
	 * @param models answers which model a workload has
	 * @param handlers what serves the task of a workload, by the workload's slug
	 */
	Routes(Gatekeeper gatekeeper, ModelsHandler models, Map<String, HandlerFunction<ServerResponse>> handlers) {
		this.gatekeeper = gatekeeper;
		this.models = models;
		this.handlers = Map.copyOf(handlers);
	}

	RouterFunction<ServerResponse> routerFunction() {
		return RouterFunctions.route()
			.path("/endpoint/{project}/{workload}", this::dataPlane)
			.path("/api", this::controlPlane)
			.route(RequestPredicates.all(), Routes::unknownRoute)
			.filter(this.gatekeeper::authenticate)
			.build();
	}

	private void dataPlane(RouterFunctions.Builder routes) {
		for (Task task : Task.values()) {
			routes.POST(task.path(), (request) -> serve(task, request));
			routes.route(RequestPredicates.path(task.path()), (request) -> methodNotAllowed(HttpMethod.POST));
		}
		routes.GET(MODELS, this.models);
		routes.route(RequestPredicates.path(MODELS), (request) -> methodNotAllowed(HttpMethod.GET));
		routes.route(RequestPredicates.all(), Routes::unknownRoute);
		routes.filter(this.gatekeeper::authorizeData);
	}

	private void controlPlane(RouterFunctions.Builder routes) {
		routes.route(RequestPredicates.all(), Routes::unknownRoute);
		routes.filter(this.gatekeeper::authorizeControl);
	}

	private Mono<ServerResponse> serve(Task task, ServerRequest request) {
		Workload workload = Gatekeeper.workload(request);
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
