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
