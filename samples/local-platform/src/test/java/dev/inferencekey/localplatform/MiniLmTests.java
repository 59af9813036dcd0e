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
