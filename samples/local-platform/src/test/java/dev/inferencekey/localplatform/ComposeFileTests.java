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

package dev.inferencekey.localplatform;

import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.yaml.snakeyaml.Yaml;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What {@code container/compose.yaml} opens and pulls.
 */
class ComposeFileTests {

	@Test
	void servicesWhenStartedThenFromPinnedImagesAndOnLoopbackOnly() throws IOException {
		Map<String, Map<String, Map<String, Object>>> compose;
		try (Reader file = Files.newBufferedReader(Path.of("container", "compose.yaml"))) {
			compose = new Yaml().load(file);
		}
		assertThat(compose.get("services")).hasSize(2).allSatisfy((name, service) -> {
			assertThat(service.get("image").toString()).matches("[a-z/-]+:\\d+\\.\\d+\\.\\d+(-SNAPSHOT)?");
			assertThat((List<?>) service.get("ports")).isNotEmpty()
				.allSatisfy((port) -> assertThat(port.toString()).startsWith("127.0.0.1:"));
		});
	}

}
