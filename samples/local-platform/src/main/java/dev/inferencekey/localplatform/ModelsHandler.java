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

import java.time.Instant;
import java.util.Collection;
import java.util.List;

import reactor.core.publisher.Mono;

import org.springframework.web.reactive.function.server.HandlerFunction;
import org.springframework.web.reactive.function.server.ServerRequest;
import org.springframework.web.reactive.function.server.ServerResponse;

/**
 * {@code GET /v1/models} and {@code GET /v1/models/{model}}: the one model of a workload,
 * which is its slug. Cheap enough to ask whether the workload is there.
 */
final class ModelsHandler implements HandlerFunction<ServerResponse> {

	private final String project;

	private final long created = Instant.now().getEpochSecond();

	ModelsHandler(String project) {
		this.project = project;
	}

	/**
	 * Answer for the model of a workload by any of its names.
	 */
	@Override
	public Mono<ServerResponse> handle(ServerRequest request) {
		Workload workload = Gatekeeper.workload(request);
		String model = request.pathVariable("model");
		if (!ServedModel.of(this.project, workload).isCalled(model)) {
			throw RequestFailure.modelNotFound(model);
		}
		return one(workload);
	}

	Mono<ServerResponse> one(Workload workload) {
		return ServerResponse.ok().bodyValue(model(workload));
	}

	Mono<ServerResponse> list(Collection<Workload> workloads) {
		return ServerResponse.ok().bodyValue(new Models("list", workloads.stream().map(this::model).toList()));
	}

	private Model model(Workload workload) {
		return new Model(workload.slug(), "model", this.created, this.project);
	}

	private record Models(String object, List<Model> data) {

	}

	private record Model(String id, String object, long created, String ownedBy) {

	}

}
