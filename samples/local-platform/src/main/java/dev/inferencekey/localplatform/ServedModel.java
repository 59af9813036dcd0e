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

import tools.jackson.databind.JsonNode;

/**
 * The one model of a workload, and the names that a request may call it by.
 *
 * @param slug the workload's slug
 * @param name the model's own name, which every answer reports
 */
record ServedModel(String slug, String name) {

	private static final String DEFAULT = "default";

	/**
	 * The model of a workload. That of a workload that forwards has no name here, since
	 * the other server knows it.
	 */
	static ServedModel of(String project, Workload workload) {
		String slug = workload.slug();
		if (workload.forwardUrl() != null) {
			return new ServedModel(slug, slug);
		}
		return new ServedModel(slug, switch (workload.task()) {
			case CHAT -> (workload.documents().equals(Workload.HANDBOOK) ? "acme-handbook" : project + "-" + slug)
					+ "-extractive-minilm-l6-v2-q";
			case EMBEDDINGS -> MiniLm.NAME;
			case RERANK -> MiniLm.NAME + "-cosine";
		});
	}

	boolean isCalled(String model) {
		return model.equals(this.slug) || model.equals(this.name) || model.equals(DEFAULT);
	}

	/**
	 * Refuse a request for another model. A request may leave the model out.
	 */
	void check(RequestBody body) {
		JsonNode model = body.get("model");
		if (model == null) {
			return;
		}
		if (!model.isString()) {
			throw RequestFailure.invalid("model", "'model' must be a string");
		}
		if (!isCalled(model.stringValue())) {
			throw RequestFailure.modelNotAvailable("workload " + this.slug + " has no such model; use '" + this.slug
					+ "', '" + this.name + "', '" + DEFAULT + "', or leave 'model' out");
		}
	}

}
