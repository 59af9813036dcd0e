package dev.inferencekey.autoconfigure;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;

import dev.inferencekey.DataClient;
import dev.inferencekey.Endpoint;
import dev.inferencekey.credential.ApiKey;
import dev.inferencekey.error.ApiException;
import dev.inferencekey.error.CallRejectedException;
import dev.inferencekey.error.ConfigurationException;
import dev.inferencekey.error.StreamInterruptedException;
import dev.inferencekey.error.TransportException;
import dev.inferencekey.error.ValidationException;
import dev.inferencekey.wire.WireServer;
import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig;
import io.github.resilience4j.circuitbreaker.CircuitBreakerRegistry;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import reactor.netty.http.client.HttpClient;
import reactor.netty.resources.ConnectionProvider;
import reactor.netty.resources.LoopResources;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.context.LifecycleAutoConfiguration;
import org.springframework.boot.http.client.autoconfigure.HttpClientAutoConfiguration;
import org.springframework.boot.http.client.autoconfigure.reactive.ReactiveHttpClientAutoConfiguration;
import org.springframework.boot.http.client.reactive.ClientHttpConnectorBuilder;
import org.springframework.boot.http.client.reactive.JdkClientHttpConnectorBuilder;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.webclient.WebClientCustomizer;
import org.springframework.boot.webclient.autoconfigure.WebClientAutoConfiguration;
import org.springframework.context.ApplicationContext;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.core.env.SystemEnvironmentPropertySource;
import org.springframework.http.client.reactive.ClientHttpConnector;
import org.springframework.http.client.reactive.ReactorClientHttpConnector;
import org.springframework.web.reactive.function.client.WebClient;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * That every setting reaches the wire, and which one wins.
 */
class SettingsTests {

	private static final String ANSWER = "{\"choices\":[{\"message\":{\"content\":\"ok\"}}]}";

	private static final String OTHER_KEY = "ik_live_99999999_" + "f".repeat(64);

	private final WireServer server = new WireServer().thenJson(200, ANSWER);

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(InferenceKeyAutoConfiguration.class, WebClientsAutoConfiguration.class,
				WebClientAutoConfiguration.class, ReactiveHttpClientAutoConfiguration.class,
				HttpClientAutoConfiguration.class))
		.withPropertyValues("inferencekey.base-url=" + this.server.baseUrl() + "/", "inferencekey.project=acme",
				"inferencekey.api-key=" + WireServer.KEY);

	@AfterEach
	void close() {
		this.server.close();
	}

	private WireServer.Request sent() {
		return this.server.requests().get(this.server.requests().size() - 1);
	}

	private static void call(ApplicationContext context) {
		assertThat(context.getBean(Endpoint.class).generateText("Hola").text()).isEqualTo("ok");
	}

	@Test
	void settingsWhenGlobalThenUsedByAWorkloadWithoutItsOwn() {
		this.runner.withPropertyValues("inferencekey.workloads.bot.model=m", "inferencekey.defaults.temperature=0.5")
			.run((context) -> {
				call(context);
				assertThat(sent().line()).startsWith("POST /endpoint/acme/bot/v1/chat/completions ");
				assertThat(sent().headers()).containsEntry("authorization", "Bearer " + WireServer.KEY);
				assertThat(sent().body()).contains("\"model\":\"m\"").contains("\"temperature\":0.5");
			});
	}

	@Test
	void settingsWhenOfTheWorkloadThenTheyWin() {
		this.runner.withPropertyValues("inferencekey.workloads.bot.api-key=" + OTHER_KEY,
				"inferencekey.workloads.bot.slug=help", "inferencekey.workloads.bot.project=other",
				"inferencekey.defaults.temperature=0.5", "inferencekey.defaults.max-tokens=7",
				"inferencekey.workloads.bot.defaults.temperature=0.1", "inferencekey.workloads.bot.defaults.stop=END")
			.run((context) -> {
				call(context);
				assertThat(sent().line()).startsWith("POST /endpoint/other/help/v1/chat/completions ");
				assertThat(sent().headers()).containsEntry("authorization", "Bearer " + OTHER_KEY);
				assertThat(sent().body()).contains("\"model\":\"help\"")
					.contains("\"temperature\":0.1")
					.contains("\"max_tokens\":7")
					.contains("\"stop\":[\"END\"]");
			});
	}

	@Test
	void settingsWhenFromTheFourEnvironmentVariablesThenUsedAsTheyAre() {
		new ApplicationContextRunner()
			.withConfiguration(AutoConfigurations.of(InferenceKeyAutoConfiguration.class,
					WebClientsAutoConfiguration.class, WebClientAutoConfiguration.class))
			.withInitializer((context) -> context.getEnvironment()
				.getPropertySources()
				.replace(StandardEnvironment.SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME,
						new SystemEnvironmentPropertySource(StandardEnvironment.SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME,
								Map.of("INFERENCEKEY_BASE_URL", this.server.baseUrl(), "INFERENCEKEY_PROJECT",
										"envproject", "INFERENCEKEY_API_KEY", OTHER_KEY, "INFERENCEKEY_SDK_TOKEN",
										"ik_sdk_00000000_" + "0".repeat(64), "INFERENCEKEY_WORKLOADS_SUPPORT_BOT_MODEL",
										"from-env"))))
			.withPropertyValues("inferencekey.workloads.support-bot.slug=help")
			.run((context) -> {
				assertThat(context).hasNotFailed();
				assertThat(context.getBean(DataClient.class).workloads()).containsExactly("support-bot");
				call(context);
				assertThat(sent().line()).startsWith("POST /endpoint/envproject/help/");
				assertThat(sent().body()).contains("\"model\":\"from-env\"");
				assertThat(sent().headers()).containsEntry("authorization", "Bearer " + OTHER_KEY);
			});
	}

	@Test
	void keyWhenInAFileThenRead(@TempDir Path folder) throws Exception {
		Path file = Files.writeString(folder.resolve("key"), OTHER_KEY + "\n");
		this.runner.withPropertyValues("inferencekey.workloads.bot.api-key-location=" + file).run((context) -> {
			call(context);
			assertThat(sent().headers()).containsEntry("authorization", "Bearer " + OTHER_KEY);
		});
	}

	@Test
	void keyWhenWorkloadHasAUrlThenTheDefaultKeyIsNotSentThere() {
		this.runner.withPropertyValues("inferencekey.workloads.local.url=" + this.server.baseUrl() + "/v1")
			.run((context) -> {
				call(context);
				assertThat(sent().line()).startsWith("POST /v1/chat/completions ");
				assertThat(sent().headers()).doesNotContainKey("authorization");
			});
	}

	@Test
	void connectionDetailsWhenABeanThenTheyReplaceTheProperties() {
		this.runner.withBean(InferenceKeyConnectionDetails.class, () -> new InferenceKeyConnectionDetails() {

			@Override
			public String getBaseUrl() {
				return SettingsTests.this.server.baseUrl();
			}

			@Override
			public String getProject() {
				return "from-details";
			}

			@Override
			public @Nullable ApiKey getApiKey(String workload) {
				return ApiKey.of("ik_live_12345678_" + workload);
			}

		})
			.withPropertyValues("inferencekey.workloads.bot.api-key=" + OTHER_KEY,
					"inferencekey.workloads.bot.project=ignored", "inferencekey.base-url=http://ignored.invalid")
			.run((context) -> {
				call(context);
				assertThat(sent().line()).startsWith("POST /endpoint/from-details/bot/");
				assertThat(sent().headers()).containsEntry("authorization", "Bearer ik_live_12345678_bot");
				context.getBean(DataClient.class).endpoint("other").generateText("Hola");
				assertThat(sent().headers()).containsEntry("authorization", "Bearer ik_live_12345678_other");
			});
	}

	@Test
	void customizersWhenBeansThenCalledForEachWorkload() {
		AtomicInteger calls = new AtomicInteger();
		this.runner.withBean(EndpointCustomizer.class, () -> (workload, settings) -> {
			calls.incrementAndGet();
			settings.model(workload + "-customized");
		})
			.withBean(WebClientCustomizer.class, () -> (builder) -> builder.defaultHeader("x-custom", "yes"))
			.withPropertyValues("inferencekey.workloads.bot.model=m")
			.run((context) -> {
				call(context);
				assertThat(calls).hasValue(1);
				assertThat(sent().body()).contains("bot-customized");
				assertThat(sent().headers()).containsEntry("x-custom", "yes");
				context.getBean(DataClient.class).endpoint("at-run-time").generateText("Hola");
				assertThat(sent().body()).contains("at-run-time-customized");
			});
	}

	@Test
	void connectorWhenSetByACustomizerThenItIsUsed() {
		AtomicInteger connects = new AtomicInteger();
		ReactorClientHttpConnector connector = new ReactorClientHttpConnector();
		ClientHttpConnector counting = (method, uri, callback) -> {
			connects.incrementAndGet();
			return connector.connect(method, uri, callback);
		};
		this.runner.withBean(WebClientCustomizer.class, () -> (builder) -> builder.clientConnector(counting))
			.withPropertyValues("inferencekey.workloads.bot.model=m")
			.run((context) -> {
				call(context);
				assertThat(connects).hasValue(1);
			});
	}

	@Test
	void connectorWhenABeanThenItIsUsed() {
		AtomicInteger connects = new AtomicInteger();
		ReactorClientHttpConnector connector = new ReactorClientHttpConnector();
		this.runner.withBean(ClientHttpConnector.class, () -> (method, uri, callback) -> {
			connects.incrementAndGet();
			return connector.connect(method, uri, callback);
		}).withPropertyValues("inferencekey.workloads.bot.model=m").run((context) -> {
			call(context);
			assertThat(connects).hasValue(1);
		});
	}

	@Test
	void webClientBuilderWhenABeanThenItIsUsed() {
		this.runner.withBean(WebClient.Builder.class, () -> WebClient.builder().defaultHeader("x-own", "yes"))
			.withPropertyValues("inferencekey.workloads.bot.model=m")
			.run((context) -> {
				call(context);
				assertThat(sent().headers()).containsEntry("x-own", "yes");
			});
	}

	@Test
	void httpSettingsWhenAConnectorBeanThenTheConflictIsRefused() {
		this.runner.withBean(WebClient.Builder.class, WebClient::builder)
			.withPropertyValues("inferencekey.workloads.bot.http.connect-timeout=1s")
			.run((context) -> assertThat(context).getFailure()
				.rootCause()
				.hasMessageContaining("inferencekey.workloads.bot.http"));
	}

	@Test
	void readTimeoutWhenOfTheWorkloadThenItEndsTheCall() {
		WireServer silent = new WireServer().then((exchange) -> exchange.awaitClosed(new CountDownLatch(1)));
		this.runner
			.withPropertyValues("spring.http.clients.read-timeout=1m",
					"inferencekey.workloads.bot.http.read-timeout=100ms",
					"inferencekey.workloads.bot.base-url=" + silent.baseUrl())
			.run((context) -> {
				long start = System.nanoTime();
				assertThatExceptionOfType(TransportException.class)
					.isThrownBy(() -> context.getBean(Endpoint.class).generateText("Hola"))
					.withMessageContaining("read-timeout");
				assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(20));
			});
		silent.close();
	}

	@Test
	void contextWhenClosedWithACallThatHangsOnAConnectorOfTheApplicationThenItKeepsToTheTimeout() throws Exception {
		CountDownLatch arrived = new CountDownLatch(1);
		WireServer silent = new WireServer().then((exchange) -> {
			arrived.countDown();
			exchange.awaitClosed(new CountDownLatch(1));
		});
		AtomicReference<Long> closing = new AtomicReference<>();
		this.runner.withBean(WebClient.Builder.class, WebClient::builder)
			.withConfiguration(AutoConfigurations.of(LifecycleAutoConfiguration.class))
			.withPropertyValues("inferencekey.workloads.bot.base-url=" + silent.baseUrl(),
					"spring.lifecycle.timeout-per-shutdown-phase=200ms")
			.run((context) -> {
				context.getBean(Endpoint.class).reactive().generateText("Hola").subscribe((answer) -> {
				}, (failure) -> {
				});
				assertThat(arrived.await(20, TimeUnit.SECONDS)).isTrue();
				closing.set(System.nanoTime());
			});
		assertThat(Duration.ofNanos(System.nanoTime() - closing.get())).isLessThan(Duration.ofSeconds(12));
		silent.close();
	}

	@Test
	void dataClientWhenItIsTheApplicationsAndDoesNotKnowAConfiguredWorkloadThenRefused() {
		this.runner.withBean(DataClient.class, this.server::client)
			.withPropertyValues("inferencekey.workloads.bot.model=m")
			.run((context) -> assertThat(context).getFailure()
				.rootCause()
				.hasMessageContaining("does not know workload \"bot\""));
		this.runner.withPropertyValues("inferencekey.workloads.bot.model=m")
			.run((parent) -> this.runner.withParent(parent)
				.withPropertyValues("inferencekey.workloads.billing.model=m")
				.run((child) -> assertThat(child).getFailure().rootCause().hasMessageContaining("\"billing\"")));
	}

	@Test
	void webClientBuildersWhenSeveralThenRefusedAtStart() {
		this.runner.withBean("one", WebClient.Builder.class, WebClient::builder)
			.withBean("two", WebClient.Builder.class, WebClient::builder)
			.withPropertyValues("inferencekey.workloads.bot.model=m")
			.run((context) -> assertThat(context).getFailure().rootCause().hasMessageContaining("@Primary"));
	}

	@Test
	void redirectsWhenTheConnectorWouldCarryTheKeyAlongThenRefused() {
		ApplicationContextRunner jdk = this.runner
			.withBean(JdkClientHttpConnectorBuilder.class, ClientHttpConnectorBuilder::jdk)
			.withPropertyValues("inferencekey.workloads.bot.model=m");
		jdk.run(SettingsTests::call);
		jdk.withPropertyValues("inferencekey.http.redirects=follow")
			.run((context) -> assertThatExceptionOfType(ConfigurationException.class)
				.isThrownBy(() -> context.getBean(Endpoint.class).generateText("Hola"))
				.withMessageContaining("inferencekey.http.redirects"));
		assertThat(this.server.requests()).hasSize(1);
	}

	@Test
	void cookiesWhenTheClientCanThenSentBackByTheWorkloadThatWantsThem() {
		WireServer sweet = new WireServer().thenJson(200, "{\"choices\":[{\"message\":{\"content\":\"ok\"}}]}",
				"Set-Cookie: node=7; Path=/");
		this.runner.withBean(JdkClientHttpConnectorBuilder.class, ClientHttpConnectorBuilder::jdk)
			.withPropertyValues("inferencekey.base-url=" + sweet.baseUrl(),
					"inferencekey.workloads.bot.http.cookie-handling=enable", "inferencekey.workloads.other.model=m")
			.run((context) -> {
				for (String workload : new String[] { "bot", "other", "bot", "other" }) {
					context.getBean(DataClient.class).endpoint(workload).generateText("Hola");
				}
				assertThat(sweet.requests()).extracting((request) -> request.headers().get("cookie"))
					.containsExactly(null, null, "node=7", null);
			});
		sweet.close();
	}

	@Test
	void cookiesWhenTheClientCannotThenConfigurationException() {
		this.runner.withPropertyValues("inferencekey.workloads.bot.model=m", "inferencekey.http.cookie-handling=enable")
			.run((context) -> assertThatExceptionOfType(ConfigurationException.class)
				.isThrownBy(() -> context.getBean(Endpoint.class).generateText("Hola"))
				.withMessageContaining("inferencekey.http.cookie-handling"));
	}

	@Test
	void circuitBreakerWhenAskedForThenItOpensAndRefusesWithoutSending() {
		CircuitBreakerRegistry registry = CircuitBreakerRegistry
			.of(CircuitBreakerConfig.custom().slidingWindowSize(4).minimumNumberOfCalls(4).build());
		WireServer failing = new WireServer().thenJson(400, "{}").thenJson(400, "{}").thenJson(500, "{}");
		this.runner.withConfiguration(AutoConfigurations.of(CircuitBreakerAutoConfiguration.class))
			.withBean(CircuitBreakerRegistry.class, () -> registry)
			.withPropertyValues("inferencekey.circuit-breaker=true", "inferencekey.retry.max-attempts=1",
					"inferencekey.workloads.bot.base-url=" + failing.baseUrl(),
					"inferencekey.workloads.unprotected.circuit-breaker=false")
			.run((context) -> {
				Endpoint bot = context.getBean(DataClient.class).endpoint("bot");
				for (int i = 0; i < 2; i++) {
					assertThatExceptionOfType(ValidationException.class).isThrownBy(() -> bot.generateText("Hola"));
				}
				for (int i = 0; i < 2; i++) {
					assertThatExceptionOfType(ApiException.class).isThrownBy(() -> bot.generateTextStream("Hola"));
				}
				assertThat(registry.circuitBreaker("inferencekey-bot").getState()).isEqualTo(CircuitBreaker.State.OPEN);
				assertThatExceptionOfType(CallRejectedException.class).isThrownBy(() -> bot.generateText("Hola"))
					.withMessageContaining("circuit breaker");
				assertThatExceptionOfType(CallRejectedException.class).isThrownBy(() -> bot.generateTextStream("Hola"));
				assertThat(failing.requests()).hasSize(4);
				assertThat(context.getBean(DataClient.class).endpoint("unprotected").generateText("Hola").text())
					.isEqualTo("ok");
			});
		failing.close();
	}

	@Test
	void circuitBreakerWhenAskedForByAllThenAWorkloadKnownOnlyAtRunTimeHasOneThatTheRegistryDoesNotKeep() {
		CircuitBreakerRegistry registry = CircuitBreakerRegistry
			.of(CircuitBreakerConfig.custom().slidingWindowSize(4).minimumNumberOfCalls(4).build());
		this.runner.withConfiguration(AutoConfigurations.of(CircuitBreakerAutoConfiguration.class))
			.withBean(CircuitBreakerRegistry.class, () -> registry)
			.withPropertyValues("inferencekey.circuit-breaker=true", "inferencekey.retry.max-attempts=1")
			.run((context) -> {
				this.server.thenJson(500, "{}").thenJson(500, "{}").thenJson(500, "{}").thenJson(200, ANSWER);
				DataClient client = context.getBean(DataClient.class);
				client.endpoint("at-run-time").generateText("Hola");
				for (int i = 0; i < 3; i++) {
					assertThatExceptionOfType(ApiException.class)
						.isThrownBy(() -> client.endpoint("at-run-time").generateText("Hola"));
				}
				assertThatExceptionOfType(CallRejectedException.class)
					.isThrownBy(() -> client.endpoint("at-run-time").generateText("Hola"))
					.withMessageContaining("circuit breaker");
				assertThat(client.endpoint("another").generateText("Hola").text()).isEqualTo("ok");
				assertThat(registry.getAllCircuitBreakers()).isEmpty();
			});
	}

	@Test
	void circuitBreakerWhenAskedForButNotOnTheClassPathThenConfigurationException() {
		this.runner.withConfiguration(AutoConfigurations.of(CircuitBreakerAutoConfiguration.class))
			.withClassLoader(new FilteredClassLoader("io.github.resilience4j"))
			.withPropertyValues("inferencekey.workloads.bot.circuit-breaker=true")
			.run((context) -> assertThat(context).getFailure()
				.rootCause()
				.hasMessageContaining("resilience4j-circuitbreaker"));
		this.runner.withConfiguration(AutoConfigurations.of(CircuitBreakerAutoConfiguration.class))
			.withClassLoader(new FilteredClassLoader("io.github.resilience4j", "org.springframework.boot.actuate"))
			.withPropertyValues("inferencekey.workloads.bot.model=m")
			.run(SettingsTests::call);
	}

	@Test
	void contextWhenClosedThenARunningStreamHasTimeAndThenEnds() throws Exception {
		CountDownLatch streaming = new CountDownLatch(1);
		CountDownLatch closed = new CountDownLatch(1);
		WireServer endless = new WireServer().then((exchange) -> {
			exchange.head();
			exchange.chunk("data: {\"choices\":[{\"delta\":{\"content\":\"a\"}}]}\n\n");
			streaming.countDown();
			exchange.awaitClosed(closed);
		});
		AtomicReference<Throwable> failure = new AtomicReference<>();
		CountDownLatch failed = new CountDownLatch(1);
		this.runner
			.withPropertyValues("inferencekey.workloads.bot.base-url=" + endless.baseUrl(),
					"spring.lifecycle.timeout-per-shutdown-phase=300ms")
			.withConfiguration(AutoConfigurations.of(LifecycleAutoConfiguration.class))
			.run((context) -> {
				context.getBean(Endpoint.class).reactive().generateTextStream("Hola").subscribe((chunk) -> {
				}, (ex) -> {
					failure.set(ex);
					failed.countDown();
				});
				assertThat(streaming.await(20, TimeUnit.SECONDS)).isTrue();
			});
		assertThat(failed.await(20, TimeUnit.SECONDS)).isTrue();
		assertThat(failure.get()).isInstanceOf(StreamInterruptedException.class);
		assertThat(closed.await(20, TimeUnit.SECONDS)).isTrue();
		endless.close();
	}

	@Test
	void contextWhenClosedThenARunningStreamEndsOnAWebClientOfTheApplicationToo() throws Exception {
		CountDownLatch streaming = new CountDownLatch(1);
		CountDownLatch closed = new CountDownLatch(1);
		WireServer endless = new WireServer().then((exchange) -> {
			exchange.head();
			exchange.chunk("data: {\"choices\":[{\"delta\":{\"content\":\"a\"}}]}\n\n");
			streaming.countDown();
			exchange.awaitClosed(closed);
		});
		CompletableFuture<Throwable> failure = new CompletableFuture<>();
		this.runner
			.withPropertyValues("inferencekey.workloads.bot.base-url=" + endless.baseUrl(),
					"spring.lifecycle.timeout-per-shutdown-phase=300ms")
			.withBean(WebClient.Builder.class,
					() -> WebClient.builder()
						.clientConnector(new ReactorClientHttpConnector(
								HttpClient.create(ConnectionProvider.create("of the application"))
									.runOn(LoopResources.create("of-the-application")))))
			.withConfiguration(AutoConfigurations.of(LifecycleAutoConfiguration.class))
			.run((context) -> {
				context.getBean(Endpoint.class).reactive().generateTextStream("Hola").subscribe((chunk) -> {
				}, failure::complete);
				assertThat(streaming.await(20, TimeUnit.SECONDS)).isTrue();
			});
		assertThat(failure).succeedsWithin(Duration.ofSeconds(20))
			.asInstanceOf(InstanceOfAssertFactories.throwable(StreamInterruptedException.class))
			.hasMessageContaining("spring.lifecycle.timeout-per-shutdown-phase")
			.satisfies((ex) -> assertThat(ex.partialText()).isEqualTo("a"));
		assertThat(closed.await(20, TimeUnit.SECONDS)).isTrue();
		endless.close();
	}

	@Test
	void jsonMapperWhenCustomizedThenItWritesExtraFieldsAndLeavesTheContractAlone() {
		record Schema(String camelCase) {
		}
		this.runner
			.withBean(JsonMapper.class,
					() -> JsonMapper.builder().propertyNamingStrategy(PropertyNamingStrategies.KEBAB_CASE).build())
			.withPropertyValues("inferencekey.workloads.bot.model=m")
			.run((context) -> {
				context.getBean(Endpoint.class)
					.generateText((request) -> request.prompt("a").maxTokens(1).extra("schema", new Schema("x")));
				assertThat(sent().body()).contains("\"schema\":{\"camel-case\":\"x\"}").contains("\"max_tokens\":1");
			});
	}

}
