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

import java.util.function.Consumer;

import dev.inferencekey.DataClient;
import dev.inferencekey.Endpoint;
import dev.inferencekey.credential.ApiKey;
import dev.inferencekey.embedding.EmbedRequest;
import dev.inferencekey.observation.CallMeterObservationHandler;
import dev.inferencekey.resilience.ConcurrencySettings;
import dev.inferencekey.text.TextChunk;
import dev.inferencekey.text.TextStream;
import dev.inferencekey.text.ToolCall;
import io.micrometer.core.instrument.observation.DefaultMeterObservationHandler;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.micrometer.observation.ObservationRegistry;
import reactor.core.publisher.Flux;
import reactor.netty.http.client.HttpClient;
import reactor.netty.resources.ConnectionProvider;

import org.springframework.http.client.reactive.ReactorClientHttpConnector;
import org.springframework.web.reactive.function.client.WebClient;

/**
 * This client with its defaults, but for the number of calls at a time.
 */
final class InferenceKey implements Client {

	private final DataClient client;

	private final Endpoint endpoint;

	private final Endpoint paced;

	InferenceKey(String address) {
		this(address, ObservationRegistry.NOOP, ObservationRegistry.NOOP);
	}

	private InferenceKey(String address, ObservationRegistry observations, ObservationRegistry ofRequests) {
		this.client = DataClient.builder()
			.observationRegistry(observations)
			.webClientBuilder(
					WebClient.builder()
						.observationRegistry(ofRequests)
						.clientConnector(new ReactorClientHttpConnector(
								HttpClient.create(ConnectionProvider.create("ours", 10_000)))))
			.defaults((settings) -> settings.url(address)
				.apiKey(ApiKey.of(Inputs.KEY))
				.concurrency(ConcurrencySettings.UNSET.withMaxInFlight(10_000).withMaxQueued(0)))
			.build();
		this.endpoint = this.client.endpoint("bench");
		this.paced = this.client.endpoint("paced");
	}

	/**
	 * With all meters of calls, as the actuator brings them.
	 * @param address where the server is
	 * @param requests whether there are those of {@code http.client.requests} too, which
	 * Spring has for every {@code WebClient}
	 * @return a client whose calls are observed
	 */
	static InferenceKey observed(String address, boolean requests) {
		SimpleMeterRegistry meters = new SimpleMeterRegistry();
		ObservationRegistry observations = ObservationRegistry.create();
		observations.observationConfig()
			.observationHandler(new DefaultMeterObservationHandler(meters))
			.observationHandler(new CallMeterObservationHandler(meters));
		return new InferenceKey(address, observations, requests ? observations : ObservationRegistry.NOOP);
	}

	Endpoint endpoint(String model) {
		return this.client.endpoint(model);
	}

	@Override
	public Runnable call(Work work) {
		return switch (work) {
			case UNARY -> () -> Client.check(this.endpoint.generateText(Inputs.PROMPT).text().length(), 400);
			case NUMBERS -> () -> embed(allAtOnce().encodingFormat("float").build());
			case BASE64 -> () -> embed(allAtOnce().build());
			default -> {
				Endpoint streaming = this.client.endpoint(work.model());
				yield () -> stream(streaming);
			}
		};
	}

	private static void stream(Endpoint endpoint) {
		int length = 0;
		try (TextStream stream = endpoint.generateTextStream(Inputs.PROMPT)) {
			for (TextChunk chunk : stream) {
				length += chunk.text().length();
				for (ToolCall call : chunk.toolCalls()) {
					length += call.arguments().length();
				}
			}
		}
		Client.check(length, Fixtures.CHARACTERS);
	}

	// In one request, as the peers send it.
	private static EmbedRequest.Builder allAtOnce() {
		return EmbedRequest.builder().input(Inputs.TEXTS).batchSize(Inputs.TEXTS.size());
	}

	private void embed(EmbedRequest request) {
		Client.check(this.endpoint.embed(request).embeddings().get(Fixtures.VECTORS - 1).length, Fixtures.DIMENSIONS);
	}

	@Override
	public Flux<String> paced() {
		return this.paced.reactive().generateTextStream(Inputs.PROMPT).map(TextChunk::text);
	}

	@Override
	public void read(Consumer<String> text) {
		try (TextStream stream = this.paced.generateTextStream(Inputs.PROMPT)) {
			for (TextChunk chunk : stream) {
				text.accept(chunk.text());
			}
		}
	}

}
