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
import java.util.Locale;

import com.fasterxml.jackson.annotation.JsonAutoDetect;
import dev.inferencekey.error.ConfigurationException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class CredentialTests {

	private static final String SECRET = "0123456789abcdef".repeat(4);

	private static final String KEY = "ik_live_a1b2c3d4_" + SECRET;

	@Test
	void keyWhenPrintedOrSerializedThenOnlyItsPrefix() {
		ApiKey key = ApiKey.of(KEY + "\n");
		assertThat(key).hasToString("ik_live_a1b2c3d4…");
		assertThat(key.id()).isEqualTo("a1b2c3d4");
		assertThat(key.reveal()).isEqualTo(KEY);
		assertThat(JsonMapper.builder()
			.changeDefaultVisibility((visibility) -> visibility.withFieldVisibility(JsonAutoDetect.Visibility.ANY))
			.build()
			.writeValueAsString(key)).doesNotContain(SECRET);
		assertThat(key).isEqualTo(ApiKey.of(KEY)).hasSameHashCodeAs(ApiKey.of(KEY)).isNotEqualTo(ApiKey.of(KEY + "0"));
	}

	@ParameterizedTest
	@CsvSource({ "ik_live_a1b2c3d4_x, ik_live_a1b2c3d4…", "ik_sdk_a1b2c3d4_x, ik_sdk_a1b2c3d4…",
			"ik_live_A1B2C3D4_x, ik…", "ik_live_a1b2c3d4, ik…", "ik_live_a1b2c3d4_, ik…", "sk-abcdef, ik…" })
	void keyWhenOfAnyShapeThenPrintsByTheContract(String key, String printed) {
		assertThat(ApiKey.of(key)).hasToString(printed);
	}

	@ParameterizedTest
	@ValueSource(strings = { "", " ", "ik_live_a b", "ik_live_a\u0000", "ik_live_a\r\nb", "ik_live_é" })
	void keyWhenItCannotStandInAHeaderThenRefusedWithoutShowingIt(String key) {
		assertThatIllegalArgumentException().isThrownBy(() -> ApiKey.of(key)).withMessageNotContaining("ik_live_a");
	}

	@Test
	void redactWhenTextHoldsKeysThenOnlyPrefixesStay() {
		String text = "Bearer " + KEY + ", \"ik_sdk_00112233_" + SECRET + "\" (ik_live_odd-" + SECRET + ") ik_is_fine";
		assertThat(Redaction.redact(text)).isEqualTo("Bearer ik_live_a1b2c3d4…, \"ik_sdk_00112233…\" (ik…) ik_is_fine");
		assertThat(Redaction.redact(Redaction.redact(text))).isEqualTo(Redaction.redact(text));
		assertThat(Redaction.redact("token hunter2", ApiKey.of("hunter2"))).isEqualTo("token ik…");
	}

	@Test
	void redactWhenAServerShortensAKeyThenNothingOfItStays() {
		assertThat(Redaction.redact("no ik_live_S3cretS3cretS3c… here")).isEqualTo("no ik… here");
		assertThat(Redaction.redact("no " + KEY.substring(0, 40) + "… here")).isEqualTo("no ik_live_a1b2c3d4… here");
		assertThat(Redaction.redact("no ik_live_a1b2c3d4… here")).isEqualTo("no ik_live_a1b2c3d4… here");
	}

	@Test
	void redactWhenTheKeyIsShownInCapitalsThenNothingOfItStays() {
		String shouted = "AUTHORIZATION: BEARER " + KEY.toUpperCase(Locale.ROOT);
		assertThat(Redaction.redact(shouted)).doesNotContainIgnoringCase(SECRET).contains("A1B2C3D4");
		assertThat(Redaction.redact("token " + SECRET.toUpperCase(Locale.ROOT), ApiKey.of(KEY))).isEqualTo("token …");
	}

	@Test
	void fileWhenItChangesThenTheNewKeyAfterASecond(@TempDir Path folder) throws Exception {
		Path file = Files.writeString(folder.resolve("key"), KEY + "\n");
		MovableClock clock = new MovableClock();
		FileKeySource source = new FileKeySource(file, clock);
		Files.writeString(file, "ik_live_00000000_new");
		assertThat(source.current().id()).isEqualTo("a1b2c3d4");
		clock.now = clock.now.plus(Duration.ofSeconds(1));
		assertThat(source.current().id()).isEqualTo("00000000");
		Files.delete(file);
		clock.now = clock.now.plus(Duration.ofSeconds(1));
		assertThat(source.current().id()).as("the last key stays in use").isEqualTo("00000000");
	}

	@Test
	void fileWhenTwoReadItAtOnceThenTheNewestKeyStays(@TempDir Path folder) throws Exception {
		Path file = Files.writeString(folder.resolve("key"), KEY);
		MovableClock clock = new MovableClock();
		FileKeySource source = new FileKeySource(file, clock);
		Thread second = new Thread(() -> source.renew("support-bot", null));
		clock.whenAsked = () -> {
			// The first has read the file and has not said so yet.
			clock.whenAsked = () -> {
			};
			write(file, "ik_live_00000000_new");
			second.start();
			while (second.getState() != Thread.State.TERMINATED && second.getState() != Thread.State.WAITING) {
				Thread.onSpinWait();
			}
		};
		source.renew("support-bot", null);
		second.join();
		assertThat(source.current().id()).isEqualTo("00000000");
	}

	private static void write(Path file, String key) {
		try {
			Files.writeString(file, key);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	@Test
	void fileWhenMissingEmptyOrTooLongThenConfigurationException(@TempDir Path folder) throws Exception {
		assertThatExceptionOfType(ConfigurationException.class)
			.isThrownBy(() -> new FileKeySource(folder.resolve("missing")))
			.withMessageContaining("missing");
		Path empty = Files.writeString(folder.resolve("empty"), "\n");
		assertThatExceptionOfType(ConfigurationException.class).isThrownBy(() -> new FileKeySource(empty));
		Path huge = Files.writeString(folder.resolve("huge"), "x".repeat(20_000));
		assertThatExceptionOfType(ConfigurationException.class).isThrownBy(() -> new FileKeySource(huge));
	}

	private static final class MovableClock extends Clock {

		private Instant now = Instant.parse("2026-01-01T00:00:00Z");

		private Runnable whenAsked = () -> {
		};

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
