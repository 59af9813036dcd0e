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

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.inferencekey.DataClient;
import dev.inferencekey.Endpoint;
import dev.inferencekey.error.InferenceKeyException;
import dev.inferencekey.observation.CallContext;
import dev.inferencekey.observation.DefaultCallObservationConvention;
import dev.inferencekey.transport.ContentSettings;
import io.micrometer.common.KeyValues;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationHandler;
import io.micrometer.observation.ObservationRegistry;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * What the log of calls says, and what it does not.
 */
class CallLogTests {

	private static final String ANSWER = "{\"choices\":[{\"message\":{\"content\":\"the answer\"}}]}";

	private static final String WORKLOAD = "logged-bot";

	private final WireServer server = new WireServer();

	private final Logger logger = (Logger) LoggerFactory.getLogger("dev.inferencekey.calls");

	// A call of another test may end late, on a thread of the network.
	private final ListAppender<ILoggingEvent> lines = new ListAppender<>() {

		@Override
		protected void append(ILoggingEvent line) {
			if (line.getFormattedMessage().contains(WORKLOAD)) {
				super.append(line);
			}
		}

	};

	@BeforeEach
	void listen() {
		this.logger.setLevel(Level.DEBUG);
		this.lines.start();
		this.logger.addAppender(this.lines);
	}

	@AfterEach
	void close() {
		this.logger.detachAppender(this.lines);
		this.logger.setLevel(null);
		this.server.close();
	}

	private Endpoint endpoint(ContentSettings content) {
		DataClient.Builder builder = this.server.builder().retry(Policies.quickRetries(2));
		return builder.content(content).build().endpoint(WORKLOAD);
	}

	@Test
	void streamWhenAHandlerThrowsForEachChunkThenSaidOnce() {
		String chunk = Answers.delta("a");
		this.server.thenEvents(chunk + chunk + chunk + Answers.DONE);
		ObservationRegistry observations = ObservationRegistry.create();
		observations.observationConfig().observationHandler(new ObservationHandler<CallContext>() {

			@Override
			public void onStart(CallContext context) {
				context.onChunk((nanos, first) -> {
					throw new IllegalStateException("mine");
				});
			}

			@Override
			public boolean supportsContext(Observation.Context context) {
				return context instanceof CallContext;
			}

		});
		Endpoint endpoint = this.server.builder().observationRegistry(observations).build().endpoint(WORKLOAD);
		assertThat(endpoint.generateTextStream("Hola").result().text()).isEqualTo("aaa");
		assertThat(this.lines.list).filteredOn((line) -> line.getLevel() == Level.ERROR).hasSize(1);
	}

	@Test
	void callsWhenTheConventionFailsEachTimeThenOneStackTrace() {
		this.server.thenJson(200, ANSWER);
		ObservationRegistry observations = ObservationRegistry.create();
		observations.observationConfig().observationHandler((context) -> true);
		DataClient client = this.server.builder()
			.observationRegistry(observations)
			.observationConvention(new DefaultCallObservationConvention() {

				@Override
				public KeyValues getLowCardinalityKeyValues(CallContext context) {
					throw new IllegalStateException("no\ntenant");
				}

			})
			.build();
		client.endpoint(WORKLOAD, WireServer.KEY).generateText("a prompt");
		client.endpoint(WORKLOAD, WireServer.KEY).generateText("a prompt");
		assertThat(this.lines.list).hasSize(2).allSatisfy((line) -> {
			assertThat(line.getLevel()).isEqualTo(Level.ERROR);
			assertThat(line.getFormattedMessage()).contains(WORKLOAD);
		});
		assertThat(this.lines.list.get(0).getThrowableProxy()).isNotNull();
		assertThat(this.lines.list.get(1).getThrowableProxy()).isNull();
		assertThat(this.lines.list.get(1).getFormattedMessage()).endsWith("java.lang.IllegalStateException: no tenant");
	}

	@Test
	void callsWhenHandlersFailInSeveralPlacesThenAStackTraceOfEach() {
		this.server.thenJson(200, ANSWER);
		ObservationRegistry observations = ObservationRegistry.create();
		observations.observationConfig().observationHandler(new ObservationHandler<CallContext>() {

			private int calls;

			@Override
			public void onStop(CallContext context) {
				if (this.calls++ % 2 == 0) {
					throw new IllegalStateException("one place");
				}
				throw new IllegalStateException("another place");
			}

			@Override
			public boolean supportsContext(Observation.Context context) {
				return context instanceof CallContext;
			}

		});
		Endpoint endpoint = this.server.builder().observationRegistry(observations).build().endpoint(WORKLOAD);
		for (int i = 0; i < 4; i++) {
			endpoint.generateText("a prompt");
		}
		assertThat(this.lines.list).extracting((line) -> line.getThrowableProxy() != null)
			.containsExactly(true, true, false, false);
	}

	@Test
	void callWhenFailedThenOneLineAtWarn() {
		this.server.thenJson(503, "{\"error\":{\"message\":\"over\\nloaded " + WireServer.KEY + "\"}}",
				"x-request-id: req-1");
		assertThatExceptionOfType(InferenceKeyException.class)
			.isThrownBy(() -> endpoint(ContentSettings.NOWHERE).generateText("a prompt"));
		assertThat(this.lines.list).hasSize(1);
		ILoggingEvent line = this.lines.list.get(0);
		assertThat(line.getLevel()).isEqualTo(Level.WARN);
		assertThat(line.getFormattedMessage()).matches(
				"Call chat of workload \"logged-bot\" failed: error=503 request=req-1 attempts=2 elapsed=\\d+ms: .*")
			.doesNotContain("\n")
			.doesNotContain(WireServer.SECRET)
			.doesNotContain("a prompt");
	}

	@Test
	void callWhenAnsweredOrCancelledThenNoLine() {
		this.server.thenJson(200, ANSWER).thenEvents(Answers.delta("a").repeat(3));
		Endpoint endpoint = endpoint(ContentSettings.NOWHERE);
		endpoint.generateText("a prompt");
		endpoint.reactive().generateTextStream("a prompt").blockFirst();
		assertThat(this.lines.list).isEmpty();
	}

	@Test
	void contentWhenAllowedThenAtDebugWithoutKeys() {
		this.server.thenJson(200, ANSWER)
			.thenEvents(Answers.delta("one ")
					+ "data: {\"choices\":[{\"delta\":{\"content\":\"two\"},\"finish_reason\":\"stop\"}]}\n\ndata: [DONE]\n\n");
		Endpoint endpoint = endpoint(new ContentSettings(false, true));
		endpoint.generateText("a prompt with " + WireServer.KEY);
		endpoint.generateTextStream("another").result();
		assertThat(this.lines.list).hasSize(4).allMatch((line) -> line.getLevel() == Level.DEBUG);
		assertThat(this.lines.list.get(0).getFormattedMessage()).contains("a prompt with ik_live_a1b2c3d4…")
			.doesNotContain(WireServer.SECRET);
		assertThat(this.lines.list.get(1).getFormattedMessage()).endsWith("answered: the answer");
		assertThat(this.lines.list.get(3).getFormattedMessage()).endsWith("answered: one two");
	}

}
