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
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.Month;
import java.time.MonthDay;
import java.time.Year;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.Currency;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

import com.fasterxml.jackson.annotation.JsonClassDescription;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.annotation.JsonValue;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.skyscreamer.jsonassert.JSONAssert;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.core.ParameterizedTypeReference;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What schemas say about types.
 */
class JsonSchemasTests {

	private static void assertSchema(Type type, String schema) throws Exception {
		JSONAssert.assertEquals(schema, ObjectBinding.SHARED.schemas().of(type).toString(), true);
	}

	@Test
	void ofWhenNullableOrOptionalThenRequiredAndNull() throws Exception {
		assertSchema(Contact.class, """
				{"type":"object","properties":{"name":{"type":"string"},"phone":{"type":["string","null"]},
				"mail":{"type":["string","null"]},"age":{"type":"integer"}},
				"required":["name","phone","mail","age"],"additionalProperties":false}""");
	}

	@Test
	void ofWhenArgumentsThenNullableNotRequired() {
		assertThat(ObjectBinding.SHARED.argumentSchemas().of(Contact.class).path("required").toString())
			.isEqualTo("[\"name\",\"age\"]");
	}

	@Test
	void ofWhenDescribedThenDescriptions() throws Exception {
		assertSchema(Described.class, """
				{"type":"object","description":"A place","properties":{"zip":{"type":"string",
				"description":"Five digits"}},"required":["zip"],"additionalProperties":false}""");
	}

	@Test
	void ofWhenEnumThenItsJsonNames() throws Exception {
		assertSchema(Color.class, "{\"type\":\"string\",\"enum\":[\"RED\",\"lime\"]}");
	}

	@Test
	void ofWhenEnumIsOfNumbersThenIntegers() throws Exception {
		assertSchema(Level.class, "{\"type\":\"integer\",\"enum\":[10,20]}");
		assertThat(ObjectBinding.SHARED.<Level>read("20", ParameterizedTypeReference.forType(Level.class)))
			.isEqualTo(Level.HIGH);
		assertThat(ObjectBinding.SHARED.<Month>read("5", ParameterizedTypeReference.forType(Month.class)))
			.isEqualTo(Month.MAY);
	}

	@Test
	void ofWhenAnyJsonThenAnything() throws Exception {
		assertSchema(Anything.class, """
				{"type":"object","properties":{"json":{},"object":{}},"required":["json","object"],
				"additionalProperties":false}""");
	}

	@Test
	void ofWhenTimesThenFormatsThatJacksonReads() throws Exception {
		assertSchema(Times.class, """
				{"type":"object","properties":{"day":{"type":"string","format":"date"},
				"at":{"type":"string","format":"date-time"},
				"opens":{"type":"string","pattern":"^[0-9]{2}:[0-9]{2}(:[0-9]{2})?$"}},
				"required":["day","at","opens"],"additionalProperties":false}""");
	}

	@Test
	void ofWhenValuesOfTheJdkThenWhatJacksonReads() throws Exception {
		assertSchema(Card.class,
				"""
						{"type":"object","properties":{"expires":{"type":"string","pattern":"^[0-9]{4}-[0-9]{2}$"},
						"since":{"type":"integer"},"birthday":{"type":"string","pattern":"^--[0-9]{2}-[0-9]{2}$"},
						"offset":{"type":"string","pattern":"^(Z|[+-][0-9]{2}:[0-9]{2})$"},
						"currency":{"type":"string","pattern":"^[A-Z]{3}$"},
						"locale":{"type":"string","pattern":"^[a-zA-Z]{2,8}(-[a-zA-Z0-9]{1,8})*$"}},
						"required":["expires","since","birthday","offset","currency","locale"],"additionalProperties":false}""");
		assertThat(ObjectBinding.SHARED.read("""
				{"expires":"2031-05","since":2024,"birthday":"--02-29","offset":"+02:00","currency":"EUR",
				"locale":"pt-BR"}""", ParameterizedTypeReference.<Card>forType(Card.class)))
			.isEqualTo(new Card(YearMonth.of(2031, 5), Year.of(2024), MonthDay.of(2, 29), ZoneOffset.ofHours(2),
					Currency.getInstance("EUR"), Locale.forLanguageTag("pt-BR")));
	}

	@Test
	void ofWhenNestedTwiceThenInlined() throws Exception {
		String described = """
				{"type":"object","description":"A place","properties":{"zip":{"type":"string",
				"description":"Five digits"}},"required":["zip"],"additionalProperties":false}""";
		assertSchema(Route.class,
				"{\"type\":\"object\",\"properties\":{\"from\":" + described + ",\"via\":{\"type\":\"array\",\"items\":"
						+ described
						+ "},\"hours\":{\"type\":\"object\",\"additionalProperties\":{\"type\":\"integer\"}}},"
						+ "\"required\":[\"from\",\"via\",\"hours\"],\"additionalProperties\":false}");
	}

	@Test
	void ofWhenRecursiveThenObjectAtTheRootAndDefinition() throws Exception {
		String tree = """
				"type":"object","properties":{"name":{"type":"string"},
				"children":{"type":"array","items":{"$ref":"#/$defs/Tree"}}},
				"required":["name","children"],"additionalProperties":false""";
		assertSchema(Tree.class, "{\"$defs\":{\"Tree\":{" + tree + "}}," + tree + "}");
	}

	@Test
	void ofWhenSealedThenAlternativesByType() throws Exception {
		assertSchema(Shape.class,
				"""
						{"anyOf":[{"type":"object","properties":{"type":{"type":"string","const":"Circle"},"radius":{"type":"number"}},
						"required":["type","radius"],"additionalProperties":false},
						{"type":"object","properties":{"type":{"type":"string","const":"Square"},"side":{"type":"integer"}},
						"required":["type","side"],"additionalProperties":false}]}""");
	}

	@ParameterizedTest
	@ValueSource(classes = { Event.class, Seen.class })
	void ofWhenARecordHasTheNameThatTellsItsTypeAsAComponentThenSet(Class<?> type) {
		assertThat(ObjectBinding.SHARED.schemas().of(type).path("properties").toString())
			.isEqualTo("{\"type\":{\"type\":\"string\",\"const\":\"Opened\"},\"at\":{\"type\":\"integer\"}}");
		Object read = ObjectBinding.SHARED.read("{\"type\":\"Opened\",\"at\":1}",
				ParameterizedTypeReference.forType(type));
		assertThat(read).isEqualTo(new Opened("Opened", 1));
	}

	@Test
	void ofWhenSubtypesAreAnnotatedThenTheirNames() {
		assertThat(ObjectBinding.SHARED.schemas().of(Pet.class).at("/anyOf/1/properties").toString())
			.isEqualTo("{\"kind\":{\"type\":\"string\",\"const\":\"dog\"},\"name\":{\"type\":\"string\"}}");
	}

	@Test
	void ofWhenMapperHasANamingStrategyThenItsNames() {
		ObjectBinding binding = new ObjectBinding(
				JsonMapper.builder().propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE).build(),
				(object) -> List.of());
		assertThat(binding.schemas().of(Order.class).path("required").toString())
			.isEqualTo("[\"order_id\",\"the-sku\"]");
		assertThat(binding.read("{\"order_id\":\"a\",\"the-sku\":\"b\"}",
				ParameterizedTypeReference.<Order>forType(Order.class)))
			.isEqualTo(new Order("a", "b"));
	}

	@Test
	void ofWhenAskedTwiceThenTheSame() {
		assertThat(ObjectBinding.SHARED.schemas().of(Tree.class))
			.isSameAs(ObjectBinding.SHARED.schemas().of(Tree.class));
	}

	@Test
	void formatWhenTypeIsNestedThenItsSimpleName() {
		assertThat(ResponseFormat.of(Contact.class).name()).isEqualTo("Contact");
		assertThat(ResponseFormat.of(Contact[].class).name()).isEqualTo("Contact");
	}

	@Test
	void toolWhenOfARecordThenSchemaAndArguments() {
		Tool tool = Tool.of("call", "Calls somebody", Contact.class, Contact::name);
		assertThat(tool.inputSchema()).contains("\"required\":[\"name\",\"age\"]");
		assertThat(tool.execute(ToolCall.of("1", "call", "{\"name\":\"Ann\",\"age\":3}"))).isEqualTo("Ann");
	}

	record Contact(String name, @Nullable String phone, Optional<String> mail, int age) {
	}

	@JsonClassDescription("A place")
	record Described(@JsonPropertyDescription("Five digits") String zip) {
	}

	record Times(LocalDate day, Instant at, LocalTime opens) {
	}

	record Card(YearMonth expires, Year since, MonthDay birthday, ZoneOffset offset, Currency currency, Locale locale) {
	}

	record Route(Described from, List<Described> via, Map<String, Integer> hours) {
	}

	record Tree(String name, List<Tree> children) {
	}

	record Order(String orderId, @JsonProperty("the-sku") String sku) {
	}

	enum Color {

		RED, @JsonProperty("lime")
		GREEN

	}

	enum Level {

		LOW(10), HIGH(20);

		private final int value;

		Level(int value) {
			this.value = value;
		}

		@JsonValue
		int value() {
			return this.value;
		}

	}

	record Anything(JsonNode json, Object object) {
	}

	sealed interface Shape {

	}

	record Circle(double radius) implements Shape {
	}

	record Square(int side) implements Shape {
	}

	sealed interface Event {

	}

	record Opened(String type, int at) implements Event, Seen {
	}

	@JsonTypeInfo(use = JsonTypeInfo.Id.SIMPLE_NAME, property = "type", visible = true)
	@JsonSubTypes(@JsonSubTypes.Type(Opened.class))
	interface Seen {

	}

	@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "kind")
	@JsonSubTypes({ @JsonSubTypes.Type(value = Cat.class, name = "cat"),
			@JsonSubTypes.Type(value = Dog.class, name = "dog") })
	interface Pet {

	}

	record Cat(int lives) implements Pet {
	}

	record Dog(String name) implements Pet {
	}

}
