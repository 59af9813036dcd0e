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

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Set;

import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import tools.jackson.databind.JsonNode;

import org.springframework.web.reactive.function.server.HandlerFunction;
import org.springframework.web.reactive.function.server.ServerRequest;
import org.springframework.web.reactive.function.server.ServerResponse;

/**
 * {@code POST /v1/embeddings}: vectors of length one, as numbers or as base64 of
 * little-endian floats.
 */
final class EmbeddingsHandler implements HandlerFunction<ServerResponse> {

	private static final int MAX_INPUTS = 2048;

	private static final Set<String> FIELDS = Set.of("model", "input", "dimensions", "encoding_format", "user");

	private final ServedModel model;

	private final Embedder embedder;

	EmbeddingsHandler(ServedModel model, Embedder embedder) {
		this.model = model;
		this.embedder = embedder;
	}

	@Override
	public Mono<ServerResponse> handle(ServerRequest request) {
		return RequestBody.of(request).map(this::read).flatMap(this::answer);
	}

	private Mono<ServerResponse> answer(EmbeddingsRequest request) {
		return this.embedder.embed("input", request.input()).flatMap((embedded) -> {
			List<Item> data = new ArrayList<>();
			for (int i = 0; i < embedded.vectors().size(); i++) {
				float[] vector = embedded.vectors().get(i);
				data.add(new Item("embedding", i, request.base64() ? base64(vector) : vector));
			}
			return ServerResponse.ok()
				.bodyValue(new Embeddings("list", data, this.model.name(), Usage.ofPrompt(embedded.tokens())));
		});
	}

	private static String base64(float[] vector) {
		ByteBuffer bytes = ByteBuffer.allocate(vector.length * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
		bytes.asFloatBuffer().put(vector);
		return Base64.getEncoder().encodeToString(bytes.array());
	}

	private EmbeddingsRequest read(RequestBody body) {
		this.model.check(body);
		body.refuseOthers(FIELDS);
		refuseTokens(body.get("input"));
		List<String> input = body.oneOrMore("input", MAX_INPUTS);
		Integer dimensions = body.integer("dimensions", 1, Integer.MAX_VALUE);
		if (dimensions != null && dimensions != MiniLm.DIMENSIONS) {
			throw RequestFailure.invalid("dimensions",
					"the model's vectors have " + MiniLm.DIMENSIONS + " dimensions and cannot be shortened");
		}
		String encoding = body.optionalText("encoding_format");
		if (encoding != null && !encoding.equals("float") && !encoding.equals("base64")) {
			throw RequestFailure.invalid("encoding_format", "'encoding_format' must be float or base64");
		}
		return new EmbeddingsRequest(input, "base64".equals(encoding));
	}

	/**
	 * Numbers are tokens of another model's vocabulary, which would give vectors of other
	 * texts.
	 */
	private static void refuseTokens(@Nullable JsonNode input) {
		JsonNode first = (input != null) ? input.path(0) : null;
		if (first != null && (first.isNumber() || first.path(0).isNumber())) {
			throw RequestFailure.unsupported("input", "the model reads text, not tokens: send 'input' as strings");
		}
	}

	private record EmbeddingsRequest(List<String> input, boolean base64) {

	}

	private record Embeddings(String object, List<Item> data, String model, Usage usage) {

	}

	private record Item(String object, int index, Object embedding) {

	}

}
