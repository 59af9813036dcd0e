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

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.stream.Stream;

import dev.inferencekey.wire.WireServer;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What an application prints when a key cannot be used, or may be in a file that cannot
 * be read.
 */
@ExtendWith(OutputCaptureExtension.class)
class KeyFailureAnalysisTests {

	private static final String PROJECT = "inferencekey.project=acme";

	private static final String BOT = "inferencekey.workloads.support-bot.";

	private static final String KEY = BOT + "api-key=" + WireServer.KEY;

	private FailedStart start;

	@BeforeEach
	void start(CapturedOutput output) {
		this.start = new FailedStart(output);
	}

	@Nested
	class Keys {

		static Stream<Arguments> keys() {
			return Stream.of(
					Arguments.of("ik_sdk_a1b2c3d4_" + WireServer.SECRET,
							List.of("control token", "wrong_credential_type")),
					Arguments.of("token-" + WireServer.SECRET, List.of("not a data key", "ik_live_")),
					Arguments.of("ik_live_short", List.of("not a complete data key", "ik_live_<id>_<secret>")),
					Arguments.of("ik_live__" + WireServer.SECRET, List.of("ik_live_<id>_<secret>")),
					Arguments.of("ik_live_a1b2c3d4_", List.of("ik_live_<id>_<secret>")),
					Arguments.of("ik_live_ñ" + WireServer.SECRET, List.of("visible ASCII")),
					Arguments.of("ik_live_a1b2c3d4_ " + WireServer.SECRET, List.of("visible ASCII")));
		}

		@ParameterizedTest
		@MethodSource("keys")
		void startWhenAKeyCannotBeUsedThenItsPropertyIsNamed(String key, List<String> says) {
			String analysis = KeyFailureAnalysisTests.this.start.with(PROJECT, BOT + "api-key=" + key);
			assertThat(analysis).contains(BOT + "api-key").contains(says);
		}

		@Test
		void startWhenTheDefaultKeyIsAControlTokenThenItsPropertyIsNamed() {
			String analysis = KeyFailureAnalysisTests.this.start.with(PROJECT, BOT + "model=m",
					"inferencekey.api-key=ik_sdk_a1b2c3d4_" + WireServer.SECRET);
			assertThat(analysis).contains("inferencekey.api-key", "control token");
		}

		@Test
		void startWhenThereIsNoKeyThenThePropertiesAreNamed() {
			String analysis = KeyFailureAnalysisTests.this.start.with(PROJECT, BOT + "model=m");
			assertThat(analysis).contains("No ik_live_ key for workload \"support-bot\"", BOT + "api-key",
					"inferencekey.api-key");
		}

		@Test
		void startWhenAKeyStandsInPlaceOfAWorkloadThenTheRightPlaceIsNamed() {
			String analysis = KeyFailureAnalysisTests.this.start.with(PROJECT,
					"inferencekey.workloads.support-bot=" + WireServer.KEY);
			assertThat(analysis).contains(BOT + "api-key");
		}

		@Test
		void startWhenKeyAndFileAreSetThenBothAreNamed() {
			String analysis = KeyFailureAnalysisTests.this.start.with(PROJECT, KEY,
					BOT + "api-key-location=/no/such/file");
			assertThat(analysis).contains(BOT + "api-key and " + BOT + "api-key-location");
		}

	}

	@Nested
	class KeyFiles {

		@TempDir
		Path folder;

		private String startWith(Path file) {
			return KeyFailureAnalysisTests.this.start.with(PROJECT, BOT + "api-key-location=" + file);
		}

		private String startWith(String content) throws Exception {
			return startWith(Files.write(this.folder.resolve("key"), content.getBytes(StandardCharsets.UTF_8)));
		}

		@Test
		void startWhenTheFileIsMissingThenItSaysSo() {
			assertThat(startWith(this.folder.resolve("missing"))).contains(BOT + "api-key-location")
				.contains("does not exist");
		}

		@Test
		void startWhenTheFileIsADirectoryThenItSaysSo() {
			assertThat(startWith(this.folder)).contains(BOT + "api-key-location").contains("is a directory");
		}

		@Test
		void startWhenTheFileIsNotReadableThenItSaysSo() throws Exception {
			Path file = Files.createFile(this.folder.resolve("key"),
					PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("---------")));
			Assumptions.assumeFalse(Files.isReadable(file), "permissions do not hold for root");
			assertThat(startWith(file)).contains(BOT + "api-key-location").contains("may not be read");
		}

		@ParameterizedTest
		@CsvSource({ "KEY|KEY, more than one line", "BOM+KEY, byte-order mark", "CONTROL, control token",
				"'', is empty", "ik_live_short, not a complete data key" })
		void startWhenTheFileHoldsNoDataKeyThenItSaysWhatItHolds(String content, String says) throws Exception {
			String text = content.replace("CONTROL", "ik_sdk_a1b2c3d4_" + WireServer.SECRET)
				.replace("BOM+", "\ufeff")
				.replace("|", "\n")
				.replace("KEY", WireServer.KEY);
			assertThat(startWith(text)).contains(BOT + "api-key-location").contains(says);
		}

	}

	@Nested
	class MalformedYaml {

		@TempDir
		Path folder;

		private String startWith(String yaml) throws Exception {
			Path file = Files.writeString(this.folder.resolve("application.yml"), yaml.replace("KEY", WireServer.KEY));
			return KeyFailureAnalysisTests.this.start.with("spring.config.location=" + file.toUri());
		}

		@ParameterizedTest
		@ValueSource(strings = { "inferencekey:\n  project: acme: api-key: KEY\n", "inferencekey:\n  api-key: \"KEY\n",
				"inferencekey:\n api-key: KEY\n  project: acme\n", "inferencekey:\n\tapi-key: KEY\n",
				"KEY: 1\nKEY: 2\n", "api-key: *KEY\n", "api-key: \"KEY\\q\"\n", "api-key: [KEY\n", "api-key: %KEY\n",
				"api-key: @KEY\n", "api-key: !KEY x\n", "KEY\napi-key: x\n" })
		void startWhenADocumentIsMalformedThenThePlaceIsNamedAndNothingIsQuoted(String yaml) throws Exception {
			String analysis = startWith(yaml);
			assertThat(analysis).contains("YAML").contains("line ");
		}

	}

}
