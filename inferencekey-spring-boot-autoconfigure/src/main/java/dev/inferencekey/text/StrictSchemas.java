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

import java.lang.reflect.Field;
import java.lang.reflect.Type;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.MonthDay;
import java.time.Year;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.Comparator;
import java.util.Currency;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;

import com.fasterxml.classmate.ResolvedType;
import com.github.victools.jsonschema.generator.CustomDefinition;
import com.github.victools.jsonschema.generator.FieldScope;
import com.github.victools.jsonschema.generator.MethodScope;
import com.github.victools.jsonschema.generator.Option;
import com.github.victools.jsonschema.generator.OptionPreset;
import com.github.victools.jsonschema.generator.SchemaGenerationContext;
import com.github.victools.jsonschema.generator.SchemaGenerator;
import com.github.victools.jsonschema.generator.SchemaGeneratorConfigBuilder;
import com.github.victools.jsonschema.generator.SchemaVersion;
import com.github.victools.jsonschema.generator.TypeScope;
import com.github.victools.jsonschema.module.jackson.JacksonOption;
import com.github.victools.jsonschema.module.jackson.JacksonSchemaModule;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.PropertyNamingStrategy;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

import org.springframework.core.Nullness;

/**
 * Sets up the generator for the schemas that engines turn into grammars: everything is
 * listed, nothing else is allowed, and nullness is what the Java or Kotlin type says. The
 * only class that needs the generator on the class path.
 */
final class StrictSchemas {

	// What Jackson reads from text but the generator takes apart, and times without an
	// offset, which the formats "time" and "date-time" demand.
	private static final Map<Class<?>, String> TEXTS = Map.of(LocalTime.class, "^[0-9]{2}:[0-9]{2}(:[0-9]{2})?$",
			LocalDateTime.class, "^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}(:[0-9]{2})?$", YearMonth.class,
			"^[0-9]{4}-[0-9]{2}$", MonthDay.class, "^--[0-9]{2}-[0-9]{2}$", ZoneOffset.class,
			"^(Z|[+-][0-9]{2}:[0-9]{2})$", Currency.class, "^[A-Z]{3}$", Locale.class,
			"^[a-zA-Z]{2,8}(-[a-zA-Z0-9]{1,8})*$");

	private static final Map<Class<?>, String> OPTIONAL_NUMBERS = Map.of(OptionalInt.class, "integer",
			OptionalLong.class, "integer", OptionalDouble.class, "number");

	private final JsonMapper mapper;

	private final boolean everythingRequired;

	/**
	 * Create an instance.
	 * @param mapper the mapper that will read the objects
	 * @param everythingRequired whether properties that may be null have to be there, too
	 */
	StrictSchemas(JsonMapper mapper, boolean everythingRequired) {
		this.mapper = mapper;
		this.everythingRequired = everythingRequired;
	}

	ObjectNode generate(Type type) {
		ObjectNode schema;
		try {
			schema = new SchemaGenerator(builder().with(Option.INLINE_ALL_SCHEMAS).build()).generateSchema(type);
		}
		catch (IllegalArgumentException ex) {
			schema = recursive(type);
		}
		loosenAlternatives(schema);
		return schema;
	}

	// Engines want an object at the root, and no reference to it.
	private ObjectNode recursive(Type type) {
		ObjectNode schema = new SchemaGenerator(
				builder().with(Option.PLAIN_DEFINITION_KEYS, Option.DEFINITION_FOR_MAIN_SCHEMA).build())
			.generateSchema(type);
		JsonNode reference = schema.remove("$ref");
		if (reference != null) {
			schema.setAll((ObjectNode) schema.at(reference.asString().substring(1)).deepCopy());
		}
		return schema;
	}

	// The properties are those of the alternatives, or any.
	private static void loosenAlternatives(JsonNode schema) {
		if (schema instanceof ObjectNode object) {
			// Of maps, whose parts say the same twice; engines refuse it.
			JsonNode same = object.remove("allOf");
			if (same != null) {
				same.forEach((part) -> object.setAll((ObjectNode) part));
			}
			if (object.path("additionalProperties").isBoolean() && !object.has("properties")
					&& (object.has("anyOf") || !object.has("type"))) {
				object.remove("additionalProperties");
			}
		}
		schema.forEach(StrictSchemas::loosenAlternatives);
	}

	private SchemaGeneratorConfigBuilder builder() {
		SchemaGeneratorConfigBuilder builder = new SchemaGeneratorConfigBuilder(JsonMapper.shared(),
				SchemaVersion.DRAFT_2020_12, OptionPreset.PLAIN_JSON)
			.without(Option.SCHEMA_VERSION_INDICATOR)
			.with(Option.FORBIDDEN_ADDITIONAL_PROPERTIES_BY_DEFAULT, Option.MAP_VALUES_AS_ADDITIONAL_PROPERTIES,
					Option.STANDARD_FORMATS)
			.with(new JacksonSchemaModule(JacksonOption.RESPECT_JSONPROPERTY_ORDER, JacksonOption.SKIP_SUBTYPE_LOOKUP,
					JacksonOption.IGNORE_TYPE_INFO_TRANSFORM));
		builder.forFields()
			.withNullableCheck(StrictSchemas::isNullable)
			.withRequiredCheck((field) -> this.everythingRequired || !isNullable(field))
			.withPropertyNameOverrideResolver(this::name);
		builder.forTypesInGeneral()
			.withPropertySorter(Comparator.comparingInt((property) -> 0))
			.withSubtypeResolver(this::subtypes)
			.withTypeAttributeOverride(this::addDiscriminator)
			.withCustomDefinitionProvider(this::custom);
		return builder;
	}

	private static boolean isNullable(FieldScope field) {
		if (field.isFakeContainerItemScope()) {
			return false;
		}
		Class<?> type = field.getDeclaredType().getErasedType();
		MethodScope getter = field.findGetter();
		return type == Optional.class || OPTIONAL_NUMBERS.containsKey(type)
				|| Nullness.forField(field.getRawMember()) == Nullness.NULLABLE
				|| (getter != null && Nullness.forMethodReturnType(getter.getRawMember()) == Nullness.NULLABLE);
	}

	private @Nullable String name(FieldScope field) {
		Field member = field.getRawMember();
		PropertyNamingStrategy naming = this.mapper.deserializationConfig().getPropertyNamingStrategy();
		return (naming != null && !field.isFakeContainerItemScope())
				? naming.nameForField(this.mapper.deserializationConfig(), null, member.getName()) : null;
	}

	private @Nullable List<ResolvedType> subtypes(ResolvedType type, SchemaGenerationContext context) {
		Collection<Discriminator.Subtype> subtypes = Discriminator.subtypes(this.mapper, type.getErasedType());
		return subtypes.isEmpty() ? null
				: subtypes.stream()
					.map((subtype) -> context.getTypeContext().resolveSubtype(type, subtype.type()))
					.toList();
	}

	private void addDiscriminator(ObjectNode schema, TypeScope scope, SchemaGenerationContext context) {
		Class<?> type = scope.getType().getErasedType();
		Discriminator discriminator = Discriminator.of(this.mapper, type);
		if (discriminator == null || !schema.path("type").asString("").equals("object")) {
			return;
		}
		ObjectNode properties = schema.objectNode();
		properties.putObject(discriminator.property()).put("type", "string").put("const", discriminator.id());
		JsonNode others = schema.path("properties");
		others.properties().forEach((other) -> properties.putIfAbsent(other.getKey(), other.getValue()));
		schema.set("properties", properties);
		JsonNode required = schema.path("required");
		schema.putArray("required").add(discriminator.property());
		required.forEach((name) -> {
			if (!name.asString().equals(discriminator.property())) {
				schema.withArray("required").add(name);
			}
		});
	}

	private @Nullable CustomDefinition custom(ResolvedType type, SchemaGenerationContext context) {
		Class<?> raw = type.getErasedType();
		ObjectNode schema = context.getGeneratorConfig().createObjectNode();
		if (TEXTS.containsKey(raw)) {
			schema.put("type", "string").put("pattern", TEXTS.get(raw));
		}
		else if (raw == Year.class || raw == Byte.class || raw == byte.class) {
			schema.put("type", "integer");
		}
		else if (OPTIONAL_NUMBERS.containsKey(raw)) {
			schema.put("type", OPTIONAL_NUMBERS.get(raw));
		}
		else if (raw == byte[].class) {
			schema.put("type", "string").put("contentEncoding", "base64");
		}
		else if (raw.isEnum()) {
			ArrayNode values = schema.put("type", "string").putArray("enum");
			for (Object constant : raw.getEnumConstants()) {
				values.add(this.mapper.<JsonNode>valueToTree(constant));
			}
			if (values.path(0).isIntegralNumber()) {
				schema.put("type", "integer");
			}
		}
		else if (raw != Object.class && !JsonNode.class.isAssignableFrom(raw)) {
			return null;
		}
		return new CustomDefinition(schema, CustomDefinition.INLINE_DEFINITION, CustomDefinition.INCLUDING_ATTRIBUTES);
	}

}
