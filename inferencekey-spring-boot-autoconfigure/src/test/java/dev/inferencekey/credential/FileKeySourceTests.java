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

package dev.inferencekey.credential;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.HexFormat;
import java.util.concurrent.TimeUnit;

import dev.inferencekey.error.ConfigurationException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

@ExtendWith(OutputCaptureExtension.class)
class FileKeySourceTests {

	private static final String FIRST = "ik_live_a1b2c3d4_" + "0123456789abcdef".repeat(4);

	private static final String SECOND = "ik_live_00000000_fedcba9876543210fedcba9876543210fedcba9876543210fedcba9876543210";

	private final MovableClock clock = new MovableClock();

	@TempDir
	private Path folder;

	private Path file;

	@BeforeEach
	void createKeyFile() {
		this.file = this.folder.resolve("key");
		write(FIRST + "\n");
	}

	private void write(String content) {
		try {
			Files.writeString(this.file, content);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private FileKeySource source() {
		return new FileKeySource(this.file, this.clock);
	}

	private ApiKey aSecondLater(FileKeySource source) {
		this.clock.advance(Duration.ofSeconds(1));
		return source.current("support-bot");
	}

	@Nested
	class AtStart {

		@Test
		void createWhenTheFileHoldsAKeyThenItIsTheCurrentOne() {
			assertThat(source().current()).isEqualTo(ApiKey.of(FIRST));
		}

		@ParameterizedTest
		@CsvSource({ "'', is empty", "' \n', is empty", "'a\nb', has more than one line",
				"'a\r\nb', has more than one line",
				"a b, does not hold a key: the key contains a character other than visible ASCII",
				"ik_sdk_a1b2c3d4_s3cret, 'holds the control token ik_sdk_a1b2c3d4…, which cannot call workloads'" })
		void createWhenThereIsNoUsableKeyInItThenTheExceptionSaysWhy(String content, String problem) {
			write(content);

			assertThatExceptionOfType(ConfigurationException.class).isThrownBy(FileKeySourceTests.this::source)
				.withMessageContaining("The key file " + FileKeySourceTests.this.file + " " + problem)
				.withMessageContaining("api-key-location")
				.withMessageNotContaining("s3cret");
		}

		@ParameterizedTest
		@ValueSource(strings = { "efbbbf", "fffe", "feff" })
		void createWhenThereIsAByteOrderMarkThenTheExceptionNamesIt(String mark) throws Exception {
			byte[] bytes = HexFormat.of().parseHex(mark + "696b");
			Files.write(FileKeySourceTests.this.file, bytes);

			assertThatExceptionOfType(ConfigurationException.class).isThrownBy(FileKeySourceTests.this::source)
				.withMessageContaining("starts with a byte-order mark");
		}

		@Test
		void createWhenTheFileIsMissingThenTheExceptionSaysSo() throws Exception {
			Files.delete(FileKeySourceTests.this.file);

			assertThatExceptionOfType(ConfigurationException.class).isThrownBy(FileKeySourceTests.this::source)
				.withMessageContaining("does not exist");
		}

		@Test
		void createWhenTheFileIsADirectoryThenTheExceptionSaysSo() {
			assertThatExceptionOfType(ConfigurationException.class)
				.isThrownBy(() -> new FileKeySource(FileKeySourceTests.this.folder))
				.withMessageContaining("is a directory");
		}

		@Test
		void createWhenTheFileIsTooLongThenTheExceptionSaysSo() {
			write("x".repeat(20_000));

			assertThatExceptionOfType(ConfigurationException.class).isThrownBy(FileKeySourceTests.this::source)
				.withMessageContaining("is too long for a key");
		}

		@Test
		@EnabledOnOs(OS.LINUX)
		@Timeout(value = 10, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
		void createWhenTheFileNeverEndsThenRefusedWithoutReadingIt() {
			assertThatExceptionOfType(ConfigurationException.class)
				.isThrownBy(() -> new FileKeySource(Path.of("/dev/zero")))
				.withMessageContaining("is not a regular file");
		}

		@Test
		@EnabledOnOs({ OS.LINUX, OS.MAC })
		@Timeout(value = 10, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
		void createWhenTheFileIsANamedPipeThenRefusedWithoutWaitingForAWriter() throws Exception {
			Path pipe = FileKeySourceTests.this.folder.resolve("pipe");
			Process mkfifo = new ProcessBuilder("mkfifo", pipe.toString()).start();
			assertThat(mkfifo.waitFor(5, TimeUnit.SECONDS)).isTrue();

			assertThatExceptionOfType(ConfigurationException.class).isThrownBy(() -> new FileKeySource(pipe))
				.withMessageContaining("is not a regular file");
		}

		@Test
		void createWhenTheFileIsALinkToTheKeyThenFollowed() throws Exception {
			Path link = Files.createSymbolicLink(FileKeySourceTests.this.folder.resolve("link"),
					FileKeySourceTests.this.file);

			assertThat(new FileKeySource(link).current()).isEqualTo(ApiKey.of(FIRST));
		}

		@Test
		void createWhenTheLocationIsAKeyThenNotShown() {
			assertThatExceptionOfType(ConfigurationException.class).isThrownBy(() -> new FileKeySource(Path.of(FIRST)))
				.withMessageContaining("The key file ik_live_a1b2c3d4… does not exist")
				.withMessageNotContaining("0123456789abcdef");
		}

	}

	@Nested
	class WhenTheFileChanges {

		@Test
		void currentWhenAskedAgainWithinASecondThenTheFileIsNotRead() {
			FileKeySource source = source();
			write(SECOND);

			assertThat(source.current()).isEqualTo(ApiKey.of(FIRST));
		}

		@Test
		void currentWhenASecondHasPassedThenTheNewKey(CapturedOutput output) {
			FileKeySource source = source();
			write(SECOND);

			assertThat(aSecondLater(source)).isEqualTo(ApiKey.of(SECOND));
			assertThat(output).containsOnlyOnce("The key ik_live_a1b2c3d4… was replaced by ik_live_00000000… from ")
				.doesNotContain("fedcba9876543210");
		}

		@Test
		void currentWhenTheKeyHasNotChangedThenTheSameInstance() {
			FileKeySource source = source();
			ApiKey first = source.current();
			write(FIRST);

			assertThat(aSecondLater(source)).isSameAs(first);
		}

		@ParameterizedTest
		@ValueSource(strings = { "", "\n", "ik", "ik_live_", "ik_live_a1b2c3d4_", "junk", "a\nb", "hunter2-token",
				"ik_sdk_a1b2c3d4_s3cret", "\ufeffik_live_00000000_s3cret", "ik_live_é_s3cret" })
		void currentWhenTheContentIsNoDataKeyThenTheLastKeyStaysWithOneWarning(String content, CapturedOutput output) {
			FileKeySource source = source();
			write(content);

			for (int i = 0; i < 5; i++) {
				assertThat(aSecondLater(source)).isEqualTo(ApiKey.of(FIRST));
				assertThat(source.renew("support-bot", ApiKey.of(FIRST))).isFalse();
			}

			assertThat(output.getOut().lines().filter((line) -> line.contains(" WARN "))).singleElement()
				.asString()
				.contains("The key file " + FileKeySourceTests.this.file)
				.endsWith("The key ik_live_a1b2c3d4… stays in use.")
				.doesNotContain("s3cret", "hunter2", "junk");
		}

		@Test
		void currentWhenTheFileIsMissingForAWhileThenOneWarningEachTime(CapturedOutput output) throws Exception {
			FileKeySource source = source();
			for (int i = 0; i < 2; i++) {
				Files.delete(FileKeySourceTests.this.file);
				assertThat(aSecondLater(source)).isEqualTo(ApiKey.of(FIRST));
				assertThat(aSecondLater(source)).isEqualTo(ApiKey.of(FIRST));
				write(FIRST);
				assertThat(aSecondLater(source)).isEqualTo(ApiKey.of(FIRST));
			}

			assertThat(output.getOut().lines().filter((line) -> line.contains("does not exist"))).hasSize(2);
		}

		@Test
		void currentWhenTheFirstKeyWasOfAnotherShapeThenTheNextMayBeToo() {
			write("hunter2-token");
			FileKeySource source = source();
			write("hunter3-token");

			assertThat(aSecondLater(source).reveal()).isEqualTo("hunter3-token");
		}

	}

	@Nested
	class WhileTheFileIsWritten {

		@Test
		void currentWhenTheSameKeyIsWrittenInPiecesThenNoPieceIsUsed() {
			FileKeySource source = source();
			for (int length = 0; length <= FIRST.length(); length++) {
				write(FIRST.substring(0, length));

				assertThat(aSecondLater(source)).isEqualTo(ApiKey.of(FIRST));
				assertThat(source.renew("support-bot", ApiKey.of(FIRST))).isFalse();
			}
		}

		@Test
		void currentWhenTheNextKeyIsWrittenInPiecesThenNoPieceIsUsed() {
			FileKeySource source = source();
			for (int length = 0; length < SECOND.length(); length++) {
				write(SECOND.substring(0, length));
				assertThat(aSecondLater(source)).isEqualTo(ApiKey.of(FIRST));
			}
			write(SECOND);

			assertThat(aSecondLater(source)).isEqualTo(ApiKey.of(SECOND));
		}

		@Test
		void currentWhenTheNextKeyHasAnotherLengthThenUsedOnceTwoReadingsAgree() {
			FileKeySource source = source();
			write("ik_live_00000000_new");

			assertThat(aSecondLater(source)).isEqualTo(ApiKey.of(FIRST));
			assertThat(aSecondLater(source)).isEqualTo(ApiKey.of("ik_live_00000000_new"));
		}

	}

	@Nested
	class WhenTheKeyIsRejected {

		@ParameterizedTest
		@ValueSource(strings = { SECOND, "ik_live_00000000_new" })
		void renewWhenTheFileHasAnotherKeyThenReadAtOnce(String next) {
			FileKeySource source = source();
			write(next);

			assertThat(source.renew("support-bot", ApiKey.of(FIRST))).isTrue();
			assertThat(source.current()).isEqualTo(ApiKey.of(next));
		}

		@Test
		void renewWhenTheFileHasTheRejectedKeyThenFalse() {
			assertThat(source().renew("support-bot", ApiKey.of(FIRST))).isFalse();
		}

		@Test
		void renewWhenTwoThreadsReadAtOnceThenTheNewestKeyStays() throws Exception {
			FileKeySource source = source();
			Thread second = new Thread(() -> source.renew("support-bot", null));
			FileKeySourceTests.this.clock.whenAsked = () -> {
				// The first thread has read the file but has not published the key.
				FileKeySourceTests.this.clock.whenAsked = () -> {
				};
				write(SECOND);
				second.start();
				while (second.getState() != Thread.State.TERMINATED && second.getState() != Thread.State.WAITING) {
					Thread.onSpinWait();
				}
			};

			source.renew("support-bot", null);

			second.join();
			assertThat(source.current()).isEqualTo(ApiKey.of(SECOND));
		}

	}

	@Test
	void toStringWhenPrintedThenTheFileAndNoKey() {
		assertThat(source()).hasToString("FileKeySource[" + this.file + "]");
	}

	private static final class MovableClock extends Clock {

		private Instant now = Instant.parse("2026-01-01T00:00:00Z");

		private Runnable whenAsked = () -> {
		};

		private void advance(Duration duration) {
			this.now = this.now.plus(duration);
		}

		@Override
		public ZoneId getZone() {
			return ZoneOffset.UTC;
		}

		@Override
		public Clock withZone(ZoneId zone) {
			return this;
		}

		@Override
		public Instant instant() {
			this.whenAsked.run();
			return this.now;
		}

	}

}
