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

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import ch.qos.logback.core.Appender;
import ch.qos.logback.core.AppenderBase;
import dev.inferencekey.DataClient;
import dev.inferencekey.Endpoint;
import dev.inferencekey.credential.KeyQuotations;
import dev.inferencekey.error.InferenceKeyException;
import dev.inferencekey.observation.CallContext;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.observation.DefaultMeterObservationHandler;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationHandler;
import io.micrometer.observation.ObservationRegistry;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

/**
 * A server that quotes the key in thousands of ways and several places: nothing that is
 * thrown, logged at TRACE, traced, measured or kept shows 12 characters of its secret.
 */
class KeyFuzzTests {

	private static final String SECRET = "9f8e7d6c5b4a39281706f5e4d3c2b1a0918273645546372819a0b1c2d3e4f506";

	private static final String KEY = "ik_live_a1b2c3d4_" + SECRET;

	private final WireServer server = new WireServer();

	private final MeterRegistry meters = new SimpleMeterRegistry();

	private final ObservationRegistry observations = ObservationRegistry.create();

	private final List<String> attributes = new CopyOnWriteArrayList<>();

	private final Logger root = (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);

	private final List<String> log = new CopyOnWriteArrayList<>();

	private Appender<ILoggingEvent> console;

	private Level level;

	private final AppenderBase<ILoggingEvent> appender = new AppenderBase<>() {

		@Override
		protected void append(ILoggingEvent event) {
			KeyFuzzTests.this.log
				.add(event.getFormattedMessage() + ThrowableProxyUtil.asString(event.getThrowableProxy()));
		}

	};

	@BeforeEach
	void observe() {
		this.observations.observationConfig()
			.observationHandler(new DefaultMeterObservationHandler(this.meters))
			.observationHandler(new Attributes());
		this.console = this.root.getAppender("CONSOLE");
		this.root.detachAppender(this.console);
		this.level = this.root.getLevel();
		this.root.setLevel(Level.TRACE);
		this.appender.start();
		this.root.addAppender(this.appender);
	}

	@AfterEach
	void close() {
		this.root.detachAppender(this.appender);
		this.root.setLevel(this.level);
		this.root.addAppender(this.console);
		this.server.close();
	}

	private static void quote(WireServer.Exchange exchange, int number, String quotation) throws IOException {
		String json = JsonMapper.shared().writeValueAsString(quotation);
		switch (number % 5) {
			case 0 -> exchange.respond(500, "application/json", "{\"error\":{\"message\":" + json + "}}");
			case 1 -> exchange.respond(401, "text/plain", quotation);
			case 2 -> exchange.respond(400, "application/json",
					"{\"error\":{\"message\":\"no\",\"code\":" + json + ",\"type\":" + json + "}}",
					"x-request-id: " + quotation.replaceAll("[^ -~]", ""));
			case 3 -> exchange.respond(200, CallKind.typeFor(exchange),
					CallKind.isStream(exchange) ? "event: error\ndata: {\"message\":" + json + "}\n\n" : quotation);
			default -> exchange.respond(200, CallKind.typeFor(exchange),
					CallKind.isStream(exchange)
							? Answers.delta("a") + "data: {\"error\":{\"message\":" + json + "}}\n\n"
							: "{\"error\":{\"code\":429,\"message\":" + json + "},\"model\":" + json + "}");
		}
	}

	@Test
	void keyWhenQuotedInAnyWayThenShownNowhere() {
		List<String> quotations = KeyQuotations.of(KEY, 7, 2000).toList();
		int[] number = { 0 };
		this.server.then((exchange) -> quote(exchange, number[0], quotations.get(number[0])));
		DataClient client = this.server.builder()
			.apiKey(KEY)
			.observationRegistry(this.observations)
			.retry(Policies.NO_RETRIES)
			.build();
		Endpoint endpoint = client.endpoint("support-bot");
		List<String> exposed = new ArrayList<>();
		for (; number[0] < quotations.size(); number[0]++) {
			boolean stream = number[0] / 5 % 2 == 0;
			InferenceKeyException failure = catchThrowableOfType(InferenceKeyException.class,
					() -> (stream ? endpoint.generateTextStream("Hola").result() : endpoint.generateText("Hola"))
						.text());
			assertThat(failure).as(quotations.get(number[0])).isNotNull();
			List<String> texts = new ArrayList<>(this.log);
			texts.addAll(this.attributes);
			texts.add(trace(failure) + failure.code() + failure.type() + failure.requestId());
			assertThat(this.log).as("lines at TRACE").isNotEmpty();
			this.log.clear();
			this.attributes.clear();
			texts.stream()
				.filter((text) -> KeyQuotations.isExposed(text, KEY))
				.map((text) -> quotations.get(number[0]) + " in " + text)
				.forEach(exposed::add);
		}
		assertThat(exposed).isEmpty();
		assertThat(this.meters.getMeters()).isNotEmpty()
			.noneMatch((meter) -> KeyQuotations.isExposed(meter.getId().toString(), KEY));
		assertThat(client.monitor("support-bot").activity().failures())
			.noneMatch((outcome) -> KeyQuotations.isExposed(outcome.toString() + outcome.message(), KEY));
	}

	private static String trace(Throwable failure) {
		StringWriter trace = new StringWriter();
		failure.printStackTrace(new PrintWriter(trace));
		return trace.toString();
	}

	private final class Attributes implements ObservationHandler<Observation.Context> {

		@Override
		public void onStop(Observation.Context context) {
			KeyFuzzTests.this.attributes.add(context.getAllKeyValues() + String.valueOf(context.getError()));
		}

		@Override
		public boolean supportsContext(Observation.Context context) {
			return context instanceof CallContext;
		}

	}

}
