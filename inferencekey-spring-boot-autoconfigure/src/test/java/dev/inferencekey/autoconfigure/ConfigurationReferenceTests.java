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

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;
import org.springframework.util.ClassUtils;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Makes {@code CONFIGURATION.md} of the metadata that editors read, and fails when the
 * page is another one. {@code -Dupdate} writes it anew.
 */
class ConfigurationReferenceTests {

	private static final Path PAGE = Path.of("CONFIGURATION.md");

	private static final Path WORKLOAD = Path
		.of("src/main/java/dev/inferencekey/autoconfigure/WorkloadProperties.java");

	private static final Pattern FIELD = Pattern
		.compile("/\\*\\*((?:(?!\\*/).)*)\\*/\\s+private [^;=]*?(\\w+)( = [^;]*)?;", Pattern.DOTALL);

	@Test
	void pageWhenComparedToTheMetadataThenTheSame() throws IOException {
		String page = page();
		if (System.getProperty("update") != null) {
			Files.writeString(PAGE, page);
		}
		assertThat(Files.readString(PAGE)).as("run this test with -Dupdate").isEqualTo(page);
	}

	@Test
	void metadataWhenReadThenEveryPropertyIsDescribed() throws IOException {
		for (JsonNode property : metadata().path("properties")) {
			assertThat(property.path("description").asString("")).as(property.path("name").asString())
				.isNotBlank()
				.endsWith(".");
		}
		assertThat(metadata().path("hints")).extracting((hint) -> hint.path("name").asString())
			.contains("inferencekey.workloads.keys");
	}

	@Test
	void metadataWhenAPropertyIsAnEnumerationThenEveryValueIsHinted() throws IOException {
		Map<String, List<String>> expected = new TreeMap<>();
		Map<String, List<String>> hinted = new TreeMap<>();
		for (JsonNode property : metadata().path("properties")) {
			String name = property.path("name").asString();
			if (name.startsWith("inferencekey.") && !constants(property).isEmpty()) {
				expected.put(name, constants(property));
			}
		}
		for (JsonNode hint : metadata().path("hints")) {
			if (expected.containsKey(hint.path("name").asString())) {
				List<String> values = new ArrayList<>();
				hint.path("values").forEach((value) -> values.add(value.path("value").asString()));
				hinted.put(hint.path("name").asString(), values);
			}
		}
		assertThat(expected).containsKeys("inferencekey.http.redirects", "inferencekey.http.cookie-handling");
		assertThat(hinted).isEqualTo(expected);
	}

	private static List<String> constants(JsonNode property) {
		Class<?> type = ClassUtils.resolveClassName(property.path("type").asString().replaceAll("<.*", ""), null);
		return type.isEnum() ? Arrays.stream(type.getEnumConstants())
			.map((constant) -> constant.toString().toLowerCase(Locale.ROOT).replace('_', '-'))
			.toList() : List.of();
	}

	private static String page() throws IOException {
		Map<String, JsonNode> properties = new TreeMap<>(Comparator.naturalOrder());
		metadata().path("properties").forEach((property) -> properties.put(property.path("name").asString(), property));
		StringBuilder page = new StringBuilder(
				"""
						# Configuration

						Made of the metadata that editors read, by `ConfigurationReferenceTests`. Properties marked ● stand also below
						`inferencekey.workloads.<name>.`, where they win. Durations take a unit, such as `500ms`, `10s` or `2m`.

						| property | | type | default | meaning |
						|---|---|---|---|---|
						""");
		properties.forEach((name, property) -> page
			.append("| `%s` | %s | %s | %s | %s |\n".formatted(name, isForWorkloads(name, property) ? "●" : "",
					type(property), fallback(property), property.path("description").asString())));
		page.append("""

				## For a workload only

				| property | type | meaning |
				|---|---|---|
				""");
		Matcher field = FIELD.matcher(Files.readString(WORKLOAD));
		while (field.find()) {
			page.append("| `inferencekey.workloads.<name>.%s` | String | %s |\n".formatted(field.group(2),
					field.group(1).replaceAll("\\s*\\*\\s*", " ").replaceAll("\\{@code ([^}]*)}", "`$1`").strip()));
		}
		return page.toString();
	}

	// What a workload binds is what it may have.
	private static boolean isForWorkloads(String name, JsonNode property) {
		if (!name.startsWith("inferencekey.") || name.equals("inferencekey.workloads")) {
			return false;
		}
		String own = name.substring("inferencekey".length());
		Stream<String> values = Stream.concat(Stream.of("1", "true", "1s", "http://localhost"),
				constants(property).stream());
		return values.anyMatch((value) -> binds(Map.of("inferencekey.workloads.x" + own, value)));
	}

	private static boolean binds(Map<String, String> properties) {
		try {
			return new Binder(new MapConfigurationPropertySource(properties))
				.bind("inferencekey.workloads.x", WorkloadProperties.class)
				.isBound();
		}
		catch (RuntimeException ex) {
			// A value of another type.
			return false;
		}
	}

	private static String type(JsonNode property) {
		return property.path("type").asString().replaceAll("[\\w.]*\\.(\\w+)", "$1").replace("<", "&lt;");
	}

	private static String fallback(JsonNode property) {
		JsonNode value = property.path("defaultValue");
		return value.isMissingNode() ? "" : "`" + value.asString() + "`";
	}

	private static JsonNode metadata() throws IOException {
		try (InputStream in = InferenceKeyProperties.class
			.getResourceAsStream("/META-INF/spring-configuration-metadata.json")) {
			return JsonMapper.shared().readTree(in);
		}
	}

}
