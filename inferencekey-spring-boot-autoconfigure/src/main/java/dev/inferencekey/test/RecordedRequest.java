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

package dev.inferencekey.test;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

import dev.inferencekey.text.ChatMessage;
import org.assertj.core.api.AssertProvider;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * A request that came to the scripted platform.
 */
public final class RecordedRequest implements AssertProvider<RecordedRequestAssert> {

	private final String method;

	private final String workload;

	private final String path;

	private final Map<String, String> headers;

	private final JsonNode body;

	private final CompletableFuture<End> end = new CompletableFuture<>();

	RecordedRequest(String method, String workload, String path, Map<String, String> headers, JsonNode body) {
		this.method = method;
		this.workload = workload;
		this.path = path;
		this.headers = headers;
		this.body = body;
	}

	/**
	 * The HTTP method.
	 * @return the method, such as {@code POST}
	 */
	public String method() {
		return this.method;
	}

	/**
	 * The workload that was asked.
	 * @return the name, the key of the map {@code inferencekey.workloads}
	 */
	public String workload() {
		return this.workload;
	}

	/**
	 * What was asked for, such as {@code /chat/completions}.
	 * @return the path below {@code /v1}, or below the workload for what does not stand
	 * there
	 */
	public String path() {
		return this.path;
	}

	/**
	 * A header of the request.
	 * @param name the name in any case
	 * @return the value, or {@code null} if there is none
	 */
	public @Nullable String header(String name) {
		return this.headers.get(name);
	}

	/**
	 * The body as it was sent.
	 * @return the JSON, a missing node if there was none or another kind of body
	 */
	public JsonNode body() {
		return this.body;
	}

	/**
	 * The messages of a chat, with their parts, tool calls and tool results.
	 * @return the messages in their order; empty if this is not a chat request
	 */
	public List<ChatMessage> messages() {
		return RecordedMessages.read(this.body);
	}

	/**
	 * Whether a stream was asked for.
	 * @return {@code true} for a stream
	 */
	public boolean isStreamed() {
		return this.body.path("stream").asBoolean(false);
	}

	/**
	 * Called by AssertJ's {@code assertThat}.
	 * @return assertions on this request
	 */
	@Override
	public RecordedRequestAssert assertThat() {
		return new RecordedRequestAssert(this);
	}

	List<String> texts(String field) {
		JsonNode value = this.body.path(field);
		if (value.isString()) {
			return List.of(value.asString());
		}
		List<String> texts = new ArrayList<>();
		value.forEach((text) -> texts.add(text.asString("")));
		return texts;
	}

	void ended(End end) {
		this.end.complete(end);
	}

	@Nullable End endWithin(Duration time) {
		try {
			return this.end.get(time.toMillis(), TimeUnit.MILLISECONDS);
		}
		catch (TimeoutException ex) {
			return null;
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			return null;
		}
		catch (ExecutionException ex) {
			throw new IllegalStateException(ex);
		}
	}

	// Without headers: one of them may hold a key.
	@Override
	public String toString() {
		return this.method + " " + this.path + " to workload \"" + this.workload + "\": " + this.body;
	}

	/**
	 * How the answer ended.
	 */
	enum End {

		ANSWERED("the whole answer was sent"), CUT("the platform cut the answer"), ABANDONED("it left");

		private final String description;

		End(String description) {
			this.description = description;
		}

		String description() {
			return this.description;
		}

	}

}
