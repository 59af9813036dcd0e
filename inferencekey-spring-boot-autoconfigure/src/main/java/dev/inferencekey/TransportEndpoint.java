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

import dev.inferencekey.embedding.EmbedRequest;
import dev.inferencekey.embedding.EmbedResult;
import dev.inferencekey.exchange.StreamListener;
import dev.inferencekey.observation.ToolObservations;
import dev.inferencekey.rerank.RerankOperation;
import dev.inferencekey.rerank.RerankRequest;
import dev.inferencekey.rerank.RerankResult;
import dev.inferencekey.text.ObjectOperations;
import dev.inferencekey.text.ObjectResult;
import dev.inferencekey.text.TextAccumulator;
import dev.inferencekey.text.TextChunk;
import dev.inferencekey.text.TextOperations;
import dev.inferencekey.text.TextRequest;
import dev.inferencekey.text.TextResult;
import dev.inferencekey.transport.Transport;
import dev.inferencekey.transport.WorkloadMonitor;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import org.springframework.core.ParameterizedTypeReference;

/**
 * The one implementation: operations over the pipeline of a workload.
 */
final class TransportEndpoint implements ReactiveEndpoint, ToolObservations.Source {

	private final Transport transport;

	private final TextRequest textDefaults;

	private final TextOperations text;

	private final EmbedBatches embeds;

	private final ToolObservations toolObservations;

	private final ObjectCalls objects;

	TransportEndpoint(Transport transport, TextRequest textDefaults, TextOperations text, EmbedBatches embeds,
			ToolObservations toolObservations, ObjectOperations objects) {
		this.transport = transport;
		this.text = text;
		this.textDefaults = textDefaults;
		this.embeds = embeds;
		this.toolObservations = toolObservations;
		this.objects = new ObjectCalls(transport, text, objects);
	}

	@Override
	public String workload() {
		return this.transport.workload();
	}

	@Override
	public Mono<TextResult> generateText(TextRequest request) {
		return this.transport.call(this.text.generate(), request.orElse(this.textDefaults));
	}

	@Override
	public Flux<TextChunk> generateTextStream(TextRequest request) {
		return this.transport.stream(this.text.stream(), request.orElse(this.textDefaults));
	}

	/**
	 * Generate text and tell of the course of the stream.
	 * @param request what to generate from and how
	 * @param accumulator puts the chunks together
	 * @param listener is told besides
	 * @return the text in chunks
	 */
	Flux<TextChunk> generateTextStream(TextRequest request, TextAccumulator accumulator, StreamListener listener) {
		return this.transport.rawStream(this.text.streamInto(accumulator), request.orElse(this.textDefaults), listener);
	}

	@Override
	public <T> Mono<ObjectResult<T>> generateObject(ParameterizedTypeReference<T> type, TextRequest request) {
		return this.objects.one(type, request.orElse(this.textDefaults));
	}

	@Override
	public <T> Flux<T> generateObjects(Class<T> element, TextRequest request) {
		return this.objects.elements(element, request.orElse(this.textDefaults));
	}

	@Override
	public Mono<EmbedResult> embed(EmbedRequest request) {
		return this.embeds.embed(request);
	}

	@Override
	public Flux<float[]> embedAll(Publisher<String> input) {
		return this.embeds.embedAll(input);
	}

	/**
	 * How the workload is doing.
	 * @return a view of the pipeline
	 */
	WorkloadMonitor monitor() {
		return this.transport.monitor();
	}

	@Override
	public Mono<RerankResult> rerank(RerankRequest request) {
		return this.transport.call(RerankOperation.RERANK, request);
	}

	@Override
	public ToolObservations toolObservations() {
		return this.toolObservations;
	}

	@Override
	public String toString() {
		return "ReactiveEndpoint[" + workload() + "]";
	}

}
