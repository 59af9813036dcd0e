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
