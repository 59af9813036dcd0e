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

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import dev.inferencekey.error.ApiException;
import dev.inferencekey.error.FailureOrigin;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

class RedactionTests {

	private static final String SECRET = "7c1f04e9b6a25d83e0f7429b1a6c58d3f2904be7618ac35d9e07b4f1632da85c";

	private static final String VALUE = "ik_live_a1b2c3d4_" + SECRET;

	private static final ApiKey KEY = ApiKey.of(VALUE);

	@Test
	void redactWhenTextHoldsKeysThenOnlyPrefixesStay() {
		String text = "Bearer " + VALUE + ", \"ik_sdk_00112233_" + SECRET + "\" (ik_live_odd-" + SECRET
				+ ") ik_is_fine";

		String redacted = Redaction.redact(text);

		assertThat(redacted).isEqualTo("Bearer ik_live_a1b2c3d4…, \"ik_sdk_00112233…\" (ik…) ik_is_fine");
		assertThat(Redaction.redact(redacted)).isSameAs(redacted);
	}

	@Test
	void redactWhenNoKeyIsKnownThenByShapeOnly() {
		assertThat(Redaction.redact("no " + VALUE + " here", null)).isEqualTo("no ik_live_a1b2c3d4… here");
		assertThat(Redaction.redact("no " + SECRET + " here", null)).isEqualTo("no " + SECRET + " here");
	}

	@Test
	void redactWhenAServerShortensAKeyThenNothingOfItStays() {
		assertThat(Redaction.redact("no ik_live_S3cretS3cretS3c… here")).isEqualTo("no ik… here");
		assertThat(Redaction.redact("no " + VALUE.substring(0, 40) + "… here")).isEqualTo("no ik_live_a1b2c3d4… here");
		assertThat(Redaction.redact("no ik_live_a1b2c3d4… here")).isEqualTo("no ik_live_a1b2c3d4… here");
	}

	@Test
	void redactWhenTheKeyIsShownInCapitalsThenNothingOfItStays() {
		String shouted = "AUTHORIZATION: BEARER " + VALUE.toUpperCase(Locale.ROOT);

		assertThat(Redaction.redact(shouted)).isEqualTo("AUTHORIZATION: BEARER ik_LIVE_A1B2C3D4…");
		assertThat(Redaction.redact("token " + SECRET.toUpperCase(Locale.ROOT), KEY)).isEqualTo("token …");
	}

	@Test
	void redactWhenTheTextQuotesNothingThenTheSameInstance() {
		String text = "<p>The worker 3f2b8c1e-9a4d-4f6b-8c2e-1d3f5a7b9c0e is busy &amp; late \\u00e9 100%</p>";

		assertThat(Redaction.redact(text, KEY)).isSameAs(text);
	}

	@Nested
	class PartOfAKey {

		@ParameterizedTest
		@ValueSource(ints = { 0, 1, 30, 52 })
		void redactWhenTwelveCharactersOfTheSecretThenHidden(int from) {
			String text = "key " + SECRET.substring(from, from + 12) + " is unknown";

			assertThat(Redaction.redact(text, KEY)).isEqualTo("key … is unknown");
		}

		@ParameterizedTest
		@ValueSource(ints = { 0, 1, 30, 53 })
		void redactWhenElevenCharactersOfTheSecretThenLeft(int from) {
			String text = "key <" + SECRET.substring(from, from + 11) + "> is unknown";

			assertThat(Redaction.redact(text, KEY)).isSameAs(text);
		}

		@ParameterizedTest
		@ValueSource(strings = { " ", "\n", "\u200b", "\u00ad", "<wbr>", "</b><b class=\"k3y\">", "&shy;", "&#8203;",
				"%20", "\\n", "\\u200b", "\u001b[31m", "\u009b0m", "-", "…" })
		void redactWhenSplitThenHidden(String gap) {
			String text = "key " + String.join(gap, SECRET.split("(?<=\\G.{5})")) + " is unknown";

			assertThat(Redaction.redact(text, KEY)).isEqualTo("key … is unknown");
		}

		@Test
		void redactWhenTheKeyIsWrappedBehindItsIdThenThePrefixStays() {
			String text = "key ik_live_a1b2c3d4_" + String.join(" ", SECRET.split("(?<=\\G.{8})")) + " is unknown";

			assertThat(Redaction.redact(text, KEY)).isEqualTo("key ik_live_a1b2c3d4… is unknown");
		}

		@Test
		void redactWhenHidingOnePartPutsAnotherTogetherThenThatIsHiddenToo() {
			String text = SECRET.substring(0, 6) + " " + SECRET.substring(20, 40) + " " + SECRET.substring(6, 12);

			assertThat(Redaction.redact(text, KEY)).isEqualTo("…");
		}

		@Test
		void redactWhenQuotationsAreNestedWithoutEndThenEverythingIsHidden() {
			String text = "";
			for (int i = 0; i < 40; i++) {
				text = SECRET.substring(0, 6) + " " + text + " " + SECRET.substring(6, 12);
			}

			assertThat(Redaction.redact("see " + text, KEY)).doesNotContain(SECRET.substring(0, 6));
		}

	}

	@Nested
	class EncodedKey {

		static Stream<String> encodings() {
			byte[] bytes = SECRET.getBytes(StandardCharsets.US_ASCII);
			return Stream.of(each("%%%02x"), each("%%25%02X"), each("\\u%04x"), each("\\\\u%04x"), each("\\x%02x"),
					each("&#%d;"), each("&#x%X;"), each("&amp;#%d;"), each("%02x"), each("%02x "),
					Base64.getEncoder().encodeToString(bytes), Base64.getUrlEncoder().encodeToString(bytes),
					Base64.getMimeEncoder(24, new byte[] { '\n' }).encodeToString(bytes));
		}

		private static String each(String format) {
			StringBuilder text = new StringBuilder();
			SECRET.chars().forEach((c) -> text.append(format.formatted(c)));
			return text.toString();
		}

		@ParameterizedTest
		@MethodSource("encodings")
		void redactWhenEncodedThenHidden(String encoded) {
			String redacted = Redaction.redact("key [" + encoded + "] is unknown", KEY);

			assertThat(redacted).startsWith("key [").endsWith("] is unknown").hasSizeLessThan(40);
		}

		@ParameterizedTest
		@ValueSource(strings = { "", "x", "xy" })
		void redactWhenInBase64WithAnythingBeforeItThenHidden(String before) {
			for (String value : List.of(SECRET, SECRET.toUpperCase(Locale.ROOT))) {
				byte[] bytes = (before + value + "\"}").getBytes(StandardCharsets.US_ASCII);

				String redacted = Redaction.redact(Base64.getEncoder().encodeToString(bytes), KEY);

				assertThat(redacted).contains("…").hasSizeLessThan(12);
			}
		}

		@ParameterizedTest
		@ValueSource(strings = { "ik%5flive%5Fa1b2c3d4%5F", "ik%255Flive%255Fa1b2c3d4_",
				"ik\\u005flive_a1b2c3d4\\u005f", "ik&#95;live&#x5F;a1b2c3d4&#95;" })
		void redactWhenOnlyTheUnderscoresAreEncodedThenFoundByShape(String start) {
			assertThat(Redaction.redact("no " + start + SECRET + " here")).isEqualTo("no ik_live_a1b2c3d4… here");
		}

		@ParameterizedTest
		@CsvSource({ "'', live", "a, live", "ab, live", "'', sdk", "a, sdk", "ab, sdk" })
		void redactWhenAnUnknownKeyIsInBase64ThenFoundByItsBeginning(String before, String kind) {
			byte[] bytes = (before + "ik_" + kind + "_a1b2c3d4_" + SECRET).getBytes(StandardCharsets.US_ASCII);

			String redacted = Redaction.redact("Basic " + Base64.getEncoder().encodeToString(bytes));

			assertThat(redacted).startsWith("Basic ").endsWith("ik…").hasSizeLessThan(14);
		}

	}

	@Nested
	class KeyOfAnotherShape {

		@ParameterizedTest
		@CsvSource({ "hunter2, token hunter2, token ik…", "hunter2-token, token HUNTER2-TOKEN, token ik…",
				"sk-proj-Zq9Zq9Zq9Zq9, token proj Zq9Zq9Zq9, token …",
				"ik_live_a1b2c3d4_x.y, token ik_live_a1b2c3d4_x.y., token ik_live_a1b2c3d4….",
				"'ik_live_a1b2c3d4_x,y', 'token ik_live_a1b2c3d4_x,y', token ik_live_a1b2c3d4…" })
		void redactWhenQuotedThenHidden(String key, String text, String redacted) {
			assertThat(Redaction.redact(text, ApiKey.of(key))).isEqualTo(redacted);
		}

		@Test
		void redactWhenTheIdIsLongThenItsRestIsSecret() {
			ApiKey key = ApiKey.of("ik_live_customer4711madrid_" + SECRET);

			assertThat(Redaction.redact("no " + key.reveal(), key)).isEqualTo("no ik_live_customer…");
			assertThat(Redaction.redact("no 4711-madrid_" + SECRET, key)).isEqualTo("no …");
		}

	}

	@Nested
	class Fuzz {

		@Test
		void redactWhenQuotedInTwoThousandWaysThenNoRunOfTheSecretSurvives() {
			List<String> quotations = KeyQuotations.of(VALUE, 20260101, 2_000).toList();

			Stream<String> redacted = quotations.stream().map((quotation) -> Redaction.redact(quotation, KEY));

			assertThat(quotations.stream().filter((quotation) -> !KeyQuotations.isExposed(quotation, VALUE))).isEmpty();
			assertThat(redacted.filter((text) -> KeyQuotations.isExposed(text, VALUE)
					|| KeyQuotations.isExposed(new ApiException(text, FailureOrigin.local(text)).toString(), VALUE)))
				.isEmpty();
		}

		@Test
		void redactWhenTheSecretIsOfMixedCaseThenNoRunOfItSurvivesEither() {
			String value = "ik_live_Zq9Zq9Zq_bT4kLm8wXz2Rv7NcYh3JpQs6Dg5Fy1Ue0AoIiBnMxC";
			ApiKey key = ApiKey.of(value);

			Stream<String> redacted = KeyQuotations.of(value, 4711, 2_000)
				.map((quotation) -> Redaction.redact(quotation, key));

			assertThat(redacted.filter((text) -> KeyQuotations.isExposed(text, value))).isEmpty();
		}

		@Test
		void exceptionWhenAnUnknownKeyIsQuotedWholeThenNoRunOfTheSecretSurvives() {
			Pattern readable = Pattern.compile(Pattern.quote(VALUE), Pattern.CASE_INSENSITIVE);

			List<String> messages = KeyQuotations.of(VALUE, 1, 2_000)
				.filter((text) -> readable.matcher(text).find())
				.map((text) -> new ApiException(text, FailureOrigin.local(null)).toString())
				.toList();

			assertThat(messages).isNotEmpty().noneMatch((message) -> KeyQuotations.isExposed(message, VALUE));
		}

	}

}
