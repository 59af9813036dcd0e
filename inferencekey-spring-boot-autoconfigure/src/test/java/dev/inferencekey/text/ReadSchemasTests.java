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
import java.net.URI;
import java.text.SimpleDateFormat;
import java.time.Duration;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.Period;
import java.time.ZoneId;
import java.util.Date;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TimeZone;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;

import com.fasterxml.jackson.annotation.JsonAlias;
import com.fasterxml.jackson.annotation.JsonAutoDetect;
import com.fasterxml.jackson.annotation.JsonBackReference;
import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonFormat;
import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonManagedReference;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import com.fasterxml.jackson.annotation.JsonValue;
import dev.inferencekey.error.ConfigurationException;
import dev.inferencekey.error.UnusableAnswerException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.skyscreamer.jsonassert.JSONAssert;
import tools.jackson.core.JsonParser;
import tools.jackson.databind.DeserializationContext;
import tools.jackson.databind.annotation.JsonDeserialize;
import tools.jackson.databind.deser.std.StdDeserializer;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.core.ParameterizedTypeReference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

/**
 * Schemas say what Jackson reads, whatever annotations and settings change about it.
 */
class ReadSchemasTests {

	private static final String LIMA = "{\"name\":\"Lima\"}";

	private static <T> T read(ObjectBinding binding, Type type, String json) {
		return binding.read(json, ParameterizedTypeReference.<T>forType(type));
	}

	private static <T> T assertFits(Class<T> type, String properties, String json) throws Exception {
		return assertFits(ObjectBinding.SHARED, type, properties, json);
	}

	private static <T> T assertFits(ObjectBinding binding, Class<T> type, String properties, String json)
			throws Exception {
		JSONAssert.assertEquals(properties, binding.schemas().of(type).path("properties").toString(), true);
		return read(binding, type, json);
	}

	private static void assertRefused(Class<?> type, String... parts) {
		assertThatExceptionOfType(ConfigurationException.class)
			.isThrownBy(() -> ObjectBinding.SHARED.schemas().of(type))
			.withMessageContainingAll(parts);
	}

	@Test
	void schemaWhenAValueStandsForTheObjectThenThatOfTheValue() throws Exception {
		Order order = assertFits(Order.class, """
				{"id":{"type":"string"},"total":{"type":"integer"},"tags":{"type":"array","items":{"type":"string"}},
				"due":{"type":"string","pattern":"^[0-9]{2}/[0-9]{2}/[0-9]{4}$","description":"Format: dd/MM/yyyy"},
				"city":{"type":"object","properties":{"name":{"type":"string"}},"required":["name"],
				"additionalProperties":false}}""",
				"{\"id\":\"A-1\",\"total\":7,\"tags\":[\"x\"],\"due\":\"29/11/2026\",\"city\":" + LIMA + "}");

		assertThat(order).isEqualTo(new Order(new OrderId("A-1"), new Cents(7), new Tags(List.of("x")),
				new Due(LocalDate.of(2026, 11, 29)), new Place(new City("Lima"))));
	}

	@Test
	void schemaWhenAClassIsReadByAFactoryThenThatOfItsArgument() throws Exception {
		Shipped shipped = assertFits(Shipped.class, "{\"code\":{\"type\":\"string\"},\"weight\":{\"type\":\"number\"}}",
				"{\"code\":\"de-1\",\"weight\":1.5}");

		assertThat(shipped.code().value).isEqualTo("DE-1");
		assertThat(shipped.weight().grams).isEqualTo(1500);
	}

	@Test
	void schemaWhenItselfIsAValueThenThatOfTheValue() throws Exception {
		JSONAssert.assertEquals("{\"type\":\"string\"}", ObjectBinding.SHARED.schemas().of(OrderId.class).toString(),
				true);
		assertThat(ReadSchemasTests.<OrderId>read(ObjectBinding.SHARED, OrderId.class, "\"A\""))
			.isEqualTo(new OrderId("A"));
	}

	@Test
	void schemaWhenDatesHaveAFormatThenThatFormat() throws Exception {
		Formats formats = assertFits(Formats.class,
				"""
						{"german":{"type":"string","pattern":"^[0-9]{2}\\\\.[0-9]{2}\\\\.[0-9]{4}$","description":"Format: dd.MM.yyyy"},
						"words":{"type":"string","description":"Format: d MMM yyyy"},
						"days":{"type":"array","items":{"type":"string","pattern":"^[0-9]{4}/[0-9]{1,2}$","description":"Format: yyyy/M"}},
						"epoch":{"type":"string","format":"date"},
						"at":{"type":["string","null"],"pattern":"^[0-9]{8}T[0-9]{4}$","description":"When it was. Format: yyyyMMdd'T'HHmm"}}"""
					.replace("[0-9]{8}T[0-9]{4}", "[0-9]{4}[0-9]{2}[0-9]{2}T[0-9]{2}[0-9]{2}")
					.replace(
							"{\"type\":\"array\",\"items\":{\"type\":\"string\",\"pattern\":\"^[0-9]{4}/[0-9]{1,2}$\",\"description\":\"Format: yyyy/M\"}}",
							"{\"type\":\"array\",\"items\":{\"type\":\"string\",\"pattern\":\"^[0-9]{4}/[0-9]{1,2}/[0-9]{1,2}$\",\"description\":\"Format: yyyy/M/d\"}}"),
				"""
						{"german":"29.11.2026","words":"1 Feb 2026","days":["2026/1/2"],"epoch":"2026-11-29","at":"20261129T1730"}""");

		assertThat(formats).isEqualTo(new Formats(LocalDate.of(2026, 11, 29), LocalDate.of(2026, 2, 1),
				List.of(LocalDate.of(2026, 1, 2)), LocalDate.of(2026, 11, 29), LocalDateTime.of(2026, 11, 29, 17, 30)));
	}

	@Test
	void schemaWhenTheMapperHasAFormatThenThatFormat() throws Exception {
		SimpleDateFormat dates = new SimpleDateFormat("yyyy-MM-dd HH:mm");
		dates.setTimeZone(TimeZone.getTimeZone("UTC"));
		ObjectBinding binding = new ObjectBinding(JsonMapper.builder()
			.defaultDateFormat(dates)
			.withConfigOverride(LocalDate.class, (dated) -> dated.setFormat(JsonFormat.Value.forPattern("dd/MM/yyyy")))
			.build(), (object) -> List.of());

		Dated dated = assertFits(binding, Dated.class, """
				{"date":{"type":"string","pattern":"^[0-9]{4}-[0-9]{2}-[0-9]{2} [0-9]{2}:[0-9]{2}$",
				"description":"Format: yyyy-MM-dd HH:mm"},
				"day":{"type":"string","pattern":"^[0-9]{2}/[0-9]{2}/[0-9]{4}$","description":"Format: dd/MM/yyyy"}}""",
				"{\"date\":\"1970-01-01 00:01\",\"day\":\"02/01/1970\"}");

		assertThat(dated).isEqualTo(new Dated(new Date(60_000), LocalDate.of(1970, 1, 2)));
	}

	@Test
	void schemaWhenPropertiesAreRenamedIgnoredOrAliasedThenThoseThatAreRead() throws Exception {
		Person person = assertFits(Person.class, "{\"full_name\":{\"type\":\"string\"},\"mail\":{\"type\":\"string\"}}",
				"{\"full_name\":\"Ann\",\"mail\":\"a@acme.example\"}");

		assertThat(person).isEqualTo(new Person("Ann", "a@acme.example", null));
		assertThat(ObjectBinding.SHARED.schemas().of(Person.class).toString()).doesNotContain("email");
	}

	@Test
	void valueWhenUnderAnAliasThenNeitherMissingNorUnchecked() {
		assertThat(ReadSchemasTests.<People>read(ObjectBinding.SHARED, People.class,
				"{\"all\":{\"x-aliases\":{\"full_name\":\"Ann\",\"email\":\"a@acme.example\"}}}"))
			.isEqualTo(new People(Map.of("x-aliases", new Person("Ann", "a@acme.example", null))));
		assertThatExceptionOfType(ObjectBinding.MisfitException.class)
			.isThrownBy(() -> read(ObjectBinding.SHARED, Person.class, "{\"full_name\":\"Ann\",\"email\":null}"))
			.withMessage("email must not be null");
		assertThatExceptionOfType(ObjectBinding.MisfitException.class)
			.isThrownBy(() -> read(ObjectBinding.SHARED, Person.class, "{\"full_name\":\"Ann\",\"e_mail\":\"a\"}"))
			.withMessage("mail is missing");
	}

	@Test
	void schemaWhenAPropertyHasTheNameOfTheAliasesThenItIsAProperty() throws Exception {
		Marked marked = assertFits(Marked.class, "{\"x-aliases\":{\"type\":\"string\"}}", "{\"x-aliases\":\"a\"}");

		assertThat(marked).isEqualTo(new Marked("a"));
	}

	@Test
	void schemaWhenSubtypesHaveNoNamesThenThoseThatJacksonGivesThem() throws Exception {
		JSONAssert.assertEquals("""
				{"anyOf":[{"properties":{"kind":{"const":"ReadSchemasTests$Cat"},"lives":{"type":"integer"}}},
				{"properties":{"kind":{"const":"ReadSchemasTests$Dog"}}}]}""",
				ObjectBinding.SHARED.schemas().of(Animal.class).toString(), false);
		assertThat(ReadSchemasTests.<Animal>read(ObjectBinding.SHARED, Animal.class,
				"{\"kind\":\"ReadSchemasTests$Cat\",\"lives\":9}"))
			.isEqualTo(new Cat(9));
		assertThat(ObjectBinding.SHARED.schemas().of(Plant.class).toString())
			.contains("\"@type\":{\"type\":\"string\",\"const\":\"Rose\"}");
		assertThat(ReadSchemasTests.<Plant>read(ObjectBinding.SHARED, Plant.class, "{\"@type\":\"Rose\"}"))
			.isEqualTo(new Rose());
	}

	@Test
	void schemaWhenAClassNamesItsTypeThenItsOwnDiscriminator() throws Exception {
		Tree tree = assertFits(Tree.class,
				"{\"@type\":{\"type\":\"string\",\"const\":\"Tree\"},\"height\":{\"type\":\"integer\"}}",
				"{\"@type\":\"Tree\",\"height\":3}");

		assertThat(tree.height).isEqualTo(3);
	}

	@Test
	void schemaWhenIterableThenThatOfAnArray() throws Exception {
		Cities cities = assertFits(Cities.class, """
				{"all":{"type":"array","items":{"type":"object","properties":{"name":{"type":"string"}},
				"required":["name"],"additionalProperties":false}}}""", "{\"all\":[" + LIMA + "]}");

		assertThat(cities.all()).containsExactly(new City("Lima"));
	}

	@Test
	void schemaWhenRefusedThenRemembered() {
		JsonSchemas schemas = ObjectBinding.SHARED.schemas();
		ConfigurationException first = catchThrowableOfType(ConfigurationException.class,
				() -> schemas.of(Cyclic.class));
		ConfigurationException second = catchThrowableOfType(ConfigurationException.class,
				() -> schemas.of(Cyclic.class));

		assertThat(second).isNotSameAs(first).hasMessage(first.getMessage());
		assertThat(second.getCause()).isNotNull().isSameAs(first.getCause());
		assertThat(schemas.forCheck(Cyclic.class)).isNull();
	}

	@Test
	void schemaWhenUnwrappedThenThePropertiesOfTheInnerObject() throws Exception {
		Parcel parcel = assertFits(Parcel.class,
				"{\"id\":{\"type\":\"integer\"},\"to_name\":{\"type\":\"string\"},\"heavy\":{\"type\":\"boolean\"}}",
				"{\"id\":1,\"to_name\":\"Lima\",\"heavy\":true}");

		assertThat(parcel.to.name()).isEqualTo("Lima");
		assertThat(parcel.heavy).isTrue();
	}

	@Test
	void schemaWhenSetByACreatorOrSettersThenTheirProperties() throws Exception {
		Account account = assertFits(Account.class, """
				{"number":{"type":"string","description":"Ten digits"},"limit":{"type":["integer","null"]}}""",
				"{\"number\":\"1\",\"limit\":null}");

		assertThat(account.hidden).isEqualTo("1");
	}

	@Test
	void schemaWhenAMapHasEnumsAsKeysThenTheirNames() throws Exception {
		Stock stock = assertFits(Stock.class, """
				{"sizes":{"type":"object","properties":{"SMALL":{"type":"integer"},"big":{"type":"integer"}},
				"additionalProperties":false}}""", "{\"sizes\":{\"big\":3}}");

		assertThat(stock.sizes()).isEqualTo(Map.of(Size.LARGE, 3));
		assertThatExceptionOfType(ObjectBinding.MisfitException.class)
			.isThrownBy(() -> read(ObjectBinding.SHARED, Stock.class, "{\"sizes\":{\"big\":null}}"))
			.withMessage("sizes.big must not be null");
	}

	@Test
	void schemaWhenValuesOfTheJdkThenWhatJacksonReads() throws Exception {
		Values values = assertFits(Values.class,
				"""
						{"bytes":{"type":"string","contentEncoding":"base64"},"uuid":{"type":"string","format":"uuid"},
						"lasts":{"type":"string","pattern":"^P([0-9]+D)?(T([0-9]+H)?([0-9]+M)?([0-9]+(\\\\.[0-9]+)?S)?)?$"},
						"every":{"type":"string","pattern":"^P([0-9]+Y)?([0-9]+M)?([0-9]+W)?([0-9]+D)?$"},
						"price":{"type":"number"},"site":{"type":"string","format":"uri"},"zone":{"type":"string"},
						"count":{"type":"integer"},"letter":{"type":"string"},"some":{"type":["integer","null"]},
						"names":{"type":["array","null"],"items":{"type":"string"}},"active":{"type":"boolean"},"numbers":{"type":"array","items":{"type":"integer"}},
						"words":{"type":"array","items":{"type":"string"}},"cities":{"type":"array","items":{"type":"object",
						"properties":{"name":{"type":"string"}},"required":["name"],"additionalProperties":false}},
						"sizes":{"type":"array","items":{"type":"string","enum":["SMALL","big"]}},
						"any":{"type":"object","additionalProperties":{}}}""",
				"""
						{"bytes":"AQI=","uuid":"123e4567-e89b-12d3-a456-426614174000","lasts":"PT1H30M","every":"P1W","price":1.10,
						"site":"https://acme.example","zone":"Europe/Madrid","count":3,"letter":"x","some":null,"names":["a"],
						"active":true,"numbers":[1],"words":["a"],"cities":[{"name":"Lima"}],"sizes":["big"],"any":{"a":null}}""");

		assertThat(values.bytes()).containsExactly(1, 2);
		assertThat(values.lasts()).isEqualTo(Duration.ofMinutes(90));
		assertThat(values.every()).isEqualTo(Period.ofDays(7));
		assertThat(values.zone()).isEqualTo(ZoneId.of("Europe/Madrid"));
		assertThat(values.count().get()).isEqualTo(3);
		assertThat(values.names()).contains(List.of("a"));
		assertThat(values.numbers()).containsExactly(1);
		assertThat(values.cities()).containsExactly(new City("Lima"));
		assertThat(values.sizes()).containsExactly(Size.LARGE);
	}

	@Test
	void schemaWhenTypesAreDeducedThenAlternativesWithoutADiscriminator() {
		assertThat(ObjectBinding.SHARED.schemas().of(Payment.class).toString())
			.isEqualTo("{\"anyOf\":[{\"type\":\"object\",\"properties\":{\"card\":{\"type\":\"string\"}},"
					+ "\"required\":[\"card\"],\"additionalProperties\":false},{\"type\":\"object\",\"properties\":"
					+ "{\"iban\":{\"type\":\"string\"}},\"required\":[\"iban\"],\"additionalProperties\":false}]}");
		assertThat(ReadSchemasTests.<Payment>read(ObjectBinding.SHARED, Payment.class, "{\"iban\":\"DE1\"}"))
			.isEqualTo(new Transfer("DE1"));
	}

	@Test
	void schemaWhenAPropertyPointsBackThenLeftToJackson() throws Exception {
		Parent parent = assertFits(Parent.class, """
				{"children":{"type":"array","items":{"type":"object","properties":{"name":{"type":"string"}},
				"required":["name"],"additionalProperties":false}}}""", "{\"children\":[" + LIMA + "]}");

		assertThat(parent.children).singleElement().satisfies((child) -> {
			assertThat(child.name).isEqualTo("Lima");
			assertThat(child.parent).isSameAs(parent);
		});
	}

	@Test
	void schemaWhenAnArrayHoldsAGenericTypeThenItsParametersAreKept() throws Exception {
		Type pages = new ParameterizedTypeReference<Page<City>[]>() {
		}.getType();

		JSONAssert.assertEquals("{\"name\":{\"type\":\"string\"}}",
				ObjectBinding.SHARED.schemas().of(pages).at("/items/properties/items/items/properties").toString(),
				true);
		Page<City>[] read = read(ObjectBinding.SHARED, pages, "[{\"items\":[" + LIMA + "]}]");
		assertThat(read).containsExactly(new Page<>(List.of(new City("Lima"))));
	}

	@Test
	void schemaWhenAPropertyIsNamedAsAKeywordThenItIsAProperty() throws Exception {
		Keywords keywords = assertFits(Keywords.class, """
				{"allOf":{"type":"string"},"anyOf":{"type":"integer"}}""", "{\"allOf\":\"a\",\"anyOf\":1}");

		assertThat(keywords).isEqualTo(new Keywords("a", 1));
	}

	@Test
	void schemaWhenRecursiveAndNullableThenReferencesOrNull() throws Exception {
		JSONAssert.assertEquals("""
				{"anyOf":[{"$ref":"#/$defs/Chain"},{"type":"null"}]}""",
				ObjectBinding.SHARED.schemas().of(Chain.class).at("/properties/next").toString(), false);
		assertThat(ReadSchemasTests.<Chain>read(ObjectBinding.SHARED, Chain.class, "{\"next\":{\"next\":null}}"))
			.isEqualTo(new Chain(new Chain(null)));
	}

	@Test
	void schemaWhenADeserializerSaysNothingThenRefusedWithTheProperty() {
		assertRefused(Custom.class, "\"inner.secret\"", Custom.class.getTypeName(), "SecretDeserializer",
				"ResponseFormat.jsonSchema");
		assertRefused(Tuple.class, "\"point\"", "BeanAsArrayDeserializer");
		assertRefused(Abstract.class, "\"value\"", "java.lang.Comparable");
		assertRefused(Wrapped.class, "JsonTypeInfo.As.PROPERTY");
	}

	@Test
	void argumentsWhenADeserializerSaysNothingThenReadAllTheSame() {
		Custom custom = ToolCall.of("1", "find", "{\"inner\":{\"secret\":\"x\"}}").arguments(Custom.class);

		assertThat(custom.inner().secret()).isEqualTo("x");
		assertThatExceptionOfType(UnusableAnswerException.class)
			.isThrownBy(() -> ToolCall.of("1", "find", "{\"inner\":{}}").arguments(Custom.class))
			.withMessageContaining("secret");
	}

	record City(String name) {
	}

	record OrderId(@JsonValue String value) {
	}

	record Cents(@JsonValue long value) {
	}

	record Tags(@JsonValue List<String> values) {
	}

	record Due(@JsonValue @JsonFormat(pattern = "dd/MM/yyyy") LocalDate day) {
	}

	record Place(@JsonValue City city) {
	}

	record Order(OrderId id, Cents total, Tags tags, Due due, Place city) {
	}

	record Shipped(Code code, Weight weight) {
	}

	static final class Code {

		private final String value;

		private Code(String value) {
			this.value = value;
		}

		@JsonCreator
		static Code of(String value) {
			return new Code(value.toUpperCase());
		}

	}

	static final class Weight {

		private final double grams;

		@JsonCreator(mode = JsonCreator.Mode.DELEGATING)
		Weight(BigDecimal kilos) {
			this.grams = kilos.doubleValue() * 1000;
		}

	}

	record Formats(@JsonFormat(pattern = "dd.MM.yyyy") LocalDate german,
			@JsonFormat(pattern = "d MMM yyyy", locale = "en") LocalDate words,
			@JsonFormat(pattern = "yyyy/M/d") List<LocalDate> days,
			@JsonFormat(shape = JsonFormat.Shape.NUMBER_INT) LocalDate epoch, @JsonFormat(
					pattern = "yyyyMMdd'T'HHmm") @JsonPropertyDescription("When it was") @Nullable LocalDateTime at) {
	}

	record Dated(Date date, LocalDate day) {
	}

	record Person(@JsonProperty("full_name") String name, @JsonAlias("email") String mail,
			@JsonIgnore @Nullable String internal) {
	}

	@JsonAutoDetect(fieldVisibility = JsonAutoDetect.Visibility.ANY)
	static class Parcel {

		private int id;

		@JsonUnwrapped(prefix = "to_")
		private City to;

		private boolean heavy;

	}

	@JsonIgnoreProperties("hidden")
	static class Account {

		private final String hidden;

		@JsonCreator
		Account(@JsonProperty("number") @JsonPropertyDescription("Ten digits") String id) {
			this.hidden = id;
		}

		public void setLimit(@Nullable Integer limit) {
		}

	}

	enum Size {

		SMALL, @JsonProperty("big")
		LARGE

	}

	record Stock(Map<Size, Integer> sizes) {
	}

	record Values(byte[] bytes, UUID uuid, Duration lasts, Period every, BigDecimal price, URI site, ZoneId zone,
			AtomicInteger count, char letter, OptionalInt some, Optional<List<String>> names, boolean active,
			int[] numbers, String[] words, City[] cities, EnumSet<Size> sizes, Map<String, Object> any) {
	}

	@JsonTypeInfo(use = JsonTypeInfo.Id.DEDUCTION)
	@JsonSubTypes({ @JsonSubTypes.Type(CardPayment.class), @JsonSubTypes.Type(Transfer.class) })
	interface Payment {

	}

	record CardPayment(String card) implements Payment {
	}

	record Transfer(String iban) implements Payment {
	}

	record People(Map<String, Person> all) {
	}

	record Marked(@JsonProperty("x-aliases") String value) {
	}

	record Cities(Iterable<City> all) {
	}

	record Cyclic(@JsonProperty("a") String first, @JsonProperty("a") String second) {
	}

	@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "kind")
	@JsonSubTypes({ @JsonSubTypes.Type(Cat.class), @JsonSubTypes.Type(Dog.class) })
	interface Animal {

	}

	record Cat(int lives) implements Animal {
	}

	record Dog() implements Animal {
	}

	@JsonTypeInfo(use = JsonTypeInfo.Id.SIMPLE_NAME)
	@JsonSubTypes(@JsonSubTypes.Type(Rose.class))
	interface Plant {

	}

	record Rose() implements Plant {
	}

	@JsonTypeInfo(use = JsonTypeInfo.Id.SIMPLE_NAME)
	static class Tree {

		public int height;

	}

	record Keywords(String allOf, int anyOf) {
	}

	record Page<T>(List<T> items) {
	}

	static class Parent {

		@JsonManagedReference
		public List<Child> children = List.of();

	}

	static class Child {

		public String name = "";

		@JsonBackReference
		public @Nullable Parent parent;

	}

	record Chain(@Nullable Chain next) {
	}

	record Custom(Inner inner) {
	}

	record Inner(@JsonDeserialize(using = SecretDeserializer.class) String secret) {
	}

	static class SecretDeserializer extends StdDeserializer<String> {

		SecretDeserializer() {
			super(String.class);
		}

		@Override
		public String deserialize(JsonParser parser, DeserializationContext context) {
			return parser.getString();
		}

	}

	record Tuple(Point point) {
	}

	@JsonFormat(shape = JsonFormat.Shape.ARRAY)
	record Point(int x, int y) {
	}

	record Abstract(Comparable<String> value) {
	}

	@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, include = JsonTypeInfo.As.WRAPPER_OBJECT)
	record Wrapped(String name) {
	}

}
