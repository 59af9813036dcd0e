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

package dev.inferencekey.autoconfigure;

import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import dev.inferencekey.DataClient;
import dev.inferencekey.Endpoint;
import dev.inferencekey.ReactiveEndpoint;
import dev.inferencekey.wire.WireServer;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;
import org.mockito.Mockito;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.http.client.autoconfigure.HttpClientAutoConfiguration;
import org.springframework.boot.http.client.autoconfigure.reactive.ReactiveHttpClientAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.webclient.autoconfigure.WebClientAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Every way in which an application gets at its workloads.
 */
class InjectionTests {

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(InferenceKeyAutoConfiguration.class, WebClientsAutoConfiguration.class,
				WebClientAutoConfiguration.class, ReactiveHttpClientAutoConfiguration.class,
				HttpClientAutoConfiguration.class))
		.withPropertyValues("inferencekey.project=acme", "inferencekey.api-key=" + WireServer.KEY);

	private ApplicationContextRunner withTwo() {
		return this.runner.withPropertyValues("inferencekey.workloads.support-bot.model=",
				"inferencekey.workloads.billing.model=b");
	}

	record Named(Endpoint supportBot, ReactiveEndpoint billing) {
	}

	@Configuration(proxyBeanMethods = false)
	static class ByName {

		@Bean
		Named named(Endpoint supportBot, ReactiveEndpoint billing) {
			return new Named(supportBot, billing);
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class ByQualifier {

		@Bean
		Named qualified(@Qualifier("support-bot") Endpoint first, @Qualifier("billing") ReactiveEndpoint second) {
			return new Named(first, second);
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class Alone {

		@Bean
		Named alone(Endpoint anything, ReactiveEndpoint whatever) {
			return new Named(anything, whatever);
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class NamesakeComponents {

		@Bean
		StringBuilder billing() {
			return new StringBuilder("a component of the application");
		}

		@Bean
		StringBuilder supportBot() {
			return new StringBuilder("another");
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class OwnEndpoint {

		static final Endpoint OWN = Mockito.mock();

		@Bean
		Endpoint own() {
			return OWN;
		}

	}

	@Test
	void endpointWhenNamedByParameterThenInjected() {
		withTwo().withUserConfiguration(ByName.class).run((context) -> {
			assertThat(context.getBean(Named.class).supportBot().workload()).isEqualTo("support-bot");
			assertThat(context.getBean(Named.class).billing().workload()).isEqualTo("billing");
		});
	}

	@Test
	void endpointWhenQualifiedThenInjected() {
		withTwo().withUserConfiguration(ByQualifier.class).run((context) -> {
			assertThat(context.getBean(Named.class).supportBot().workload()).isEqualTo("support-bot");
			assertThat(context.getBean(Named.class).billing().workload()).isEqualTo("billing");
		});
	}

	@Test
	void endpointWhenAloneThenInjectedUnderAnyName() {
		this.runner.withPropertyValues("inferencekey.workloads.support-bot.slug=help")
			.withUserConfiguration(Alone.class)
			.run((context) -> assertThat(context.getBean(Named.class).supportBot().workload())
				.isEqualTo("support-bot"));
	}

	@Test
	void endpointWhenAComponentHasItsNameThenStillInjected() {
		withTwo().withUserConfiguration(NamesakeComponents.class, ByName.class, ByQualifier.class).run((context) -> {
			assertThat(context).hasNotFailed();
			assertThat(context.getBean("named", Named.class).billing().workload()).isEqualTo("billing");
			assertThat(context.getBean("named", Named.class).supportBot().workload()).isEqualTo("support-bot");
			assertThat(context.getBean("qualified", Named.class).billing().workload()).isEqualTo("billing");
			assertThat(context.getBean("billing")).isInstanceOf(StringBuilder.class);
		});
	}

	@Test
	void endpointWhenTheApplicationHasItsOwnThenThatWinsUnqualifiedAndNoneIsDropped() {
		withTwo().withUserConfiguration(OwnEndpoint.class, ByQualifier.class).run((context) -> {
			assertThat(context.getBean(Endpoint.class)).isSameAs(OwnEndpoint.OWN);
			assertThat(context.getBeansOfType(Endpoint.class)).hasSize(3);
			assertThat(context.getBean(Named.class).supportBot().workload()).isEqualTo("support-bot");
		});
	}

	@Test
	void endpointWhenTheApplicationHasItsOwnThenAParameterNamedForAWorkloadStillGetsThat() {
		withTwo().withUserConfiguration(OwnEndpoint.class, ByName.class).run((context) -> {
			assertThat(context.getBean(Named.class).supportBot().workload()).isEqualTo("support-bot");
			assertThat(context.getBean(Named.class).billing().workload()).isEqualTo("billing");
		});
		withTwo().withUserConfiguration(OwnEndpoint.class, AloneBlocking.class)
			.run((context) -> assertThat(context.getBean("blocking")).hasToString(OwnEndpoint.OWN.toString()));
	}

	@Configuration(proxyBeanMethods = false)
	static class AloneBlocking {

		@Bean
		StringBuilder blocking(Endpoint anything) {
			return new StringBuilder(anything.toString());
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class Collections {

		@Bean
		StringBuilder all(List<Endpoint> billing, Map<String, Endpoint> supportBot) {
			return new StringBuilder(billing.size() + " " + supportBot.size());
		}

	}

	@Test
	void endpointsWhenCollectedUnderTheNameOfAWorkloadThenStillAll() {
		withTwo().withUserConfiguration(Collections.class)
			.run((context) -> assertThat(context.getBean("all")).hasToString("2 2"));
	}

	@Configuration(proxyBeanMethods = false)
	static class Maps {

		@Bean
		List<String> keys(Map<String, Endpoint> endpoints, Map<String, ? extends ReactiveEndpoint> reactive,
				ObjectProvider<Map<String, Endpoint>> provider) {
			assertThat(endpoints.get("billing").workload()).isEqualTo("billing");
			assertThat(reactive.get("billing").workload()).isEqualTo("billing");
			return Stream.of(endpoints, reactive, provider.getObject())
				.map((map) -> String.join(" ", map.keySet()))
				.toList();
		}

	}

	@Test
	void endpointsWhenInjectedAsAMapThenTheKeysAreTheNamesOfTheWorkloads() {
		withTwo().withUserConfiguration(Maps.class, NamesakeComponents.class)
			.run((context) -> assertThat(context.getBean("keys")).asInstanceOf(InstanceOfAssertFactories.LIST)
				.containsOnly("support-bot billing"));
	}

	@Configuration(proxyBeanMethods = false)
	static class Routed {

		@Bean
		Endpoint billing(Map<String, Endpoint> all) {
			assertThat(all).containsOnlyKeys("support-bot", "billing");
			return Mockito.mock();
		}

		@Bean
		String keys(Map<String, Endpoint> all) {
			return String.join(" ", all.keySet());
		}

	}

	@Test
	void endpointsWhenAnEndpointOfTheApplicationHasTheNameOfAWorkloadThenNoneIsDropped() {
		withTwo().withUserConfiguration(Routed.class)
			.run((context) -> assertThat(context.getBean("keys").toString().split(" "))
				.containsExactlyInAnyOrder("support-bot", "billing", "inferencekey.endpoint.billing"));
	}

	@Configuration(proxyBeanMethods = false)
	static class OwnMap {

		@Bean
		Map<String, Endpoint> byLanguage(@Qualifier("support-bot") Endpoint bot) {
			return Map.of("es", bot);
		}

		@Bean
		String keys(@Qualifier("byLanguage") Map<String, Endpoint> byLanguage) {
			return String.join(" ", byLanguage.keySet());
		}

	}

	@Test
	void endpointsWhenTheApplicationHasAMapOfItsOwnThenItIsInjected() {
		withTwo().withUserConfiguration(OwnMap.class)
			.run((context) -> assertThat(context.getBean("keys")).isEqualTo("es"));
	}

	@Test
	void dataClientWhenInjectedThenKnowsTheWorkloads() {
		withTwo().run((context) -> {
			DataClient client = context.getBean(DataClient.class);
			assertThat(client.workloads()).containsExactlyInAnyOrder("support-bot", "billing");
			assertThat(client.endpoint("billing")).isSameAs(context.getBean("inferencekey.endpoint.billing"));
			assertThat(client.endpoint("other").workload()).isEqualTo("other");
		});
	}

	@Test
	void contextWhenNothingIsConfiguredThenItStartsAndHasNoEndpoints() {
		new ApplicationContextRunner()
			.withConfiguration(
					AutoConfigurations.of(InferenceKeyAutoConfiguration.class, WebClientsAutoConfiguration.class))
			.run((context) -> {
				assertThat(context).hasNotFailed();
				assertThat(context.getBeansOfType(Endpoint.class)).isEmpty();
			});
	}

	@Test
	void endpointsWhenStreamedThenAllOfThem() {
		withTwo().run((context) -> {
			List<String> workloads = context.getBeanProvider(Endpoint.class)
				.stream()
				.map(Endpoint::workload)
				.sorted()
				.toList();
			assertThat(workloads).containsExactly("billing", "support-bot");
		});
	}

}
