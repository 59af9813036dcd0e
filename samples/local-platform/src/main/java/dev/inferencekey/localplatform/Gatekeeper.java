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

import dev.inferencekey.localplatform.KeyRing.Grant;
import reactor.core.publisher.Mono;

import org.springframework.http.HttpHeaders;
import org.springframework.web.reactive.function.server.HandlerFunction;
import org.springframework.web.reactive.function.server.ServerRequest;
import org.springframework.web.reactive.function.server.ServerResponse;

/**
 * Decides who may call what, in the order of the wire contract: 401 for a credential that
 * is missing, unknown or revoked, 403 for one of the wrong kind, project or scope, and
 * only then 404 for a workload that is not there.
 */
final class Gatekeeper {

	private static final String BEARER = "bearer ";

	private static final String GRANT = Gatekeeper.class.getName() + ".grant";

	private static final String WORKLOAD = Gatekeeper.class.getName() + ".workload";

	private final KeyRing keys;

	private final String project;

	private final Map<String, Workload> workloads;

	Gatekeeper(KeyRing keys, String project, Map<String, Workload> workloads) {
		this.keys = keys;
		this.project = project;
		this.workloads = workloads;
	}

	/**
	 * Every route asks for a known credential, even those that are not there.
	 */
	Mono<ServerResponse> authenticate(ServerRequest request, HandlerFunction<ServerResponse> next) {
		List<String> authorization = request.headers().header(HttpHeaders.AUTHORIZATION);
		if (authorization.isEmpty() || authorization.get(0).isBlank()) {
			throw RequestFailure.unauthenticated("missing_credential",
					"send 'Authorization: Bearer' and a key of the project");
		}
		String value = authorization.get(0);
		Grant grant = value.regionMatches(true, 0, BEARER, 0, BEARER.length())
				? this.keys.find(value.substring(BEARER.length()).strip()) : null;
		if (grant == null || authorization.size() > 1) {
			throw RequestFailure.unauthenticated("invalid_credential", "the credential is unknown or revoked");
		}
		request.attributes().put(GRANT, grant);
		return next.handle(request);
	}

	Mono<ServerResponse> authorizeData(ServerRequest request, HandlerFunction<ServerResponse> next) {
		Grant grant = grant(request);
		String project = request.pathVariable("project");
		String slug = request.pathVariable("workload");
		if (!grant.key().isDataKey()) {
			throw RequestFailure.forbidden("wrong_credential_type",
					"inference needs a data key (ik_live_), this is a control token");
		}
		if (!grant.knowsProject(project)) {
			throw RequestFailure.forbidden("project_scope_mismatch", "the key belongs to another project");
		}
		if (!grant.covers(project, slug)) {
			throw RequestFailure.forbidden("scope_insufficient", "the key is not scoped to this workload");
		}
		Workload workload = this.project.equals(project) ? this.workloads.get(slug) : null;
		if (workload == null) {
			throw RequestFailure.notFound("workload_not_found",
					"there is no workload " + slug + " in project " + project);
		}
		request.attributes().put(WORKLOAD, workload);
		return next.handle(request);
	}

	Mono<ServerResponse> authorizeControl(ServerRequest request, HandlerFunction<ServerResponse> next) {
		if (!grant(request).key().isControlToken()) {
			throw RequestFailure.forbidden("wrong_credential_type",
					"the control plane needs a control token (ik_sdk_), this is a data key");
		}
		return next.handle(request);
	}

	static Workload workload(ServerRequest request) {
		return (Workload) request.attribute(WORKLOAD).orElseThrow();
	}

	private static Grant grant(ServerRequest request) {
		return (Grant) request.attribute(GRANT).orElseThrow();
	}

}
