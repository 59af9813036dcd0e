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

package dev.inferencekey.samples.benchmarks;

import java.util.List;
import java.util.Map;

import reactor.core.publisher.Flux;
import reactor.netty.http.client.HttpClient;
import reactor.netty.resources.ConnectionProvider;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.core.ParameterizedTypeReference;
import org.springframework.http.MediaType;
import org.springframework.http.client.reactive.ReactorClientHttpConnector;
import org.springframework.http.codec.ServerSentEvent;
import org.springframework.web.reactive.function.client.WebClient;

/**
 * What a team writes without a library: {@code WebClient}, {@code ServerSentEvent} and
 * Jackson, with records for embeddings.
 */
final class WebClientByHand implements Client {

	private static final ParameterizedTypeReference<ServerSentEvent<String>> EVENT = new ParameterizedTypeReference<>() {
	};

	private final JsonMapper mapper = JsonMapper.shared();

	private final WebClient web;

	WebClientByHand(String address) {
		this.web = WebClient.builder()
			.baseUrl(address)
			.clientConnector(
					new ReactorClientHttpConnector(HttpClient.create(ConnectionProvider.create("hand", 10_000))))
			.codecs((codecs) -> codecs.defaultCodecs().maxInMemorySize(8 * 1024 * 1024))
			.defaultHeaders((headers) -> headers.setBearerAuth(Inputs.KEY))
			.build();
	}

	private static Map<String, Object> chat(String model, boolean stream) {
		return Map.of("model", model, "stream", stream, "messages",
				List.of(Map.of("role", "user", "content", Inputs.PROMPT)));
	}

	private Flux<String> texts(String model) {
		return this.web.post()
			.uri("/chat/completions")
			.accept(MediaType.TEXT_EVENT_STREAM)
			.bodyValue(chat(model, true))
			.retrieve()
			.bodyToFlux(EVENT)
			.mapNotNull(ServerSentEvent::data)
			.filter((data) -> !data.equals("[DONE]"))
			.map((data) -> text(this.mapper.readTree(data).path("choices").path(0).path("delta")));
	}

	private static String text(JsonNode delta) {
		JsonNode call = delta.path("tool_calls").path(0).path("function");
		return call.path("arguments").asString(delta.path("content").asString(""));
	}

	@Override
	public Runnable call(Work work) {
		return switch (work) {
			case UNARY -> () -> Client.check(this.web.post()
				.uri("/chat/completions")
				.bodyValue(chat("bench", false))
				.retrieve()
				.bodyToMono(JsonNode.class)
				.blockOptional()
				.orElseThrow()
				.path("choices")
				.path(0)
				.path("message")
				.path("content")
				.asString("")
				.length(), 400);
			case NUMBERS -> () -> Client.check(this.web.post()
				.uri("/embeddings")
				.bodyValue(Map.of("model", "bench", "input", Inputs.TEXTS))
				.retrieve()
				.bodyToMono(Embeddings.class)
				.blockOptional()
				.orElseThrow()
				.data()
				.get(Fixtures.VECTORS - 1)
				.embedding().length, Fixtures.DIMENSIONS);
			case BASE64 -> throw new UnsupportedOperationException();
			default -> () -> Client.check(
					texts(work.model()).reduce(0, (sum, text) -> sum + text.length()).blockOptional().orElse(0),
					Fixtures.CHARACTERS);
		};
	}

	@Override
	public Flux<String> paced() {
		return texts("paced");
	}

	record Embeddings(List<Vector> data) {
	}

	record Vector(int index, float[] embedding) {
	}

}
