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

package dev.inferencekey.text;

import java.lang.reflect.Type;
import java.math.BigDecimal;
import java.time.LocalTime;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import dev.inferencekey.error.UnusableAnswerException;
import dev.inferencekey.text.JsonSchemasTests.Circle;
import dev.inferencekey.text.JsonSchemasTests.Color;
import dev.inferencekey.text.JsonSchemasTests.Contact;
import dev.inferencekey.text.JsonSchemasTests.Dog;
import dev.inferencekey.text.JsonSchemasTests.Pet;
import dev.inferencekey.text.JsonSchemasTests.Shape;
import dev.inferencekey.text.JsonSchemasTests.Tree;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.core.ParameterizedTypeReference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * What is accepted of JSON that a model wrote.
 */
class ObjectBindingTests {

	private static final ParameterizedTypeReference<Contact> CONTACT = ParameterizedTypeReference
		.forType(Contact.class);

	private static <T> T read(String json, Type type) {
		return ObjectBinding.SHARED.read(json, ParameterizedTypeReference.<T>forType(type));
	}

	@Test
	void readWhenNullableIsNullOrMissingThenNull() {
		Contact expected = new Contact("Ann", null, Optional.empty(), 3);
		assertThat(ObjectBindingTests.<Contact>read("{\"name\":\"Ann\",\"phone\":null,\"mail\":null,\"age\":3}",
				Contact.class))
			.isEqualTo(expected);
		assertThat(ObjectBindingTests.<Contact>read("{\"name\":\"Ann\",\"age\":3,\"extra\":1}", Contact.class))
			.isEqualTo(expected);
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '!',
			value = { "{\"age\":3} | name is missing", "{\"name\":null,\"age\":3} | name must not be null",
					"{\"name\":\"Ann\",\"age\":null} | age must not be null", "{\"name\":\"Ann\"} | age is missing",
					"{\"name\":\"Ann\",\"age\":\"old\"} | age: Cannot deserialize value of type `int` from String",
					"{\"name\":\"Ann\",\"age\":3.5} | age: Cannot coerce Floating-point value",
					"{\"name\":\"Ann\",\"age\": | not valid JSON", "null | must not be null" })
	void readWhenItDoesNotFitThenSaysWhere(String json, String problem) {
		assertThatExceptionOfType(ObjectBinding.MisfitException.class).isThrownBy(() -> read(json, Contact.class))
			.withMessageContaining(problem);
	}

	@ParameterizedTest
	@ValueSource(strings = { "\"GREEN\"", "\"purple\"", "1", "\"\"" })
	void readWhenEnumValueIsUnknownThenMisfit(String json) {
		assertThatExceptionOfType(ObjectBinding.MisfitException.class).isThrownBy(() -> read(json, Color.class));
	}

	@Test
	void readWhenSealedThenThePermittedType() {
		assertThat(ObjectBindingTests.<Shape>read("{\"type\":\"Circle\",\"radius\":2}", Shape.class))
			.isEqualTo(new Circle(2));
		assertThat(ObjectBindingTests.<Pet>read("{\"kind\":\"dog\",\"name\":\"Rex\"}", Pet.class))
			.isEqualTo(new Dog("Rex"));
		assertThatExceptionOfType(ObjectBinding.MisfitException.class)
			.isThrownBy(() -> read("{\"type\":\"Circle\",\"radius\":null}", Shape.class))
			.withMessage("radius must not be null");
	}

	@Test
	void readWhenMapOfSealedInAFieldThenChecked() {
		assertThat(ObjectBinding.SHARED.schemas().of(Drawing.class).toString()).doesNotContain("allOf");
		assertThatExceptionOfType(ObjectBinding.MisfitException.class)
			.isThrownBy(() -> read("{\"shapes\":{\"a\":null}}", Drawing.class))
			.withMessage("shapes.a must not be null");
	}

	@Test
	void readWhenADecimalHasManyDigitsThenAllOfThem() {
		assertThat(ObjectBindingTests.<Price>read("{\"amount\":12345678901234567.89,\"rate\":0.1}", Price.class))
			.isEqualTo(new Price(new BigDecimal("12345678901234567.89"), 0.1));
	}

	@Test
	void readWhenNestedNullThenPath() {
		assertThatExceptionOfType(ObjectBinding.MisfitException.class)
			.isThrownBy(() -> read("{\"name\":\"a\",\"children\":[{\"name\":null,\"children\":[null]}]}", Tree.class))
			.withMessage("children[0].name must not be null; children[0].children[0] must not be null");
	}

	@Test
	void readWhenGenericThenElements() {
		Type type = new ParameterizedTypeReference<Map<String, List<LocalTime>>>() {
		}.getType();
		assertThat(ObjectBindingTests.<Map<String, List<LocalTime>>>read("{\"monday\":[\"09:30\"]}", type))
			.isEqualTo(Map.of("monday", List.of(LocalTime.of(9, 30))));
	}

	@Test
	void argumentsWhenTheyDoNotFitThenUnusableWithThem() {
		ToolCall call = ToolCall.of("1", "call", "{\"name\":null,\"age\":3}");
		assertThatExceptionOfType(UnusableAnswerException.class).isThrownBy(() -> call.arguments(Contact.class))
			.withMessageContaining("name must not be null")
			.satisfies((ex) -> assertThat(ex.text()).isEqualTo(call.arguments()));
		assertThat(ToolCall.of("1", "call", "{\"a\":1}").arguments(Map.class).toString()).isEqualTo("{a=1}");
	}

	@ParameterizedTest
	@ValueSource(strings = { "{\"name\":\"Ann\",\"age\":3}", "Sure!\n```json\n{\"name\":\"Ann\",\"age\":3}\n```\nBye",
			"Use {braces} and [1], as in {\"name\":\"x\"}: {\"name\":\"Ann\",\"age\":3} [",
			"  {\"name\":\"Ann\",\"age\":3} {\"name\":\"Bob\",\"age\":3}" })
	void firstWhenTextStandsAroundThenTheFirstThatFits(String text) {
		Contact contact = new JsonText(ObjectBinding.SHARED.mapper()).first(text,
				(json) -> ObjectBinding.SHARED.read(json, CONTACT));
		assertThat(contact.name()).isEqualTo("Ann");
	}

	@ParameterizedTest
	@ValueSource(strings = { "{\"name\":\"a\",\"children\":[{\"name\":\"b\",\"children\":[]}]",
			"{\"name\":\"a\",\"children\":[{\"name\":\"b\",\"children\":[]} oops]}",
			"[{\"name\":\"a\",\"children\":[]},{\"name\":\"b\",\"children\":[]}" })
	void firstWhenBrokenThenNoPartOfItPassesForTheAnswer(String text) {
		JsonText json = new JsonText(ObjectBinding.SHARED.mapper());
		assertThatExceptionOfType(ObjectBinding.MisfitException.class)
			.isThrownBy(() -> json.first(text,
					(tree) -> ObjectBinding.SHARED.read(tree, ParameterizedTypeReference.<Tree>forType(Tree.class))))
			.withMessageContaining("not valid JSON");
	}

	@ParameterizedTest
	@ValueSource(strings = { "42", " 42\n", "42 ", "\"a\"", "true", "-1.5", "```\n[42]\n```" })
	void firstWhenAValueAloneThenRead(String text) {
		String read = new JsonText(ObjectBinding.SHARED.mapper()).first(text, (json) -> json.toString());
		assertThat(text).contains(read);
	}

	@ParameterizedTest
	@ValueSource(strings = { "42 apples", "\"a\" or \"b\"", "42, I think" })
	void firstWhenProseBeginsLikeAValueThenThereIsNoJson(String text) {
		assertThatExceptionOfType(ObjectBinding.MisfitException.class)
			.isThrownBy(() -> new JsonText(ObjectBinding.SHARED.mapper()).first(text, (json) -> json))
			.withMessage("there is no JSON in it");
	}

	@Test
	void firstWhenCommasTrailThenRead() {
		Contact contact = new JsonText(ObjectBinding.SHARED.mapper()).first("{\"name\":\"Ann\",\"age\":3,}",
				(json) -> ObjectBinding.SHARED.read(json, CONTACT));
		assertThat(contact.name()).isEqualTo("Ann");
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '!', value = { "I cannot say. | there is no JSON",
			"so: {\"name\": | not valid JSON", "so: {\"age\":3}, bye | name is missing" })
	void firstWhenNoneFitsThenSaysWhy(String text, String problem) {
		assertThatExceptionOfType(ObjectBinding.MisfitException.class)
			.isThrownBy(() -> new JsonText(ObjectBinding.SHARED.mapper()).first(text,
					(json) -> ObjectBinding.SHARED.read(json, CONTACT)))
			.withMessageContaining(problem);
	}

	@Test
	void readWhenANumberIsBeyondAllLimitsThenMisfit() {
		String json = "{\"amount\":1e99999999999999,\"rate\":0.1}";
		assertThatExceptionOfType(ObjectBinding.MisfitException.class).isThrownBy(() -> read(json, Price.class))
			.withMessageContaining("not valid JSON");
		assertThatExceptionOfType(ObjectBinding.MisfitException.class)
			.isThrownBy(() -> new JsonText(ObjectBinding.SHARED.mapper()).first("So: " + json, (tree) -> tree))
			.withMessageContaining("not valid JSON");
	}

	@ParameterizedTest
	@ValueSource(strings = { "null", "true", "false" })
	@Timeout(20)
	void firstWhenBrokenListsAreNestedThenReadOnce(String first) {
		String text = ("[" + first + ",").repeat(400) + "1,".repeat(3_000_000);
		assertThatExceptionOfType(ObjectBinding.MisfitException.class)
			.isThrownBy(() -> new JsonText(ObjectBinding.SHARED.mapper()).first(text, (json) -> json))
			.withMessageContaining("not valid JSON");
	}

	@ParameterizedTest
	@ValueSource(strings = { "[note] {\"name\":\"Ann\",\"age\":3}", "[null pointer] {\"name\":\"Ann\",\"age\":3}" })
	void firstWhenProseIsInBracketsThenWhatFollows(String text) {
		Contact contact = new JsonText(ObjectBinding.SHARED.mapper()).first(text,
				(json) -> ObjectBinding.SHARED.read(json, CONTACT));
		assertThat(contact.name()).isEqualTo("Ann");
	}

	record Price(BigDecimal amount, double rate) {
	}

	record Drawing(Map<String, Shape> shapes) {
	}

}
