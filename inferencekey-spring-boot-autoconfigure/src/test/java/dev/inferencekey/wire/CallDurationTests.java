package dev.inferencekey.wire;

import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

import dev.inferencekey.Endpoint;
import dev.inferencekey.error.ApiException;
import dev.inferencekey.observation.CallContext;
import dev.inferencekey.observation.CallDurationObservationHandler;
import dev.inferencekey.observation.CallMeterObservationHandler;
import dev.inferencekey.resilience.RetrySettings;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MockClock;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.config.MeterFilter;
import io.micrometer.core.instrument.observation.DefaultMeterObservationHandler;
import io.micrometer.core.instrument.observation.DefaultMeterObservationHandler.IgnoredMeters;
import io.micrometer.core.instrument.simple.SimpleConfig;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationHandler;
import io.micrometer.observation.ObservationRegistry;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * The meters of durations beside those that Micrometer's own handler makes.
 */
class CallDurationTests {

	private static final String ANSWER = """
			{"model":"qwen3","choices":[{"message":{"content":"a"},"finish_reason":"stop"}],
			"usage":{"prompt_tokens":1,"completion_tokens":2,"total_tokens":3}}""";

	private static final String DURATION = "gen_ai.client.operation.duration";

	private final WireServer server = new WireServer();

	private final MockClock clock = new MockClock();

	private final MeterRegistry ours = new SimpleMeterRegistry(SimpleConfig.DEFAULT, this.clock);

	private final MeterRegistry micrometers = new SimpleMeterRegistry(SimpleConfig.DEFAULT, this.clock);

	private final ObservationRegistry observations = ObservationRegistry.create();

	@AfterEach
	void close() {
		this.server.close();
	}

	private Endpoint endpoint(IgnoredMeters... ignored) {
		// Each by itself, as no application would have them.
		this.observations.observationConfig()
			.observationHandler(new CallDurationObservationHandler(this.ours, ignored))
			.observationHandler(new OfCalls(new DefaultMeterObservationHandler(this.micrometers, ignored)))
			.observationHandler(new OneSecond());
		return this.server.builder()
			.observationRegistry(this.observations)
			.retry(new RetrySettings(1, Duration.ofMillis(1), Duration.ofMillis(1)))
			.build()
			.endpoint("support-bot");
	}

	private record OfCalls(DefaultMeterObservationHandler handler) implements ObservationHandler<Observation.Context> {

		@Override
		public void onStart(Observation.Context context) {
			this.handler.onStart(context);
		}

		@Override
		public void onStop(Observation.Context context) {
			this.handler.onStop(context);
		}

		@Override
		public void onEvent(Observation.Event event, Observation.Context context) {
			this.handler.onEvent(event, context);
		}

		@Override
		public boolean supportsContext(Observation.Context context) {
			return context instanceof CallContext;
		}

	}

	private final class OneSecond implements ObservationHandler<CallContext> {

		@Override
		public void onScopeOpened(CallContext context) {
			CallDurationTests.this.clock.add(1, TimeUnit.SECONDS);
			CallDurationTests.this.observations.getCurrentObservation().event(Observation.Event.of("sent"));
		}

		@Override
		public boolean supportsContext(Observation.Context context) {
			return context instanceof CallContext;
		}

	}

	private static Set<String> shown(MeterRegistry registry) {
		return registry.getMeters()
			.stream()
			.map((meter) -> meter.getId() + " " + meter.getId().getType() + " " + values(meter))
			.collect(Collectors.toSet());
	}

	private static List<String> values(Meter meter) {
		return StreamSupport.stream(meter.measure().spliterator(), false).map(Objects::toString).toList();
	}

	@Test
	void metersWhenCallsSucceedAndFailThenThoseOfMicrometer() {
		this.server.thenJson(200, ANSWER)
			.thenJson(200, ANSWER)
			.thenJson(500, "{}")
			.thenJson(200, ANSWER.replace("qwen3", "other"));
		Endpoint endpoint = endpoint();
		endpoint.generateText("a");
		endpoint.generateText("a");
		assertThatExceptionOfType(ApiException.class).isThrownBy(() -> endpoint.generateText("a"));
		endpoint.generateText("a");
		assertThat(shown(this.ours)).isEqualTo(shown(this.micrometers));
		assertThat(this.ours.get(DURATION).tag("error", "none").tag("gen_ai.response.model", "qwen3").timer())
			.satisfies((timer) -> {
				assertThat(timer.count()).isEqualTo(2);
				assertThat(timer.totalTime(TimeUnit.SECONDS)).isEqualTo(2);
			});
		assertThat(this.ours.get(DURATION).tag("error", "ApiException").timer().count()).isEqualTo(1);
		assertThat(this.ours.get(DURATION + ".sent").counters()).isNotEmpty();
	}

	@Test
	void metersWhenAFilterMakesThemOneAndTheyAreRemovedThenNothingIsLost() {
		this.ours.config().meterFilter(MeterFilter.ignoreTags("gen_ai.response.model"));
		this.server.thenJson(200, ANSWER)
			.thenJson(200, ANSWER.replace("qwen3", "other"))
			.thenJson(200, ANSWER)
			.thenJson(200, ANSWER.replace("qwen3", "other"));
		Endpoint endpoint = endpoint();
		endpoint.generateText("a");
		endpoint.generateText("a");
		this.ours.clear();
		endpoint.generateText("a");
		endpoint.generateText("a");
		assertThat(this.ours.get(DURATION).timers()).singleElement().extracting(Timer::count).isEqualTo(2L);
	}

	@Test
	void meterWhenDeniedFirstAndAllowedLaterThenThere() {
		AtomicBoolean denied = new AtomicBoolean(true);
		this.ours.config().meterFilter(MeterFilter.deny((id) -> denied.get()));
		this.server.thenJson(200, ANSWER);
		Endpoint endpoint = endpoint();
		endpoint.generateText("a");
		denied.set(false);
		endpoint.generateText("a");
		assertThat(this.ours.get(DURATION).timers()).singleElement().extracting(Timer::count).isEqualTo(1L);
	}

	@Test
	void tokensWhenAFilterRenamesTheirMeterAndItIsRemovedThenRecordedAgain() {
		SimpleMeterRegistry renamed = new SimpleMeterRegistry();
		renamed.config().meterFilter(new MeterFilter() {

			@Override
			public Meter.Id map(Meter.Id id) {
				return id.withName("shop." + id.getName());
			}

		});
		this.observations.observationConfig().observationHandler(new CallMeterObservationHandler(renamed));
		this.server.thenJson(200, ANSWER);
		Endpoint endpoint = endpoint();
		endpoint.generateText("a");
		renamed.clear();
		endpoint.generateText("a");
		assertThat(renamed.get("shop.gen_ai.client.token.usage").tag("gen_ai.token.type", "output").summary().count())
			.isEqualTo(1);
	}

	@Test
	void activeWhenIgnoredThenNoMeter() {
		this.server.thenJson(200, ANSWER);
		endpoint(IgnoredMeters.LONG_TASK_TIMER).generateText("a");
		assertThat(this.ours.find(DURATION + ".active").meters()).isEmpty();
		assertThat(shown(this.ours)).isEqualTo(shown(this.micrometers));
	}

	@Test
	void durationWhenItsMeterWasRemovedThenRecordedAgain() {
		this.server.thenJson(200, ANSWER).thenJson(200, ANSWER);
		Endpoint endpoint = endpoint();
		endpoint.generateText("a");
		this.ours.clear();
		endpoint.generateText("a");
		assertThat(this.ours.get(DURATION).timers()).singleElement().extracting(Timer::count).isEqualTo(1L);
		assertThat(this.ours.get(DURATION + ".active").longTaskTimers()).hasSize(1);
	}

	@Test
	void durationWhenAnotherHandlerFailsAtTheStartThenTheCallIsAnswered() {
		this.server.thenJson(200, ANSWER);
		this.observations.observationConfig().observationHandler(new BrokenHandler("start"));
		assertThat(endpoint().generateText("a").text()).isEqualTo("a");
		assertThat(this.ours.find(DURATION).timers()).isEmpty();
	}

}
