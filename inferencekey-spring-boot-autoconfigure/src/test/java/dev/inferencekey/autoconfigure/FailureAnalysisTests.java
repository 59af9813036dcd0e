package dev.inferencekey.autoconfigure;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import dev.inferencekey.Endpoint;
import dev.inferencekey.wire.WireServer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.core.env.SystemEnvironmentPropertySource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatException;

/**
 * What an application prints when it is configured wrong: what to change, no stack trace
 * and no key.
 */
@ExtendWith(OutputCaptureExtension.class)
class FailureAnalysisTests {

	private static final String PROJECT = "inferencekey.project=acme";

	private static final String BOT = "inferencekey.workloads.support-bot.";

	private static final String KEY = BOT + "api-key=" + WireServer.KEY;

	static Stream<Arguments> misconfigurations() {
		return Stream.of(row("no project", List.of("inferencekey.project", "INFERENCEKEY_PROJECT"), KEY),
				row("no key", List.of("No ik_live_ key for workload \"support-bot\"", BOT + "api-key"), PROJECT,
						BOT + "model=m"),
				row("control token", List.of(BOT + "api-key", "control token", "wrong_credential_type"), PROJECT,
						BOT + "api-key=ik_sdk_a1b2c3d4_" + WireServer.SECRET),
				row("control token as default", List.of("inferencekey.api-key", "control token"), PROJECT,
						BOT + "model=m", "inferencekey.api-key=ik_sdk_a1b2c3d4_" + WireServer.SECRET),
				row("no data key", List.of(BOT + "api-key", "ik_live_"), PROJECT,
						BOT + "api-key=token-" + WireServer.SECRET),
				row("placeholder that nothing resolves",
						List.of(BOT + "api-key names ${SUPPORT_IK_NOWHERE}, which nothing sets"), PROJECT,
						BOT + "api-key=${SUPPORT_IK_NOWHERE}"),
				row("malformed key", List.of(BOT + "api-key", "visible ASCII"), PROJECT,
						BOT + "api-key=ik_live_ñ" + WireServer.SECRET),
				row("names alike", List.of("support-bot", "supportbot", "dashes"), PROJECT, KEY,
						"inferencekey.workloads.supportbot.api-key=" + WireServer.KEY),
				row("bad name", List.of("supportBot", "inferencekey.workloads"), PROJECT,
						"inferencekey.workloads.supportBot.api-key=" + WireServer.KEY),
				row("unknown property", List.of(BOT + "timeot"), PROJECT, KEY, BOT + "timeot=1s"),
				row("unknown property with a key in it", List.of(BOT + "apikeyy"), PROJECT, KEY,
						BOT + "apikeyy=ik_live_a1b2c3d4_" + WireServer.SECRET),
				row("key in place of a workload", List.of("inferencekey.workloads.support-bot", ".api-key"), PROJECT,
						"inferencekey.workloads.support-bot=" + WireServer.KEY),
				row("key in place of a duration", List.of(BOT + "http.read-timeout", "10s"), PROJECT, KEY,
						BOT + "http.read-timeout=" + WireServer.KEY),
				row("bad enum", List.of(BOT + "http.redirects", "DONT_FOLLOW"), PROJECT, KEY,
						BOT + "http.redirects=maybe"),
				row("insecure", List.of("allow-insecure-http", "https"), PROJECT, KEY,
						"inferencekey.base-url=http://platform.internal"),
				row("bad base URL", List.of("inferencekey.base-url"), PROJECT, KEY,
						"inferencekey.base-url=" + WireServer.KEY),
				row("bad URL", List.of(BOT + "url"), BOT + "url=localhost:11434"),
				row("bad slug", List.of(BOT + "slug"), PROJECT, KEY, BOT + "slug=Support Bot"),
				row("bad project", List.of("inferencekey.project"), "inferencekey.project=" + "a/../b", KEY),
				row("missing file", List.of("api-key-location"), PROJECT, BOT + "api-key-location=/no/such/file"),
				row("key and file", List.of(BOT + "api-key-location"), PROJECT, KEY,
						BOT + "api-key-location=/no/such/file"),
				row("unknown bundle", List.of(BOT + "http.ssl.bundle", "mine"), PROJECT, KEY,
						BOT + "http.ssl.bundle=mine"));
	}

	private static Arguments row(String name, List<String> says, String... properties) {
		return Arguments.of(name, says, properties);
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class Application {

	}

	private static SpringApplicationBuilder application(Class<?> source) {
		return new SpringApplicationBuilder(source).web(WebApplicationType.NONE);
	}

	@ParameterizedTest(name = "{0}")
	@MethodSource("misconfigurations")
	void startWhenMisconfiguredThenTheConsoleSaysWhatToChange(String name, List<String> says, String[] properties,
			CapturedOutput output) {
		List<String> arguments = new ArrayList<>();
		for (String property : properties) {
			arguments.add("--" + property);
		}
		SpringApplication application = application(Application.class).build();
		assertThatException().isThrownBy(() -> application.run(arguments.toArray(String[]::new)));
		assertAnalysis(output, says);
	}

	@Test
	void startWhenAnEnvironmentVariableMakesATwinThenBothAreNamed(CapturedOutput output) {
		StandardEnvironment environment = new StandardEnvironment();
		environment.getPropertySources()
			.replace(StandardEnvironment.SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME,
					new SystemEnvironmentPropertySource(StandardEnvironment.SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME,
							Map.of("INFERENCEKEY_WORKLOADS_SUPPORTBOT_APIKEY", WireServer.KEY)));
		SpringApplication application = application(Application.class).environment(environment).build();
		assertThatException().isThrownBy(() -> application.run("--" + PROJECT, "--" + KEY));
		assertAnalysis(output, List.of("support-bot", "supportbot", "INFERENCEKEY_WORKLOADS_SUPPORT_BOT_API_KEY"));
	}

	@Test
	void startWhenAWorkloadIsInjectedThatIsNotThereThenTheConfiguredOnesAreNamed(CapturedOutput output) {
		SpringApplication application = application(NeedsEndpoint.class).build();
		assertThatException().isThrownBy(() -> application.run("--" + PROJECT, "--" + KEY));
		assertAnalysis(output, List.of("Configured workloads: support-bot", "inferencekey.workloads"));
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class NeedsEndpoint {

		@Bean
		String needy(@Qualifier("billing") Endpoint billing) {
			return billing.workload();
		}

	}

	private static void assertAnalysis(CapturedOutput output, List<String> says) {
		String console = output.getAll();
		assertThat(console).contains("APPLICATION FAILED TO START").contains("Action:");
		String analysis = console.substring(console.indexOf("APPLICATION FAILED TO START"));
		assertThat(analysis).contains(says).doesNotContain("\tat ");
		assertThat(console).doesNotContain(WireServer.SECRET);
	}

}
