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
import dev.inferencekey.observation.ToolObservations;
import dev.inferencekey.rerank.RerankRequest;
import dev.inferencekey.rerank.RerankResult;
import dev.inferencekey.text.ObjectResult;
import dev.inferencekey.text.TextAccumulator;
import dev.inferencekey.text.TextRequest;
import dev.inferencekey.text.TextResult;
import dev.inferencekey.text.TextStream;
import dev.inferencekey.transport.WorkloadMonitor;
import reactor.core.publisher.Mono;

import org.springframework.core.ParameterizedTypeReference;

/**
 * The blocking view of an endpoint.
 */
final class BlockingEndpoint implements Endpoint, ToolObservations.Source {

	private final TransportEndpoint endpoint;

	BlockingEndpoint(TransportEndpoint endpoint) {
		this.endpoint = endpoint;
	}

	@Override
	public String workload() {
		return this.endpoint.workload();
	}

	@Override
	public TextResult generateText(TextRequest request) {
		return await(this.endpoint.generateText(request));
	}

	@Override
	public TextStream generateTextStream(TextRequest request) {
		CallerThread.checkMayBlock(workload());
		TextAccumulator accumulator = new TextAccumulator();
		BlockingTextStream stream = new BlockingTextStream(workload(), accumulator);
		this.endpoint.generateTextStream(request, accumulator, stream).subscribe(stream);
		stream.awaitOpen();
		return stream;
	}

	@Override
	public <T> ObjectResult<T> generateObject(ParameterizedTypeReference<T> type, TextRequest request) {
		return await(this.endpoint.generateObject(type, request));
	}

	@Override
	public EmbedResult embed(EmbedRequest request) {
		return await(this.endpoint.embed(request));
	}

	@Override
	public RerankResult rerank(RerankRequest request) {
		return await(this.endpoint.rerank(request));
	}

	@Override
	public ReactiveEndpoint reactive() {
		return this.endpoint;
	}

	@Override
	public ToolObservations toolObservations() {
		return this.endpoint.toolObservations();
	}

	WorkloadMonitor monitor() {
		return this.endpoint.monitor();
	}

	private <T> T await(Mono<T> answer) {
		return CallerThread.await(workload(), answer);
	}

	@Override
	public String toString() {
		return "Endpoint[" + workload() + "]";
	}

}
