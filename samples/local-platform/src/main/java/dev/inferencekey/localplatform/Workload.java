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

import java.net.URI;
import java.util.List;

import dev.inferencekey.credential.ApiKey;
import org.jspecify.annotations.Nullable;

/**
 * One workload of the local platform: a slug, the task it serves, and what serves it. A
 * workload is served by the model of this machine unless it forwards.
 *
 * @param slug the name in the address, lower case letters, digits and dashes
 * @param task the task
 * @param documents where a chat workload finds its passages, as Spring resource
 * locations; Markdown, one passage below each {@code ##} heading
 * @param forwardUrl the base of an OpenAI-compatible server such as
 * {@code http://localhost:11434/v1} that gets every request as it is, or {@code null}
 * @param forwardKey the key for that server, or {@code null} to send none
 */
public record Workload(String slug, Task task, List<String> documents, @Nullable URI forwardUrl,
		@Nullable ApiKey forwardKey) {

	/**
	 * The support handbook of {@code acme}, in English and in Spanish.
	 */
	static final List<String> HANDBOOK = List.of("classpath:dev/inferencekey/localplatform/acme-handbook-en.md",
			"classpath:dev/inferencekey/localplatform/acme-handbook-es.md");

	/**
	 * Check the slug and the address.
	 * @param slug the name in the address
	 * @param task the task
	 * @param documents where a chat workload finds its passages
	 * @param forwardUrl the base of the server to forward to, or {@code null}
	 * @param forwardKey the key for that server, or {@code null}
	 * @throws IllegalArgumentException if the slug is none, if a chat workload has
	 * neither documents nor an address to forward to, or if that address is not absolute
	 */
	public Workload {
		Slug.require("workload slug", slug);
		documents = List.copyOf(documents);
		if (forwardUrl != null && !isHttp(forwardUrl)) {
			throw new IllegalArgumentException(
					"workload " + slug + ": the URL to forward to must start with http:// or https://");
		}
		if (task == Task.CHAT && forwardUrl == null && documents.isEmpty()) {
			throw new IllegalArgumentException(
					"workload " + slug + ": a chat workload needs documents or a URL to forward to");
		}
	}

	/**
	 * A chat workload that answers from the support handbook of {@code acme}.
	 * @param slug the name in the address
	 * @return the workload
	 */
	public static Workload chat(String slug) {
		return chat(slug, HANDBOOK);
	}

	/**
	 * A chat workload that answers from documents of your own.
	 * @param slug the name in the address
	 * @param documents Spring resource locations of Markdown files
	 * @return the workload
	 */
	public static Workload chat(String slug, List<String> documents) {
		return new Workload(slug, Task.CHAT, documents, null, null);
	}

	/**
	 * An embeddings workload.
	 * @param slug the name in the address
	 * @return the workload
	 */
	public static Workload embeddings(String slug) {
		return new Workload(slug, Task.EMBEDDINGS, List.of(), null, null);
	}

	/**
	 * A rerank workload.
	 * @param slug the name in the address
	 * @return the workload
	 */
	public static Workload rerank(String slug) {
		return new Workload(slug, Task.RERANK, List.of(), null, null);
	}

	/**
	 * A workload that forwards its requests, as they are, to an OpenAI-compatible server.
	 * @param slug the name in the address
	 * @param task the task
	 * @param forwardUrl the server's base, such as {@code http://localhost:11434/v1}
	 * @param forwardKey the server's key, or {@code null} to send none
	 * @return the workload
	 */
	public static Workload forward(String slug, Task task, URI forwardUrl, @Nullable ApiKey forwardKey) {
		return new Workload(slug, task, List.of(), forwardUrl, forwardKey);
	}

	private static boolean isHttp(URI url) {
		return url.getHost() != null
				&& ("http".equalsIgnoreCase(url.getScheme()) || "https".equalsIgnoreCase(url.getScheme()));
	}

}
