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

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.inferencekey.DataClient;
import dev.inferencekey.Endpoint;
import dev.inferencekey.error.ValidationException;
import dev.inferencekey.observation.CallContext;
import dev.inferencekey.observation.CallMeterObservationHandler;
import dev.inferencekey.observation.CallObservationConvention;
import dev.inferencekey.observation.DefaultCallObservationConvention;
import dev.inferencekey.text.TextChunk;
import dev.inferencekey.transport.ContentSettings;
import io.micrometer.common.KeyValues;
import io.micrometer.context.ContextRegistry;
import io.micrometer.context.ThreadLocalAccessor;
import io.micrometer.core.instrument.LongTaskTimer;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.observation.DefaultMeterObservationHandler;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationHandler;
import io.micrometer.observation.ObservationRegistry;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.LoggerFactory;
import tools.jackson.core.StreamWriteConstraints;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * What conventions, filters, handlers and servers may do to observations: no call is lost
 * for it, and none stays active.
 */
@org.junit.jupiter.api.Timeout(20)
class ObservationFailureTests {

	private static final String ANSWER = "{\"model\":\"qwen3\",\"choices\":[{\"message\":{\"content\":\"Si\"},\"finish_reason\":\"stop\"}],"
			+ "\"usage\":{\"prompt_tokens\":12,\"completion_tokens\":3,\"total_tokens\":15}}";

	private static final String STREAM = "data: {\"choices\":[{\"delta\":{\"content\":\"a\"}}]}\n\n"
			+ "data: {\"choices\":[{\"delta\":{\"content\":\"b\"},\"finish_reason\":\"stop\"}]}\n\ndata: [DONE]\n\n";

	private final WireServer server = new WireServer();

	private final MeterRegistry meters = new SimpleMeterRegistry();

	private final ObservationRegistry observations = ObservationRegistry.create();

	private final Logger logger = (Logger) LoggerFactory.getLogger("dev.inferencekey.calls");

	private final ListAppender<ILoggingEvent> lines = new ListAppender<>();

	@BeforeEach
	void listen() {
		this.lines.start();
		this.logger.addAppender(this.lines);
	}

	@AfterEach
	void close() {
		this.logger.detachAppender(this.lines);
		this.server.close();
	}

	private DataClient.Builder builder() {
		this.observations.observationConfig()
			.observationHandler(new DefaultMeterObservationHandler(this.meters))
			.observationHandler(new CallMeterObservationHandler(this.meters));
		return this.server.builder().observationRegistry(this.observations);
	}

	private static int active(MeterRegistry meters) {
		return meters.find("gen_ai.client.inference.duration.active")
			.longTaskTimers()
			.stream()
			.mapToInt(LongTaskTimer::activeTasks)
			.sum();
	}

	private static long count(MeterRegistry meters, String timer) {
		return meters.find(timer).timers().stream().mapToLong(Timer::count).sum();
	}

	@Test
	void streamWhenAnAccessorOfTheApplicationFailsThenTheSignalsComeAllTheSame() {
		this.server.thenEvents(STREAM);
		ContextRegistry.getInstance().registerThreadLocalAccessor(new HereOnly(Thread.currentThread()));
		try {
			assertThat(builder().build()
				.endpoint("support-bot")
				.reactive()
				.generateTextStream("a")
				.map(TextChunk::text)
				.collectList()
				.block(Duration.ofSeconds(10))).containsExactly("a", "b");
		}
		finally {
			ContextRegistry.getInstance().removeThreadLocalAccessor(HereOnly.KEY);
		}
		assertThat(this.meters.get("gen_ai.client.inference.duration").timer().getId().getTag("inferencekey.outcome"))
			.isEqualTo("success");
	}

	private record HereOnly(Thread here) implements ThreadLocalAccessor<String> {

		private static final String KEY = "here-only";

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
			if (Thread.currentThread() != this.here) {
				throw new IllegalStateException("broken accessor");
			}
		}

		@Override
		public void setValue() {
		}

	}

	@Test
	void callWhenTheCallersContextCannotBePutBackThenAnsweredAndNotActive() {
		this.server.thenJson(200, ANSWER);
		ContextRegistry.getInstance().registerThreadLocalAccessor(new NoWayBack());
		try {
			assertThat(builder().build().endpoint("support-bot").generateText("a").text()).isEqualTo("Si");
		}
		finally {
			ContextRegistry.getInstance().removeThreadLocalAccessor(NoWayBack.KEY);
		}
		assertThat(this.meters.find("gen_ai.client.inference.duration.active").longTaskTimers()).isNotEmpty();
		assertThat(active(this.meters)).isZero();
	}

	private record NoWayBack() implements ThreadLocalAccessor<String> {

		private static final String KEY = "no-way-back";

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
			throw new IllegalStateException("broken accessor");
		}

	}

	@Test
	void callWhenTheConventionFailsAtItsEndThenAnsweredAndNotActive() {
		this.server.thenJson(200, ANSWER);
		Endpoint endpoint = builder().observationConvention(new DefaultCallObservationConvention() {
			@Override
			public KeyValues getLowCardinalityKeyValues(CallContext context) {
				if (context.getOutcome().equals("success")) {
					throw new IllegalStateException("broken convention");
				}
				return super.getLowCardinalityKeyValues(context);
			}
		}).build().endpoint("support-bot");
		assertThat(endpoint.generateText("a").text()).isEqualTo("Si");
		assertThat(this.meters.find("gen_ai.client.inference.duration.active").longTaskTimers()).isNotEmpty();
		assertThat(active(this.meters)).isZero();
	}

	@Test
	void callWhenAHandlerFailsAtItsStartAndAFilterAtItsEndThenAnsweredAndNotActive() {
		this.server.thenJson(200, ANSWER);
		DataClient client = builder().build();
		this.observations.observationConfig()
			.observationHandler(new BrokenHandler("start"))
			.observationFilter((context) -> {
				throw new IllegalStateException("broken filter");
			});
		assertThat(client.endpoint("support-bot").generateText("a").text()).isEqualTo("Si");
		assertThat(this.meters.find("gen_ai.client.inference.duration.active").longTaskTimers()).isNotEmpty();
		assertThat(active(this.meters)).isZero();
	}

	@Test
	void callWhenAFilterFailsThenAnsweredAndNotActive() {
		this.server.thenJson(200, ANSWER);
		DataClient client = builder().build();
		this.observations.observationConfig().observationFilter((context) -> {
			throw new IllegalStateException("broken filter");
		});
		assertThat(client.endpoint("support-bot").generateText("a").text()).isEqualTo("Si");
		assertThat(active(this.meters)).isZero();
	}

	@Test
	void callWhenItsContentCannotBeShownThenObservedAllTheSame() {
		this.server.thenJson(200, ANSWER);
		JsonMapper flat = JsonMapper
			.builder(JsonFactory.builder()
				.streamWriteConstraints(StreamWriteConstraints.builder().maxNestingDepth(3).build())
				.build())
			.build();
		DataClient client = builder().jsonMapper(flat).content(new ContentSettings(true, false)).build();
		assertThat(client.endpoint("support-bot").generateText("a").text()).isEqualTo("Si");
		assertThat(active(this.meters)).isZero();
		assertThat(count(this.meters, "gen_ai.client.inference.duration")).isOne();
		assertThat(this.lines.list).extracting(ILoggingEvent::getFormattedMessage)
			.anyMatch((line) -> line.contains("asks cannot be shown in traces"));
	}

	@Test
	void callWhenTheConventionHasKeysOnlyThenTheNameIsThatOfTheConventions() {
		this.server.thenJson(200, ANSWER);
		builder().observationConvention(new CallObservationConvention() {
		}).build().endpoint("support-bot").generateText("a");
		assertThat(count(this.meters, "gen_ai.client.inference.duration")).isOne();
	}

	@Test
	void chunkTimesWhenTwoRegistriesHaveHandlersEachThenBothHaveThem() {
		MeterRegistry other = new SimpleMeterRegistry();
		this.server.thenEvents(STREAM);
		DataClient client = builder().build();
		this.observations.observationConfig().observationHandler(new CallMeterObservationHandler(other));
		client.endpoint("support-bot").generateTextStream("a").result();
		for (MeterRegistry each : List.of(this.meters, other)) {
			assertThat(count(each, "gen_ai.client.inference.time_to_first_chunk")).isOne();
			assertThat(count(each, "gen_ai.client.inference.time_per_output_chunk")).isOne();
		}
	}

	@Test
	void finishReasonWhenItIsNoWordThenNotInTraces() {
		this.server.thenJson(200, ANSWER.replace("\"stop\"", "\"" + "x".repeat(5_000_000) + "\""));
		List<String> keys = new ArrayList<>();
		DataClient client = builder().build();
		this.observations.observationConfig().observationHandler(new ObservationHandler<CallContext>() {
			@Override
			public void onStop(CallContext context) {
				keys.add(context.getAllKeyValues().toString());
			}

			@Override
			public boolean supportsContext(Observation.Context context) {
				return context instanceof CallContext;
			}
		});
		client.endpoint("support-bot").generateText("a");
		assertThat(keys).hasSize(1);
		assertThat(keys.get(0)).hasSizeLessThan(5_000).contains("gen_ai.response.finish_reasons=_OTHER");
	}

	@ParameterizedTest
	@ValueSource(strings = { "{}", "{\"total_tokens\":56}", "{\"type\":\"duration\",\"seconds\":3}" })
	void tokensWhenTheUsageDoesNotCountThemThenNotRecordedAsNone(String usage) {
		this.server.thenJson(200, ANSWER.replaceAll("\\{\"prompt_tokens.*?}", usage));
		builder().build().endpoint("support-bot").generateText("a");
		assertThat(this.meters.getMeters().stream().map(Meter::getId).map(Meter.Id::getName))
			.doesNotContain("gen_ai.client.inference.operation.input_tokens");
		assertThat(this.meters.get("gen_ai.client.inference.usage.input_tokens")
			.tag("gen_ai.token.modality", "unknown")
			.counter()
			.count()).isZero();
	}

	@Test
	void logWhenAMessageOfTheApplicationHasLinesThenOneLine() {
		Object bad = new Object() {
			@SuppressWarnings("unused")
			public String getToken() {
				throw new IllegalStateException("bad\n2026-11-27 ERROR a forged line");
			}
		};
		Endpoint endpoint = builder().build().endpoint("support-bot");
		assertThatExceptionOfType(ValidationException.class)
			.isThrownBy(() -> endpoint.generateText((request) -> request.prompt("a").extra("x", bad)));
		assertThat(this.lines.list).hasSize(1);
		assertThat(this.lines.list.get(0).getFormattedMessage()).contains("a forged line").doesNotContain("\n");
	}

}
