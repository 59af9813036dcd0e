package dev.inferencekey.localplatform;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

class MiniLmTests {

	private final MiniLm model = MiniLm.get();

	@ParameterizedTest
	@ValueSource(strings = { "We refund.", "  «Mis pedidos»: ¿vale?  Sí\n", "smile 😀 twice 😀!", "e\u0301te\u0301",
			"日本 x", "" })
	void piecesWhenJoinedThenTheText(String text) {
		assertThat(String.join("", this.model.pieces(text))).isEqualTo(text);
	}

	@Test
	void piecesWhenSplitThenAsManyAsTokens() {
		String text = "Puedes cancelar un pedido 😀 sin coste";
		assertThat(this.model.pieces(text)).hasSize(this.model.countTokens(text)).startsWith("Pu", "edes", " cancel");
	}

	@Test
	void countTokensWhenLongerThanAWindowThenAllOfThem() {
		assertThat(this.model.countTokens("word ".repeat(3000))).isEqualTo(3000);
	}

}
