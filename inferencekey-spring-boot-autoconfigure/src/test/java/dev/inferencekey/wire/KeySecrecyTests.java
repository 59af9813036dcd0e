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

package dev.inferencekey.wire;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;

import dev.inferencekey.DataClient;
import dev.inferencekey.Endpoint;
import dev.inferencekey.credential.ApiKey;
import dev.inferencekey.error.InferenceKeyException;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationHandler;
import io.micrometer.observation.ObservationRegistry;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

/**
 * A server that sends the key back where no text belongs: it must not show in exceptions,
 * in the log, Reactor Netty's included, or in observations, Spring's included.
 */
@ExtendWith(OutputCaptureExtension.class)
class KeySecrecyTests {

	// As an engine may want it: nothing about its shape says that it is a key.
	private static final String ODD_KEY = "hunter2-token";

	private final WireServer server = new WireServer();

	@AfterEach
	void close() {
		this.server.close();
	}

	static Stream<Arguments> oddPlaces() {
		return Stream.of(WireServer.KEY, ODD_KEY)
			.flatMap((key) -> Stream
				.of("HTTP/1.1 " + key + " X\r\n\r\n", key + " 200 OK\r\n\r\n",
						"HTTP/1.1 200 OK\r\ncontent-length: " + key + "\r\n\r\n",
						"HTTP/1.1 200 OK\r\n" + key + "\u0001: a\r\n\r\n",
						"HTTP/1.1 200 OK\r\nx-a: " + key + "\u0001\r\n\r\n",
						"HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n" + key + "\r\n",
						"HTTP/1.1 200 OK\r\ntransfer-encoding: " + key + "\r\n\r\n")
				.flatMap((answer) -> Stream.of(false, true).map((stream) -> Arguments.of(key, answer, stream))));
	}

	@ParameterizedTest
	@MethodSource("oddPlaces")
	void keyWhenSentBackInAnOddPlaceThenNowhere(String key, String answer, boolean stream, CapturedOutput output) {
		this.server.then((exchange) -> {
			exchange.write(answer);
			exchange.socket().close();
		});
		Errors errors = new Errors();
		ObservationRegistry registry = ObservationRegistry.create();
		registry.observationConfig().observationHandler(errors);
		Endpoint endpoint = DataClient.builder()
			.observationRegistry(registry)
			.retry(Policies.NO_RETRIES)
			.workload("drafts", (settings) -> settings.url(this.server.baseUrl()).apiKey(ApiKey.of(key)))
			.build()
			.endpoint("drafts");
		InferenceKeyException failure = catchThrowableOfType(InferenceKeyException.class,
				() -> (stream ? endpoint.generateTextStream("Hola").result() : endpoint.generateText("Hola")).text());
		String secret = key.equals(ODD_KEY) ? "hunter2" : WireServer.SECRET;
		assertThat(text(failure)).doesNotContain(secret);
		assertThat(errors.texts).isNotEmpty().noneMatch((text) -> text.contains(secret));
		assertThat(output.getAll()).doesNotContain(secret);
	}

	private static String text(Throwable failure) {
		StringWriter trace = new StringWriter();
		failure.printStackTrace(new PrintWriter(trace));
		return trace.toString();
	}

	private static final class Errors implements ObservationHandler<Observation.Context> {

		private final List<String> texts = new CopyOnWriteArrayList<>();

		@Override
		public void onError(Observation.Context context) {
			this.texts.add(text(context.getError()));
		}

		@Override
		public boolean supportsContext(Observation.Context context) {
			return true;
		}

	}

}
