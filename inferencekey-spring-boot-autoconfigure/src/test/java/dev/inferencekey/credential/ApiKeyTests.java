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

import com.fasterxml.jackson.annotation.JsonAutoDetect;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class ApiKeyTests {

	private static final String SECRET = "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef";

	private static final String VALUE = "ik_live_a1b2c3d4_" + SECRET;

	@Test
	void keyWhenCreatedThenBlanksAroundItAreDropped() {
		ApiKey key = ApiKey.of(" " + VALUE + "\r\n");

		assertThat(key.reveal()).isEqualTo(VALUE);
		assertThat(key.id()).isEqualTo("a1b2c3d4");
	}

	@Test
	void keyWhenComparedThenByItsWholeValue() {
		ApiKey key = ApiKey.of(VALUE);

		assertThat(key).isEqualTo(ApiKey.of(VALUE)).hasSameHashCodeAs(ApiKey.of(VALUE));
		assertThat(key).isNotEqualTo(ApiKey.of(VALUE + "0")).isNotEqualTo(VALUE);
	}

	@Test
	void keyWhenSerializedByItsFieldsThenTheSecretIsLeftOut() {
		ApiKey key = ApiKey.of(VALUE);
		Redaction.redact("any text that is long enough to be searched", key);

		String json = JsonMapper.builder()
			.changeDefaultVisibility((visibility) -> visibility.withFieldVisibility(JsonAutoDetect.Visibility.ANY))
			.build()
			.writeValueAsString(key);

		assertThat(json).contains("ik_live_a1b2c3d4…").doesNotContain(SECRET.substring(0, 12));
	}

	@ParameterizedTest
	@CsvSource({ "ik_live_a1b2c3d4_x, ik_live_a1b2c3d4…", "ik_sdk_a1b2c3d4_x, ik_sdk_a1b2c3d4…",
			"ik_live_A1B2C3D4_x, ik_live_A1B2C3D4…", "ik_live_zzzzzzzz_x, ik_live_zzzzzzzz…",
			"ik_live_customer4711_x, ik_live_customer…", "ik_live_ab_x, ik_live_ab…", "ik_test_ab_x, ik_test_ab…",
			"ik_live_ab__x, ik_live_ab…", "ik_live_a1b2c3d4, ik…", "ik_live_a1b2c3d4_, ik…", "ik_live__x, ik…",
			"ik_LIVE_a1b2c3d4_x, ik…", "sk-abcdef, ik…", "x, ik…" })
	void keyWhenOfAnyShapeThenPrintsByTheContract(String value, String printed) {
		assertThat(ApiKey.of(value)).hasToString(printed);
	}

	@ParameterizedTest
	@CsvSource({ "ik_live_a1b2c3d4_x, true", "ik_live_customer4711_x, true", "ik_live_short, false",
			"ik_live_a1b2c3d4_, false", "ik_live__x, false", "ik_sdk_a1b2c3d4_x, false", "sk-abcdef, false",
			"IK_LIVE_a1b2c3d4_x, false" })
	void isDataKeyWhenAskedThenByTheWholeShape(String value, boolean dataKey) {
		assertThat(ApiKey.of(value).isDataKey()).isEqualTo(dataKey);
	}

	@ParameterizedTest
	@CsvSource({ "ik_sdk_a1b2c3d4_x, true", "ik_sdk_short, true", "ik_live_a1b2c3d4_x, false" })
	void isControlTokenWhenAskedThenByThePrefix(String value, boolean controlToken) {
		assertThat(ApiKey.of(value).isControlToken()).isEqualTo(controlToken);
	}

	@ParameterizedTest
	@ValueSource(
			strings = { "", " ", "ik_live_a b", "ik_live_a\u0000", "ik_live_a\r\nb", "ik_live_é", "ik_live_a\u007f" })
	void keyWhenItCannotStandInAHeaderThenRefusedWithoutShowingIt(String value) {
		assertThatIllegalArgumentException().isThrownBy(() -> ApiKey.of(value)).withMessageNotContaining("ik_live_a");
	}

	@ParameterizedTest
	@ValueSource(strings = { VALUE, "IK_LIVE_A1B2C3D4_X", " ik_live_short", "ik_sdk_x", "ik_live_", "acme/" + VALUE,
			"ik_test_a1b2c3d4_x", "ik-live-a1b2c3d4-0123456789abcdef", "ik%5Flive%5Fa1b2c3d4%5Fx" })
	void looksLikeKeyWhenAKeyStandsForANameThenTrue(String value) {
		assertThat(ApiKey.looksLikeKey(value)).isTrue();
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "support-bot", "acme", "ik", "ik-live-chat", "klik_live", "ik_bot", "Qwen/Qwen3-8B",
			"strik_ing_of_the_clock", "grafik_daten_von_heute_morgen" })
	void looksLikeKeyWhenAnOrdinaryNameThenFalse(String value) {
		assertThat(ApiKey.looksLikeKey(value)).isFalse();
	}

}
