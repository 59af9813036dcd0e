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

package dev.inferencekey.autoconfigure.observation;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

import dev.inferencekey.Endpoint;
import dev.inferencekey.observation.CallContext;
import dev.inferencekey.observation.CallObservationConvention;
import dev.inferencekey.observation.DefaultCallObservationConvention;
import dev.inferencekey.wire.BrokenHandler;
import dev.inferencekey.wire.WireServer;
import io.micrometer.common.KeyValue;
import io.micrometer.common.KeyValues;
import io.micrometer.observation.ObservationHandler;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.sdk.testing.exporter.InMemorySpanExporter;
import io.opentelemetry.sdk.trace.SpanProcessor;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SimpleSpanProcessor;

import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import static org.awaitility.Awaitility.await;

/**
 * An application with Prometheus and OpenTelemetry, and the server that it calls.
 */
final class ObservedApplication implements AutoCloseable {

	static final String ANSWER = "{\"model\":\"qwen3\",\"choices\":[{\"message\":{\"content\":\"Sí.\"},\"finish_reason\":\"stop\"}],"
			+ "\"usage\":{\"prompt_tokens\":12,\"completion_tokens\":3,\"total_tokens\":15}}";

	static final String CHUNK = "data: {\"model\":\"qwen3\",\"choices\":[{\"delta\":{\"content\":\"Sí\"}}]}\n\n";

	static final String STREAM = CHUNK + CHUNK
			+ "data: {\"model\":\"qwen3\",\"choices\":[{\"delta\":{},\"finish_reason\":\"stop\"}]}\n\n"
			+ "data: {\"choices\":[],\"usage\":{\"prompt_tokens\":12,\"completion_tokens\":2,\"total_tokens\":14}}\n\ndata: [DONE]\n\n";

	static final String SERIES = "gen_ai_client_inference_duration_seconds_count";

	private final WireServer server = new WireServer();

	private ConfigurableApplicationContext context;

	private Endpoint endpoint;

	@Override
	public void close() {
		if (this.context != null) {
			this.context.close();
		}
		this.server.close();
	}

	void start(String... arguments) {
		String[] all = { "--inferencekey.project=acme", "--inferencekey.base-url=" + this.server.baseUrl(),
				"--inferencekey.workloads.support-bot.api-key=" + WireServer.KEY,
				"--inferencekey.retry.initial-backoff=1ms", "--management.tracing.sampling.probability=1",
				"--management.tracing.baggage.remote-fields=tenant" };
		String[] joined = Arrays.copyOf(all, all.length + arguments.length);
		System.arraycopy(arguments, 0, joined, all.length, arguments.length);
		this.context = new SpringApplicationBuilder(Application.class).web(WebApplicationType.NONE).run(joined);
		this.endpoint = this.context.getBean("inferencekey.endpoint.support-bot", Endpoint.class);
	}

	WireServer server() {
		return this.server;
	}

	Endpoint endpoint() {
		return this.endpoint;
	}

	<T> T bean(Class<T> type) {
		return this.context.getBean(type);
	}

	List<SpanData> spans() {
		return bean(InMemorySpanExporter.class).getFinishedSpanItems();
	}

	SpanData callSpan() {
		return await().atMost(Duration.ofSeconds(10))
			.until(() -> spans().stream()
				.filter((span) -> span.getAttributes().get(key("inferencekey.workload")) != null)
				.findFirst(), Optional::isPresent)
			.orElseThrow();
	}

	static AttributeKey<String> key(String name) {
		return AttributeKey.stringKey(name);
	}

	String scrape() {
		return bean(PrometheusMeterRegistry.class).scrape();
	}

	String line(String... parts) {
		return scrape().lines()
			.filter((line) -> !line.startsWith("#"))
			.filter((line) -> Arrays.stream(parts).allMatch(line::contains))
			.findFirst()
			.orElseThrow(() -> new AssertionError("no line with " + List.of(parts) + " in\n" + scrape()));
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class Application {

		@Bean
		PrometheusMeterRegistry prometheusMeterRegistry() {
			return new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
		}

		@Bean
		InMemorySpanExporter spanExporter() {
			return InMemorySpanExporter.create();
		}

		@Bean
		SpanProcessor spanProcessor(InMemorySpanExporter exporter) {
			return SimpleSpanProcessor.create(exporter);
		}

		@Bean
		@ConditionalOnProperty("test.broken-handler")
		ObservationHandler<CallContext> brokenHandler(@Value("${test.broken-handler}") String moment) {
			return new BrokenHandler(moment);
		}

		@Bean
		@ConditionalOnBooleanProperty("test.convention")
		CallObservationConvention convention() {
			return new TeamConvention();
		}

	}

	private static final class TeamConvention extends DefaultCallObservationConvention {

		@Override
		public KeyValues getLowCardinalityKeyValues(CallContext context) {
			return super.getLowCardinalityKeyValues(context).and(KeyValue.of("team", "support"));
		}

	}

}
