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

import java.util.stream.Stream;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.inferencekey.DataClient;
import dev.inferencekey.Endpoint;
import dev.inferencekey.error.ValidationException;
import dev.inferencekey.observation.CallContext;
import dev.inferencekey.observation.DefaultCallObservationConvention;
import dev.inferencekey.wire.BrokenHandler.Failure;
import io.micrometer.common.KeyValues;
import io.micrometer.context.ContextRegistry;
import io.micrometer.context.ThreadLocalAccessor;
import io.micrometer.core.instrument.LongTaskTimer;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.observation.DefaultMeterObservationHandler;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.micrometer.observation.ObservationRegistry;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.slf4j.LoggerFactory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * An observer never changes what the caller gets, whatever it throws: the failure is
 * logged, the call goes on, and nothing stays active.
 */
@org.junit.jupiter.api.Timeout(20)
class ObserverErrorTests {

	private static final String ANSWER = "{\"model\":\"qwen3\",\"choices\":[{\"message\":{\"content\":\"Si\"},\"finish_reason\":\"stop\"}]}";

	private static final String STREAM = "data: {\"choices\":[{\"delta\":{\"content\":\"Si\"},\"finish_reason\":\"stop\"}]}\n\ndata: [DONE]\n\n";

	private final WireServer server = new WireServer();

	private final MeterRegistry meters = new SimpleMeterRegistry();

	private final ObservationRegistry observations = ObservationRegistry.create();

	private final Logger logger = (Logger) LoggerFactory.getLogger("dev.inferencekey.calls");

	private final ListAppender<ILoggingEvent> lines = new ListAppender<>();

	@BeforeEach
	void listen() {
		this.lines.start();
		this.logger.addAppender(this.lines);
		this.observations.observationConfig().observationHandler(new DefaultMeterObservationHandler(this.meters));
	}

	@AfterEach
	void close() {
		this.logger.detachAppender(this.lines);
		this.server.close();
	}

	private DataClient.Builder builder() {
		return this.server.builder().observationRegistry(this.observations);
	}

	private void assertThatCallsAreAnswered(DataClient.Builder builder) {
		this.server.thenJson(200, ANSWER).thenEvents(STREAM).thenJson(400, "{}");
		Endpoint endpoint = builder.build().endpoint("support-bot");
		assertThat(endpoint.generateText("a").text()).isEqualTo("Si");
		assertThat(endpoint.generateTextStream("a").result().text()).isEqualTo("Si");
		assertThatExceptionOfType(ValidationException.class).isThrownBy(() -> endpoint.generateText("a"));
		assertThat(this.meters.find("gen_ai.client.inference.duration.active").longTaskTimers()).isNotEmpty()
			.allSatisfy((timer) -> assertThat(timer).extracting(LongTaskTimer::activeTasks).isEqualTo(0));
		assertThat(this.observations.getCurrentObservation()).isNull();
	}

	private void assertThatTheFailureIsLogged() {
		assertThat(this.lines.list).anyMatch((line) -> line.getLevel() == Level.ERROR);
	}

	static Stream<Arguments> momentsAndFailures() {
		return Stream.of("start", "error", "stop", "scopeOpened", "scopeClosed")
			.flatMap((moment) -> Stream.of(Failure.values()).map((failure) -> Arguments.of(moment, failure)));
	}

	@ParameterizedTest
	@MethodSource("momentsAndFailures")
	void callWhenAHandlerFailsThenAnsweredAndNotActive(String moment, Failure failure) {
		this.observations.observationConfig().observationHandler(new BrokenHandler(moment, failure));
		assertThatCallsAreAnswered(builder());
		assertThatTheFailureIsLogged();
	}

	@ParameterizedTest
	@EnumSource(Failure.class)
	void callWhenTheConventionFailsAtItsEndThenAnsweredAndNotActive(Failure failure) {
		assertThatCallsAreAnswered(builder().observationConvention(new DefaultCallObservationConvention() {

			@Override
			public KeyValues getHighCardinalityKeyValues(CallContext context) {
				if (!context.getOutcome().equals("none")) {
					failure.now();
				}
				return super.getHighCardinalityKeyValues(context);
			}

		}));
		assertThatTheFailureIsLogged();
	}

	@ParameterizedTest
	@EnumSource(Failure.class)
	void callWhenTheConventionFailsAtItsStartThenAnswered(Failure failure) {
		this.server.thenJson(200, ANSWER);
		Endpoint endpoint = builder().observationConvention(new DefaultCallObservationConvention() {

			@Override
			public KeyValues getLowCardinalityKeyValues(CallContext context) {
				failure.now();
				return super.getLowCardinalityKeyValues(context);
			}

		}).build().endpoint("support-bot");
		assertThat(endpoint.generateText("a").text()).isEqualTo("Si");
		assertThatTheFailureIsLogged();
	}

	@ParameterizedTest
	@EnumSource(Failure.class)
	void callWhenAFilterFailsThenAnsweredAndNotActive(Failure failure) {
		this.observations.observationConfig().observationFilter((context) -> {
			failure.now();
			return context;
		});
		assertThatCallsAreAnswered(builder());
		assertThatTheFailureIsLogged();
	}

	@ParameterizedTest
	@EnumSource(Failure.class)
	void callWhenAPredicateFailsThenAnswered(Failure failure) {
		this.server.thenJson(200, ANSWER);
		this.observations.observationConfig().observationPredicate((name, context) -> {
			if (context instanceof CallContext) {
				failure.now();
			}
			return true;
		});
		assertThat(builder().build().endpoint("support-bot").generateText("a").text()).isEqualTo("Si");
		assertThatTheFailureIsLogged();
	}

	@ParameterizedTest
	@EnumSource(Failure.class)
	void callWhenAContextCannotBeRestoredThenAnsweredAndNotActive(Failure failure) {
		ContextRegistry.getInstance().registerThreadLocalAccessor(new Unrestorable(failure));
		try {
			assertThatCallsAreAnswered(builder());
		}
		finally {
			ContextRegistry.getInstance().removeThreadLocalAccessor(Unrestorable.KEY);
		}
		assertThatTheFailureIsLogged();
	}

	private record Unrestorable(Failure failure) implements ThreadLocalAccessor<String> {

		private static final String KEY = "unrestorable";

		@Override
		public Object key() {
			return KEY;
		}

		@Override
		public String getValue() {
			return "value";
		}

		@Override
		public void setValue(String value) {
		}

		@Override
		public void restore(String previous) {
			this.failure.now();
		}

	}

}
