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

package dev.inferencekey.samples.supportdesk;

import java.util.Locale;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link QuestionLanguage}.
 */
class QuestionLanguageTests {

	@ParameterizedTest
	@CsvSource(delimiter = '|',
			value = { "How do I cancel an order? | en", "Where is A-1042? | en", "A-1042 | en", "🙂 | en",
					"Wie storniere ich eine Bestellung? | de", "WO IST MEIN PAKET? | de", "Rückgabe möglich? | de",
					"Comment annuler ma commande ? | fr", "Où est mon colis ? | fr", "¿Cómo cancelo un pedido? | es",
					"donde esta mi pedido | es", "¿Pedido? | es", "كيف ألغي الطلب؟ | en", "Как отменить заказ? | en" })
	void ofWhenAsTextThenItsLanguageOrEnglish(String text, String language) {
		assertThat(QuestionLanguage.of(text)).isEqualTo(Locale.forLanguageTag(language));
	}

}
