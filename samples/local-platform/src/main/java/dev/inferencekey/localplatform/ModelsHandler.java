package dev.inferencekey.localplatform;

import java.time.Instant;
import java.util.Collection;
import java.util.List;

import reactor.core.publisher.Mono;

import org.springframework.web.reactive.function.server.HandlerFunction;
import org.springframework.web.reactive.function.server.ServerRequest;
import org.springframework.web.reactive.function.server.ServerResponse;

/**
 * {@code GET /v1/models}: the one model of a workload, which is its slug. Cheap enough to
 * ask whether the workload is there.
 */
final class ModelsHandler implements HandlerFunction<ServerResponse> {

	private final String project;

	private final long created = Instant.now().getEpochSecond();

	ModelsHandler(String project) {
		this.project = project;
	}

	@Override
	public Mono<ServerResponse> handle(ServerRequest request) {
		return list(List.of(Gatekeeper.workload(request)));
	}

	Mono<ServerResponse> list(Collection<Workload> workloads) {
		List<Model> models = workloads.stream()
			.map((workload) -> new Model(workload.slug(), "model", this.created, this.project))
			.toList();
		return ServerResponse.ok().bodyValue(new Models("list", models));
	}

	private record Models(String object, List<Model> data) {

	}

	private record Model(String id, String object, long created, String ownedBy) {

	}

}
