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

package dev.inferencekey.readme;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import com.acme.support.Support;
import dev.inferencekey.Endpoint;
import dev.inferencekey.autoconfigure.InferenceKeyAutoConfiguration;
import dev.inferencekey.autoconfigure.WebClientsAutoConfiguration;
import dev.inferencekey.observation.CallObservationDocumentation.HighCardinalityKeyNames;
import dev.inferencekey.observation.CallObservationDocumentation.LowCardinalityKeyNames;
import dev.inferencekey.observation.GenAiMetric;
import dev.inferencekey.observation.WorkloadActivity;
import dev.inferencekey.wire.WireServer;
import io.micrometer.core.instrument.MeterRegistry;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.beans.factory.config.YamlPropertiesFactoryBean;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.webclient.autoconfigure.WebClientAutoConfiguration;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.core.env.PropertiesPropertySource;
import org.springframework.core.io.ByteArrayResource;
import org.springframework.web.reactive.function.client.WebClient;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Holds the README and the guide to the code: their snippets are compiled and run, their
 * configuration starts, their links lead somewhere, and the reference has every property.
 */
class ReadmeTests {

	private static final Path README = Path.of("..", "README.md");

	private static final Path GUIDE = Path.of("..", "docs");

	private static final List<Path> SNIPPETS = List.of(Path.of("src/test/java/dev/inferencekey/readme"),
			Path.of("src/test/java/com/acme/support"),
			// The peers' code, which is compiled with the benchmarks.
			Path.of("../samples/benchmarks/src/main/java/dev/inferencekey/samples/migration"));

	private static final String ANSWER = "{\"model\":\"m\",\"choices\":[{\"message\":{\"content\":\"ok\"}}],\"usage\":{\"prompt_tokens\":1,\"completion_tokens\":1,\"total_tokens\":2}}";

	private static final String STREAM = "data: {\"choices\":[{\"delta\":{\"content\":\"o\"}}]}\n\ndata: {\"choices\":[{\"delta\":{\"content\":\" k\"},\"finish_reason\":\"stop\"}]}\n\ndata: [DONE]\n\n";

	private final WireServer server = new WireServer();

	@AfterEach
	void close() {
		this.server.close();
	}

	private static List<Path> pages() throws IOException {
		try (Stream<Path> pages = Files.list(GUIDE)) {
			return Stream.concat(Stream.of(README), pages.filter((page) -> page.toString().endsWith(".md")).sorted())
				.toList();
		}
	}

	private static String text() throws IOException {
		StringBuilder text = new StringBuilder();
		for (Path page : pages()) {
			text.append(Files.readString(page)).append('\n');
		}
		return text.toString();
	}

	@Test
	void linksWhenFollowedThenTheyLeadToAFileOrAHeading() throws IOException {
		for (Path page : pages()) {
			Matcher link = Pattern.compile("\\]\\(([^)#\\s]*)(#[^)\\s]+)?\\)").matcher(Files.readString(page));
			while (link.find()) {
				if (link.group(1).contains("://")) {
					continue;
				}
				Path target = link.group(1).isEmpty() ? page : page.resolveSibling(link.group(1));
				assertThat(target).as("link of %s", page).exists();
				if (link.group(2) != null) {
					assertThat(headings(target)).as("link of %s", page).contains(link.group(2).substring(1));
				}
			}
		}
	}

	private static List<String> headings(Path page) throws IOException {
		return Files.readString(page)
			.lines()
			.filter((line) -> line.startsWith("#"))
			.map((line) -> line.replaceFirst("^#+ ", "")
				.toLowerCase(Locale.ROOT)
				.replace(' ', '-')
				.replaceAll("[^a-z0-9-]", ""))
			.toList();
	}

	private static List<String> blocks(String language) throws IOException {
		Matcher matcher = Pattern.compile("```" + language + "\n(.*?)```", Pattern.DOTALL).matcher(text());
		List<String> blocks = new ArrayList<>();
		while (matcher.find()) {
			blocks.add(matcher.group(1));
		}
		assertThat(blocks).isNotEmpty();
		return blocks;
	}

	private static String withoutIndent(String text) {
		return text.lines().map(String::strip).filter((line) -> !line.isEmpty()).collect(Collectors.joining("\n"));
	}

	@Test
	void javaSnippetsWhenComparedThenEachStandsInCompiledCode() throws IOException {
		StringBuilder compiled = new StringBuilder();
		for (Path folder : SNIPPETS) {
			try (Stream<Path> files = Files.list(folder)) {
				for (Path file : files.filter((path) -> !path.endsWith("ReadmeTests.java")).toList()) {
					compiled.append(withoutIndent(Files.readString(file))).append('\n');
				}
			}
		}
		for (String block : blocks("java")) {
			assertThat(compiled.toString()).contains(withoutIndent(block));
		}
	}

	@Test
	void yamlSnippetsWhenUsedThenTheApplicationStarts() throws IOException {
		for (String block : blocks("yaml")) {
			YamlPropertiesFactoryBean yaml = new YamlPropertiesFactoryBean();
			yaml.setResources(new ByteArrayResource(block.getBytes(StandardCharsets.UTF_8)));
			Properties properties = yaml.getObject();
			new ApplicationContextRunner()
				.withConfiguration(AutoConfigurations.of(InferenceKeyAutoConfiguration.class,
						WebClientsAutoConfiguration.class, WebClientAutoConfiguration.class))
				.withInitializer((context) -> context.getEnvironment()
					.getPropertySources()
					.addLast(new PropertiesPropertySource("readme", properties)))
				.withPropertyValues("SUPPORT_IK_LIVE=" + WireServer.KEY, "EMBEDDER_IK_LIVE=" + WireServer.KEY,
						"RERANKER_IK_LIVE=" + WireServer.KEY)
				.run((context) -> {
					assertThat(context).hasNotFailed();
					assertThat(context.getBeansOfType(Endpoint.class)).isNotEmpty();
				});
		}
	}

	@Test
	void configurationReferenceWhenComparedThenItHasEveryProperty() throws IOException {
		String metadata = Files.readString(Path.of("target/classes/META-INF/spring-configuration-metadata.json"));
		Matcher matcher = Pattern.compile("\"name\": \"inferencekey\\.([a-z.-]+)\",\\s+\"type\": \"(?!dev\\.)")
			.matcher(metadata);
		TreeSet<String> names = new TreeSet<>();
		while (matcher.find()) {
			names.add(matcher.group(1));
		}
		assertThat(names).contains("api-key", "defaults.top-p", "http.read-timeout");
		names.removeAll(List.of("workloads", "http.ssl", "http.cookie-handling"));
		String readme = text();
		assertThat(names).allSatisfy((name) -> assertThat(readme).containsAnyOf("`" + name + "`",
				"`." + name.substring(name.lastIndexOf('.') + 1) + "`"));
	}

	private static Set<String> firstCells(String tableHeader) throws IOException {
		String table = text().split(Pattern.quote(tableHeader), 2)[1].split("\n\n", 2)[0];
		return table.lines()
			.skip(2)
			.flatMap((row) -> Pattern.compile("`([^`]+)`").matcher(row.split("\\|")[1]).results())
			.map((match) -> match.group(1))
			.collect(Collectors.toSet());
	}

	@Test
	void meterTableWhenComparedThenTheMetersThatThereAre() throws IOException {
		this.server.thenEvents(STREAM.replace("data: [DONE]",
				"data: {\"choices\":[],\"usage\":{\"prompt_tokens\":1,\"completion_tokens\":1}}\n\ndata: [DONE]"));
		try (ConfigurableApplicationContext context = new SpringApplicationBuilder(Application.class)
			.web(WebApplicationType.NONE)
			.run("--inferencekey.project=acme", "--inferencekey.base-url=" + this.server.baseUrl(),
					"--inferencekey.workloads.support-bot.api-key=" + WireServer.KEY,
					"--management.simple.metrics.export.enabled=true")) {
			context.getBean(Endpoint.class).generateTextStream("Hola").result();
			Set<String> recorded = context.getBean(MeterRegistry.class)
				.getMeters()
				.stream()
				.map((meter) -> meter.getId().getName())
				.filter((name) -> name.startsWith("gen_ai") || name.startsWith("inferencekey"))
				.filter((name) -> !name.endsWith(".active"))
				.collect(Collectors.toSet());
			Set<String> documented = firstCells("| meter | type | what |");
			assertThat(documented).containsAll(recorded);
			// The other operations have meters of their own.
			Arrays.stream(GenAiMetric.values()).map(GenAiMetric::meterName).forEach(recorded::add);
			assertThat(recorded).containsAll(documented);
		}
	}

	@Test
	void keyTableWhenComparedThenTheKeysThatThereAre() throws IOException {
		assertThat(firstCells("| key | values |")).containsExactlyInAnyOrderElementsOf(
				Arrays.stream(LowCardinalityKeyNames.values()).map(LowCardinalityKeyNames::asString).toList());
		String readme = text();
		assertThat(HighCardinalityKeyNames.values())
			.allSatisfy((key) -> assertThat(readme).contains("`" + key.asString() + "`"));
		assertThat(WorkloadActivity.REJECTION_REASONS)
			.allSatisfy((reason) -> assertThat(readme).contains("`" + reason + "`"));
	}

	@Test
	void healthTableWhenComparedThenThePropertiesThatThereAre() throws IOException {
		JsonNode metadata = JsonMapper.shared()
			.readTree(Files.readString(Path.of("target/classes/META-INF/spring-configuration-metadata.json")));
		Set<String> names = metadata.at("/properties")
			.valueStream()
			.map((property) -> property.path("name").asString())
			.filter((name) -> name.startsWith("management.health.inferencekey."))
			.map((name) -> name.substring(name.lastIndexOf('.') + 1))
			.collect(Collectors.toSet());
		assertThat(firstCells("| property | meaning | default |")).isEqualTo(names);
	}

	@Test
	void metadataWhenReadThenEveryPropertyHasADescription() throws IOException {
		JsonNode metadata = JsonMapper.shared()
			.readTree(Files.readString(Path.of("target/classes/META-INF/spring-configuration-metadata.json")));
		assertThat(metadata.at("/properties")).hasSizeGreaterThan(20)
			.allSatisfy((property) -> assertThat(property.path("description").asString(""))
				.as(property.path("name").asString())
				.isNotBlank());
	}

	@Test
	void snippetsWhenRunThenTheyDoWhatTheySay() {
		Endpoint endpoint = this.server.endpoint();
		this.server.thenJson(200, ANSWER);
		assertThat(Snippets.generateText(endpoint)).hasSize(3).startsWith("ok");
		this.server.thenEvents(STREAM);
		Snippets.stream(endpoint);
		this.server.thenJson(200, "{\"data\":[{\"index\":0,\"embedding\":[1]},{\"index\":1,\"embedding\":[2]}]}");
		assertThat(Snippets.embed(endpoint)).hasSize(2);
		this.server.thenJson(200,
				"{\"results\":[{\"index\":1,\"score\":3},{\"index\":0,\"score\":2},{\"index\":2,\"score\":1}]}");
		assertThat(Snippets.rerank(endpoint)).isEqualTo(1);
		this.server.thenJson(200, ANSWER).thenEvents(STREAM);
		assertThat(Snippets.reactive(endpoint)).containsExactly("ok", "o k");
		this.server.thenJson(429, "{}", "retry-after: 3");
		assertThat(Snippets.errors(endpoint, "q")).isEqualTo("Busy. Try again in PT3S");
		this.server.thenJson(500, "{}", "x-request-id: r-1");
		assertThat(Snippets.errors(endpoint, "q")).contains("r-1");
		this.server.thenJson(200, ANSWER);
		assertThat(Snippets.describe(endpoint, new ByteArrayResource(new byte[] { 1 }) {
			@Override
			public String getFilename() {
				return "parcel.png";
			}
		}).text()).isEqualTo("ok");
	}

	@Test
	void migrationSnippetsWhenRunThenTheyAnswer() {
		MigrationSnippets snippets = new MigrationSnippets(this.server.endpoint());
		this.server.thenJson(200, ANSWER).thenEvents(STREAM).thenEvents(STREAM).thenJson(200, ANSWER);
		assertThat(snippets.answer("Hola")).isEqualTo("ok");
		assertThat(snippets.stream("Hola").collectList().block()).containsExactly("o", " k");
		List<String> read = new ArrayList<>();
		MigrationSnippets.Blocking blocking = new MigrationSnippets.Blocking(this.server.endpoint());
		assertThat(blocking.stream("Hola", read::add)).isEqualTo("o k");
		assertThat(read).containsExactly("o", " k");
		assertThat(blocking.answer("Hola")).isEqualTo("ok");
		this.server.thenJson(200,
				"{\"choices\":[{\"message\":{\"content\":\"{\\\"summary\\\":\\\"Late\\\",\\\"products\\\":[]}\"},\"finish_reason\":\"stop\"}]}");
		assertThat(snippets.ticket("Where is it?").summary()).isEqualTo("Late");
	}

	@Test
	void toolSnippetWhenRunThenTheToolIsCalled() {
		this.server.thenJson(200,
				"""
						{"choices":[{"message":{"content":null,"tool_calls":[{"id":"1","type":"function","function":{"name":"order_status","arguments":"{\\"orderNumber\\":\\"A-1\\"}"}}]},"finish_reason":"tool_calls"}]}""")
			.thenJson(200, ANSWER);
		assertThat(ToolSnippets.answerWithTools(this.server.endpoint(), "Where is order A-1?")).isEqualTo("ok");
		assertThat(this.server.requests().get(1).body()).contains("Order A-1 is out for delivery");
	}

	@Test
	void objectSnippetsWhenRunThenTheyGiveObjects() {
		String ticket = "{\\\"summary\\\":\\\"Late\\\",\\\"priority\\\":\\\"URGENT\\\",\\\"products\\\":[],\\\"orderNumber\\\":null}";
		this.server.thenJson(200,
				"{\"choices\":[{\"message\":{\"content\":\"" + ticket + "\"},\"finish_reason\":\"stop\"}]}");
		assertThat(ToolSnippets.ticket(this.server.endpoint(), "Where is it?").priority())
			.isEqualTo(ToolSnippets.Priority.URGENT);
		this.server.thenEvents("data: {\"choices\":[{\"delta\":{\"content\":\"{\\\"items\\\":[" + ticket
				+ "]}\"},\"finish_reason\":\"stop\"}]}\n\ndata: [DONE]\n\n");
		assertThat(ToolSnippets.tickets(this.server.endpoint(), "Where is it?").collectList().block()).hasSize(1);
	}

	@ParameterizedTest
	@EnumSource(WebApplicationType.class)
	void applicationWhenOfAnyKindThenItStartsAndCalls(WebApplicationType type) {
		this.server.thenJson(200, ANSWER);
		try (ConfigurableApplicationContext context = new SpringApplicationBuilder(Application.class).web(type)
			.run("--server.port=0", "--inferencekey.project=acme", "--inferencekey.base-url=" + this.server.baseUrl(),
					"--inferencekey.workloads.support-bot.api-key=" + WireServer.KEY)) {
			assertThat(context.getBean(Support.class).answer("Hola")).isEqualTo("ok");
			if (type != WebApplicationType.NONE) {
				this.server.thenEvents(STREAM);
				String port = context.getEnvironment().getRequiredProperty("local.server.port");
				String events = WebClient.create("http://localhost:" + port)
					.get()
					.uri("/ask?question=Hola")
					.exchangeToMono((response) -> response.bodyToMono(String.class))
					.block();
				assertThat(events).contains("data:{\"text\":\"o\"}")
					.contains("data:{\"text\":\" k\"}")
					.doesNotContain("event:failed")
					.contains("event:end");
			}
		}
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	@Import({ Support.class, SupportController.class })
	static class Application {

	}

}
