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

package dev.inferencekey.error;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

class SafeTextTests {

	@ParameterizedTest
	@CsvSource(quoteCharacter = '`',
			value = { "no ik_live_a1b2c3d4_s3cret here, no ik_live_a1b2c3d4… here",
					"ik_sdk_a1b2c3d4_s3cret, ik_sdk_a1b2c3d4…", "ik_live_customer4711_s3cret, ik_live_customer…",
					"ik_live_ab_s3cret, ik_live_ab…", "ik_live_s3cret, ik…", "ik_live_a1b2c3d4_, ik…",
					"ik_test_a1b2c3d4_x, ik_test_a1b2c3d4…", "Xik_test_a1b2c3d4_x, Xik_test_a1b2c3d4…",
					"ik_test_customer_s3cret, ik_test_customer…", "ik_live_a1b2c3d4_s3cr…, ik_live_a1b2c3d4…",
					"IK_LIVE_A1B2C3D4_S3CRET, ik_LIVE_A1B2C3D4…",
					"{\"k\":\"ik_live_a1b2c3d4_s3cret\"}, {\"k\":\"ik_live_a1b2c3d4…\"}",
					"ik-live-a1b2c3d4-0123456789abcdef, ik-live-a1b2c3d4…" })
	void redactWhenTextHoldsAKeyThenOnlyItsPublicPrefixStays(String text, String redacted) {
		assertThat(SafeText.redact(text)).isEqualTo(redacted);
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "ik", "ik_", "Set it to a data key, which starts with ik_live_.", "No ik_live_ key",
			"(ik_live_)", "ik_live_…", "ik_live_<id>_<secret>", "ik_live_a1b2c3d4…", "ik_sdk_ab…", "ik…", "ik_is_fine",
			"DEFAULT_IK_LIVE", "musik_stil_der_zeit_von_damals", "ik-live-chat-for-everyone" })
	void redactWhenThereIsNoSecretThenTheSameInstance(String text) {
		assertThat(SafeText.redact(text)).isSameAs(text);
	}

	@Test
	void redactWhenCharactersThatNobodySeesStandInAKeyThenItIsHiddenToItsEnd() {
		assertThat(SafeText.redact("no ik_live_a1b2c3d4_s3\u200bcr\u00adet here"))
			.isEqualTo("no ik_live_a1b2c3d4… here");
	}

	@ParameterizedTest
	@ValueSource(strings = { "\n", "\r\n", "\t", "\u0000", "\u001b", "\u007f", "\u0085", "\u009b", "\u2028", "\u2029",
			"\u202e", "\u202a", "\u2066", "\u2069", "\u200e", "\u200f", "\u061c", "\r\n\u001b\u202e" })
	void oneLineWhenSomethingBreaksTheLineThenABlank(String text) {
		assertThat(SafeText.oneLine("a" + text + "b" + text)).isEqualTo("a b ");
		assertThat(SafeText.oneLine(text)).isEqualTo(" ");
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "a  b", "Año, 年, שלום", "\ud83d\udc69\u200d\ud83d\udcbb", "\u2027\u202f\u2065" })
	void oneLineWhenNothingBreaksTheLineThenTheSameInstance(String text) {
		assertThat(SafeText.oneLine(text)).isSameAs(text);
	}

}
