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

import java.net.URI;
import java.text.DateFormat;
import java.text.SimpleDateFormat;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.MonthDay;
import java.time.OffsetDateTime;
import java.time.OffsetTime;
import java.time.Period;
import java.time.Year;
import java.time.YearMonth;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.Calendar;
import java.util.Currency;
import java.util.Date;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.UUID;

import com.fasterxml.jackson.annotation.JsonFormat;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JavaType;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ValueDeserializer;
import tools.jackson.databind.deser.std.FromStringDeserializer;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.databind.type.LogicalType;

/**
 * JSON Schemas of types that are not put together from others, as their deserializers
 * read them. Thread-safe.
 */
final class ScalarSchemas {

	private static final Map<Class<?>, String> FORMATS = Map.of(LocalDate.class, "date", Instant.class, "date-time",
			OffsetDateTime.class, "date-time", ZonedDateTime.class, "date-time", OffsetTime.class, "time", UUID.class,
			"uuid", URI.class, "uri");

	// Times without an offset, which the formats "time" and "date-time" demand, and what
	// has no format, or one that allows more than Java reads.
	private static final Map<Class<?>, String> PATTERNS = Map.of(LocalTime.class, "^[0-9]{2}:[0-9]{2}(:[0-9]{2})?$",
			LocalDateTime.class, "^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}(:[0-9]{2})?$", YearMonth.class,
			"^[0-9]{4}-[0-9]{2}$", MonthDay.class, "^--[0-9]{2}-[0-9]{2}$", ZoneOffset.class,
			"^(Z|[+-][0-9]{2}:[0-9]{2})$", Currency.class, "^[A-Z]{3}$", Locale.class,
			"^[a-zA-Z]{2,8}(-[a-zA-Z0-9]{1,8})*$", Duration.class,
			"^P([0-9]+D)?(T([0-9]+H)?([0-9]+M)?([0-9]+(\\.[0-9]+)?S)?)?$", Period.class,
			"^P([0-9]+Y)?([0-9]+M)?([0-9]+W)?([0-9]+D)?$");

	private static final Map<Class<?>, String> TYPES = Map.of(OptionalInt.class, "integer", OptionalLong.class,
			"integer", OptionalDouble.class, "number", Number.class, "number", Year.class, "integer", char.class,
			"string", Character.class, "string", char[].class, "string", ZoneId.class, "string");

	private final JsonMapper mapper;

	ScalarSchemas(JsonMapper mapper) {
		this.mapper = mapper;
	}

	/**
	 * The schema of a scalar.
	 * @param type the type
	 * @param deserializer reads it
	 * @param format how annotations or the mapper want it
	 * @return a new schema, or {@code null} if the type is not a scalar
	 */
	@Nullable ObjectNode of(JavaType type, ValueDeserializer<?> deserializer, JsonFormat.Value format) {
		Class<?> raw = type.getRawClass();
		LogicalType kind = deserializer.logicalType();
		if (!isOfJackson(deserializer)) {
			return null;
		}
		if (raw.isEnum()) {
			return enumeration(raw);
		}
		if (kind == LogicalType.Untyped) {
			return (raw == ObjectNode.class) ? node("object") : JsonNodeFactory.instance.objectNode();
		}
		String pattern = (kind == LogicalType.DateTime) ? pattern(raw, format) : null;
		if (pattern != null) {
			return DatePatterns.schema(pattern);
		}
		if (PATTERNS.containsKey(raw)) {
			return node("string").put("pattern", PATTERNS.get(raw));
		}
		if (FORMATS.containsKey(raw)) {
			return node("string").put("format", FORMATS.get(raw));
		}
		return TYPES.containsKey(raw) ? node(TYPES.get(raw)) : ofKind(raw, kind, deserializer);
	}

	static boolean isOfJackson(ValueDeserializer<?> deserializer) {
		return deserializer.getClass().getName().startsWith("tools.jackson.");
	}

	private static @Nullable ObjectNode ofKind(Class<?> raw, @Nullable LogicalType kind,
			ValueDeserializer<?> deserializer) {
		if (deserializer instanceof FromStringDeserializer || kind == LogicalType.Textual) {
			return node("string");
		}
		if (kind == LogicalType.Binary) {
			return node("string").put("contentEncoding", "base64");
		}
		if (isLegacyDate(raw)) {
			return node("string").put("format", "date-time");
		}
		if (kind == LogicalType.Integer) {
			return node("integer");
		}
		if (kind == LogicalType.Float) {
			return node("number");
		}
		return (kind == LogicalType.Boolean) ? node("boolean") : null;
	}

	private @Nullable String pattern(Class<?> raw, JsonFormat.Value format) {
		// Of a duration it is the unit of numbers, and text is read as ever.
		if (format.hasPattern() && raw != Duration.class) {
			return format.getPattern();
		}
		DateFormat dates = this.mapper.deserializationConfig().getDateFormat();
		return (isLegacyDate(raw) && dates instanceof SimpleDateFormat simple) ? simple.toPattern() : null;
	}

	private static boolean isLegacyDate(Class<?> raw) {
		return Date.class.isAssignableFrom(raw) || Calendar.class.isAssignableFrom(raw);
	}

	private @Nullable ObjectNode enumeration(Class<?> raw) {
		ObjectNode schema = node("string");
		ArrayNode values = schema.putArray("enum");
		for (Object constant : raw.getEnumConstants()) {
			JsonNode written = this.mapper.valueToTree(constant);
			JsonNode name = values.stringNode(((Enum<?>) constant).name());
			JsonNode value = reads(written, constant) ? written : name;
			if (!reads(value, constant) || !value.isValueNode()) {
				return null;
			}
			values.add(value);
		}
		if (values.path(0).isNumber()) {
			schema.put("type", values.path(0).isIntegralNumber() ? "integer" : "number");
		}
		return schema;
	}

	/**
	 * The keys of a map.
	 * @param raw the type of the keys, an enum
	 * @return an object with all keys, or {@code null} if they are not read as written
	 */
	@Nullable JsonNode keys(Class<?> raw) {
		Map<Object, Integer> all = new LinkedHashMap<>();
		for (Object constant : raw.getEnumConstants()) {
			all.put(constant, 0);
		}
		try {
			JsonNode written = this.mapper.valueToTree(all);
			JavaType type = this.mapper.getTypeFactory().constructMapType(LinkedHashMap.class, raw, Integer.class);
			return all.equals(this.mapper.treeToValue(written, type)) ? written : null;
		}
		catch (JacksonException ex) {
			return null;
		}
	}

	private boolean reads(JsonNode value, Object constant) {
		try {
			return constant == this.mapper.treeToValue(value, ((Enum<?>) constant).getDeclaringClass());
		}
		catch (JacksonException ex) {
			return false;
		}
	}

	private static ObjectNode node(String type) {
		return JsonNodeFactory.instance.objectNode().put("type", type);
	}

}
