package dev.inferencekey.autoconfigure.observation;

import java.util.concurrent.atomic.AtomicInteger;

import dev.inferencekey.Endpoint;
import dev.inferencekey.observation.CallContext;
import dev.inferencekey.observation.CallDurationObservationHandler;
import dev.inferencekey.wire.WireServer;
import io.micrometer.core.instrument.observation.MeterObservationHandler;
import io.micrometer.observation.Observation;
import org.junit.jupiter.api.Test;

import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Of the handlers of meters, Spring Boot asks the first that will do: that of the
 * application, if it has one.
 */
class OwnMeterHandlerTests {

	@Test
	void callWhenTheApplicationHasAMeterHandlerThenThatIsAskedAndOursIsNotThere() {
		try (WireServer server = new WireServer()) {
			server.thenJson(200, "{\"choices\":[{\"message\":{\"content\":\"ok\"}}]}");
			new ApplicationContextRunner().withUserConfiguration(Application.class)
				.withPropertyValues("inferencekey.project=acme", "inferencekey.base-url=" + server.baseUrl(),
						"inferencekey.workloads.support-bot.api-key=" + WireServer.KEY)
				.run((context) -> {
					context.getBean(Endpoint.class).generateText("a");
					assertThat(context.getBean(Own.class).calls).hasValue(1);
					assertThat(context).doesNotHaveBean(CallDurationObservationHandler.class);
				});
		}
	}

	private static final class Own implements MeterObservationHandler<Observation.Context> {

		private final AtomicInteger calls = new AtomicInteger();

		@Override
		public void onStop(Observation.Context context) {
			if (context instanceof CallContext) {
				this.calls.incrementAndGet();
			}
		}

		@Override
		public boolean supportsContext(Observation.Context context) {
			return true;
		}

	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class Application {

		@Bean
		Own own() {
			return new Own();
		}

	}

}
