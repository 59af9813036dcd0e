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

package dev.inferencekey;

import java.util.List;
import java.util.function.Consumer;

import dev.inferencekey.embedding.EmbedRequest;
import dev.inferencekey.embedding.EmbedResult;
import dev.inferencekey.rerank.RerankRequest;
import dev.inferencekey.rerank.RerankResult;
import dev.inferencekey.text.ObjectResult;
import dev.inferencekey.text.TextRequest;
import dev.inferencekey.text.TextResult;
import dev.inferencekey.text.TextStream;

import org.springframework.core.ParameterizedTypeReference;

/**
 * One workload, called in blocking style. Thread-safe; made for virtual threads as much
 * as for platform threads.
 * <p>
 * Every call throws one of the exceptions of {@code dev.inferencekey.error}:
 * {@link dev.inferencekey.error.ValidationException} for a bad request,
 * {@link dev.inferencekey.error.AuthException} for status 401,
 * {@link dev.inferencekey.error.PermissionDeniedException} for 403, and
 * {@link dev.inferencekey.error.ApiException} or one of its subclasses for all else. On a
 * thread that must not block, such as one of Reactor's event loops, it throws
 * {@link IllegalStateException}; use {@link #reactive()} there.
 */
public interface Endpoint {

	/**
	 * The workload.
	 * @return its slug
	 */
	String workload();

	/**
	 * Generate text.
	 * @param prompt what the user says, not blank
	 * @return the whole text
	 */
	default TextResult generateText(String prompt) {
		return generateText(TextRequest.of(prompt));
	}

	/**
	 * Generate text.
	 * @param request what to generate from and how
	 * @return the whole text
	 */
	TextResult generateText(TextRequest request);

	/**
	 * Generate text.
	 * @param request fills in what to generate from and how
	 * @return the whole text
	 */
	default TextResult generateText(Consumer<TextRequest.Builder> request) {
		return generateText(TextRequest.of(request));
	}

	/**
	 * Generate text and read it as it comes. Waits until the workload accepts the call,
	 * so that a refusal is thrown here and not while reading.
	 * @param prompt what the user says, not blank
	 * @return the text in chunks, to be closed unless read to its end
	 */
	default TextStream generateTextStream(String prompt) {
		return generateTextStream(TextRequest.of(prompt));
	}

	/**
	 * Generate text and read it as it comes. Waits until the workload accepts the call,
	 * so that a refusal is thrown here and not while reading.
	 * @param request what to generate from and how
	 * @return the text in chunks, to be closed unless read to its end
	 */
	TextStream generateTextStream(TextRequest request);

	/**
	 * Generate text and read it as it comes. Waits until the workload accepts the call,
	 * so that a refusal is thrown here and not while reading.
	 * @param request fills in what to generate from and how
	 * @return the text in chunks, to be closed unless read to its end
	 */
	default TextStream generateTextStream(Consumer<TextRequest.Builder> request) {
		return generateTextStream(TextRequest.of(request));
	}

	/**
	 * Generate an object.
	 * @param type the type of the object, such as a record
	 * @param prompt what the user says, not blank
	 * @param <T> the type of the object
	 * @return the object, and the answer it was read from
	 */
	default <T> ObjectResult<T> generateObject(Class<T> type, String prompt) {
		return generateObject(type, TextRequest.of(prompt));
	}

	/**
	 * Generate an object.
	 * @param type the type of the object, such as a record
	 * @param request what to generate from and how; its response format is replaced
	 * @param <T> the type of the object
	 * @return the object, and the answer it was read from
	 */
	default <T> ObjectResult<T> generateObject(Class<T> type, TextRequest request) {
		return generateObject(ParameterizedTypeReference.forType(type), request);
	}

	/**
	 * Generate an object.
	 * @param type the type of the object, such as a record
	 * @param request fills in what to generate from and how
	 * @param <T> the type of the object
	 * @return the object, and the answer it was read from
	 */
	default <T> ObjectResult<T> generateObject(Class<T> type, Consumer<TextRequest.Builder> request) {
		return generateObject(type, TextRequest.of(request));
	}

	/**
	 * Generate an object of a generic type.
	 * @param type the type of the object, such as a list of records
	 * @param prompt what the user says, not blank
	 * @param <T> the type of the object
	 * @return the object, and the answer it was read from
	 */
	default <T> ObjectResult<T> generateObject(ParameterizedTypeReference<T> type, String prompt) {
		return generateObject(type, TextRequest.of(prompt));
	}

	/**
	 * Generate an object of a generic type.
	 * @param type the type of the object, such as a list of records
	 * @param request fills in what to generate from and how
	 * @param <T> the type of the object
	 * @return the object, and the answer it was read from
	 */
	default <T> ObjectResult<T> generateObject(ParameterizedTypeReference<T> type,
			Consumer<TextRequest.Builder> request) {
		return generateObject(type, TextRequest.of(request));
	}

	/**
	 * Generate an object of a generic type. The workload is asked for JSON that follows
	 * the schema of the type, in the strictest way that it supports. If the answer does
	 * not fit, the model is told why and asked once more.
	 * @param type the type of the object, such as a list of records
	 * @param request what to generate from and how; its response format is replaced
	 * @param <T> the type of the object
	 * @return the object, and the answer it was read from
	 * @throws dev.inferencekey.error.UnusableAnswerException if the model refuses, the
	 * answer is cut off, or it does not fit after its repair; {@code text()} has the
	 * answer
	 */
	<T> ObjectResult<T> generateObject(ParameterizedTypeReference<T> type, TextRequest request);

	/**
	 * Turn texts into vectors.
	 * @param input the texts, at least one
	 * @return one vector for each text, in the same order
	 */
	default EmbedResult embed(String... input) {
		return embed(List.of(input));
	}

	/**
	 * Turn texts into vectors.
	 * @param input the texts, at least one
	 * @return one vector for each text, in the same order
	 */
	default EmbedResult embed(List<String> input) {
		return embed(EmbedRequest.of(input));
	}

	/**
	 * Turn texts into vectors. More texts than the batch size are sent in several
	 * requests, a few of them at the same time; each is observed, retried and limited as
	 * a call of its own. A batch that the server finds too large is halved. The first
	 * failure cancels the other requests, and its message says which texts it is about.
	 * @param request the texts, and what the vectors should be like
	 * @return one vector for each text, in the same order
	 */
	EmbedResult embed(EmbedRequest request);

	/**
	 * Turn texts into vectors.
	 * @param request fills in the texts, and what the vectors should be like
	 * @return one vector for each text, in the same order
	 */
	default EmbedResult embed(Consumer<EmbedRequest.Builder> request) {
		EmbedRequest.Builder builder = EmbedRequest.builder();
		request.accept(builder);
		return embed(builder.build());
	}

	/**
	 * Order documents by their relevance to a query.
	 * @param query what the documents should answer, not blank
	 * @param documents the documents, at least one
	 * @return all documents, the most relevant first
	 */
	default RerankResult rerank(String query, List<String> documents) {
		return rerank(RerankRequest.of(query, documents));
	}

	/**
	 * Order documents by their relevance to a query.
	 * @param request the query, the documents, and how many to return
	 * @return the documents, the most relevant first
	 */
	RerankResult rerank(RerankRequest request);

	/**
	 * Order documents by their relevance to a query.
	 * @param request fills in the query, the documents, and how many to return
	 * @return the documents, the most relevant first
	 */
	default RerankResult rerank(Consumer<RerankRequest.Builder> request) {
		RerankRequest.Builder builder = RerankRequest.builder();
		request.accept(builder);
		return rerank(builder.build());
	}

	/**
	 * The same workload, called in reactive style.
	 * @return the reactive face
	 */
	ReactiveEndpoint reactive();

}
