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

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;

import dev.inferencekey.credential.ApiKey;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Calls a platform over HTTP, with nothing between the test and the wire.
 */
final class Caller {

	private final HttpClient client = HttpClient.newHttpClient();

	private final String baseUrl;

	Caller(String baseUrl) {
		this.baseUrl = baseUrl;
	}

	Answer post(String path, @Nullable ApiKey key, String body) {
		return send("POST", path, (key != null) ? "Bearer " + key.reveal() : null, body);
	}

	Answer get(String path, ApiKey key) {
		return send("GET", path, "Bearer " + key.reveal(), "");
	}

	Answer send(String method, String path, @Nullable String authorization, String body) {
		HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(this.baseUrl + path))
			.timeout(Duration.ofSeconds(30))
			.header("Content-Type", "application/json")
			.method(method, body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(body));
		if (authorization != null) {
			request.header("Authorization", authorization);
		}
		try {
			return new Answer(this.client.send(request.build(), BodyHandlers.ofString()));
		}
		catch (IOException ex) {
			throw new IllegalStateException(ex);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new IllegalStateException(ex);
		}
	}

	record Answer(HttpResponse<String> response) {

		int status() {
			return this.response.statusCode();
		}

		String body() {
			return this.response.body();
		}

		@Nullable String header(String name) {
			return this.response.headers().firstValue(name).orElse(null);
		}

		JsonNode json() {
			return Json.MAPPER.readTree(body());
		}

		@Nullable String errorCode() {
			return json().at("/error/code").asString();
		}

		/**
		 * The data of the events, the last of which is {@code [DONE]}.
		 */
		List<String> events() {
			return body().lines().filter((line) -> !line.isEmpty()).map((line) -> {
				if (!line.startsWith("data: ")) {
					throw new AssertionError("not an event: " + line);
				}
				return line.substring("data: ".length());
			}).toList();
		}

		/**
		 * The events before {@code [DONE]}.
		 */
		List<JsonNode> chunks() {
			List<String> events = events();
			return events.subList(0, events.size() - 1).stream().map((event) -> Json.MAPPER.readTree(event)).toList();
		}

	}

}
