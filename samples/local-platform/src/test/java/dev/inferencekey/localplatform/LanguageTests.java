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

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

class LanguageTests {

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			Hola, ¿cómo puedo cancelar mi pedido?   | SPANISH
			quiero cancelar el pedido               | SPANISH
			How do I get a refund?                  | ENGLISH
			where is my parcel                      | ENGLISH
			refund                                  |
			Bestellung stornieren                   |
			""")
	void ofWhenTextThenItsLanguage(String text, Language expected) {
		assertThat(Language.of(text)).isEqualTo(expected);
	}

}
