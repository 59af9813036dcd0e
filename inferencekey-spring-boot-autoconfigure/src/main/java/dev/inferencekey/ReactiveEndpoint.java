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
import dev.inferencekey.text.TextChunk;
import dev.inferencekey.text.TextRequest;
import dev.inferencekey.text.TextResult;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import org.springframework.core.ParameterizedTypeReference;

/**
 * One workload, called in reactive style. Nothing is sent before the subscription, each
 * subscription is a call of its own, and cancelling one closes its connection, so that
 * the workload stops working on it. Errors are signalled as the exceptions of
 * {@code dev.inferencekey.error}, as described at {@link Endpoint}.
 */
public interface ReactiveEndpoint {

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
	default Mono<TextResult> generateText(String prompt) {
		return generateText(TextRequest.of(prompt));
	}

	/**
	 * Generate text.
	 * @param request what to generate from and how
	 * @return the whole text
	 */
	Mono<TextResult> generateText(TextRequest request);

	/**
	 * Generate text.
	 * @param request fills in what to generate from and how
	 * @return the whole text
	 */
	default Mono<TextResult> generateText(Consumer<TextRequest.Builder> request) {
		return generateText(TextRequest.of(request));
	}

	/**
	 * Generate text and hand it on as it comes, at the pace of the subscriber.
	 * @param prompt what the user says, not blank
	 * @return the text in chunks
	 */
	default Flux<TextChunk> generateTextStream(String prompt) {
		return generateTextStream(TextRequest.of(prompt));
	}

	/**
	 * Generate text and hand it on as it comes, at the pace of the subscriber.
	 * @param request what to generate from and how
	 * @return the text in chunks
	 */
	Flux<TextChunk> generateTextStream(TextRequest request);

	/**
	 * Generate text and hand it on as it comes, at the pace of the subscriber.
	 * @param request fills in what to generate from and how
	 * @return the text in chunks
	 */
	default Flux<TextChunk> generateTextStream(Consumer<TextRequest.Builder> request) {
		return generateTextStream(TextRequest.of(request));
	}

	/**
	 * Generate an object.
	 * @param type the type of the object, such as a record
	 * @param prompt what the user says, not blank
	 * @param <T> the type of the object
	 * @return the object, and the answer it was read from
	 */
	default <T> Mono<ObjectResult<T>> generateObject(Class<T> type, String prompt) {
		return generateObject(type, TextRequest.of(prompt));
	}

	/**
	 * Generate an object.
	 * @param type the type of the object, such as a record
	 * @param request what to generate from and how; its response format is replaced
	 * @param <T> the type of the object
	 * @return the object, and the answer it was read from
	 */
	default <T> Mono<ObjectResult<T>> generateObject(Class<T> type, TextRequest request) {
		return generateObject(ParameterizedTypeReference.forType(type), request);
	}

	/**
	 * Generate an object.
	 * @param type the type of the object, such as a record
	 * @param request fills in what to generate from and how
	 * @param <T> the type of the object
	 * @return the object, and the answer it was read from
	 */
	default <T> Mono<ObjectResult<T>> generateObject(Class<T> type, Consumer<TextRequest.Builder> request) {
		return generateObject(type, TextRequest.of(request));
	}

	/**
	 * Generate an object of a generic type.
	 * @param type the type of the object, such as a list of records
	 * @param prompt what the user says, not blank
	 * @param <T> the type of the object
	 * @return the object, and the answer it was read from
	 */
	default <T> Mono<ObjectResult<T>> generateObject(ParameterizedTypeReference<T> type, String prompt) {
		return generateObject(type, TextRequest.of(prompt));
	}

	/**
	 * Generate an object of a generic type.
	 * @param type the type of the object, such as a list of records
	 * @param request fills in what to generate from and how
	 * @param <T> the type of the object
	 * @return the object, and the answer it was read from
	 */
	default <T> Mono<ObjectResult<T>> generateObject(ParameterizedTypeReference<T> type,
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
	<T> Mono<ObjectResult<T>> generateObject(ParameterizedTypeReference<T> type, TextRequest request);

	/**
	 * Generate the elements of a list, and emit each as soon as it is complete. The
	 * workload is asked for JSON in the strictest way that it supports. Nothing is
	 * repaired, since elements may have been emitted already: an element that does not
	 * fit, or a list that is cut off, is an error after the elements before.
	 * @param element the type of an element, such as a record
	 * @param request what to generate from and how; its response format is replaced
	 * @param <T> the type of an element
	 * @return the elements in their order
	 * @throws dev.inferencekey.error.UnusableAnswerException if the model refuses, the
	 * answer is cut off, or an element does not fit; {@code text()} has the answer so far
	 */
	<T> Flux<T> generateObjects(Class<T> element, TextRequest request);

	/**
	 * Generate the elements of a list, and emit each as soon as it is complete.
	 * @param element the type of an element, such as a record
	 * @param request fills in what to generate from and how
	 * @param <T> the type of an element
	 * @return the elements in their order
	 */
	default <T> Flux<T> generateObjects(Class<T> element, Consumer<TextRequest.Builder> request) {
		return generateObjects(element, TextRequest.of(request));
	}

	/**
	 * Turn texts into vectors.
	 * @param input the texts, at least one
	 * @return one vector for each text, in the same order
	 */
	default Mono<EmbedResult> embed(String... input) {
		return embed(List.of(input));
	}

	/**
	 * Turn texts into vectors.
	 * @param input the texts, at least one
	 * @return one vector for each text, in the same order
	 */
	default Mono<EmbedResult> embed(List<String> input) {
		return embed(EmbedRequest.of(input));
	}

	/**
	 * Turn texts into vectors. More texts than the batch size are sent in several
	 * requests, as described at {@link Endpoint#embed(EmbedRequest)}.
	 * @param request the texts, and what the vectors should be like
	 * @return one vector for each text, in the same order
	 */
	Mono<EmbedResult> embed(EmbedRequest request);

	/**
	 * Turn texts into vectors.
	 * @param request fills in the texts, and what the vectors should be like
	 * @return one vector for each text, in the same order
	 */
	default Mono<EmbedResult> embed(Consumer<EmbedRequest.Builder> request) {
		EmbedRequest.Builder builder = EmbedRequest.builder();
		request.accept(builder);
		return embed(builder.build());
	}

	/**
	 * Turn more texts into vectors than fit in memory. Texts are asked for as vectors are
	 * read, at most as many at a time as {@code embedding.max-concurrent-batches}
	 * requests take. The first failure cancels the requests that are under way, and its
	 * message says which texts it is about.
	 * @param input the texts, perhaps none
	 * @return one vector for each text, in the same order
	 */
	Flux<float[]> embedAll(Publisher<String> input);

	/**
	 * Turn more texts into vectors than fit in memory, as {@link #embedAll(Publisher)}
	 * does.
	 * @param input the texts, perhaps none; iterated as vectors are read, on the threads
	 * of the client, so that it must not block
	 * @return one vector for each text, in the same order
	 */
	default Flux<float[]> embedAll(Iterable<String> input) {
		return embedAll(Flux.fromIterable(input));
	}

	/**
	 * Order documents by their relevance to a query.
	 * @param query what the documents should answer, not blank
	 * @param documents the documents, at least one
	 * @return all documents, the most relevant first
	 */
	default Mono<RerankResult> rerank(String query, List<String> documents) {
		return rerank(RerankRequest.of(query, documents));
	}

	/**
	 * Order documents by their relevance to a query.
	 * @param request the query, the documents, and how many to return
	 * @return the documents, the most relevant first
	 */
	Mono<RerankResult> rerank(RerankRequest request);

	/**
	 * Order documents by their relevance to a query.
	 * @param request fills in the query, the documents, and how many to return
	 * @return the documents, the most relevant first
	 */
	default Mono<RerankResult> rerank(Consumer<RerankRequest.Builder> request) {
		RerankRequest.Builder builder = RerankRequest.builder();
		request.accept(builder);
		return rerank(builder.build());
	}

}
