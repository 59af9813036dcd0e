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
import java.util.Collection;
import java.util.List;

import com.fasterxml.classmate.ResolvedType;
import com.github.victools.jsonschema.generator.CustomDefinition;
import com.github.victools.jsonschema.generator.Option;
import com.github.victools.jsonschema.generator.OptionPreset;
import com.github.victools.jsonschema.generator.SchemaGenerationContext;
import com.github.victools.jsonschema.generator.SchemaGenerator;
import com.github.victools.jsonschema.generator.SchemaGeneratorConfigBuilder;
import com.github.victools.jsonschema.generator.SchemaVersion;
import com.github.victools.jsonschema.generator.TypeScope;
import com.github.victools.jsonschema.module.jackson.JacksonOption;
import com.github.victools.jsonschema.module.jackson.JacksonSchemaModule;
import dev.inferencekey.error.ConfigurationException;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * Sets up the generator for the schemas that engines turn into grammars: everything is
 * listed, nothing else is allowed, and nullness is what the Java or Kotlin type says.
 * Properties and values are those that the mapper reads. For one schema, and the only
 * class that needs the generator on the class path.
 */
final class StrictSchemas {

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

	/**
	 * Generate a schema.
	 * @param type a record, class or generic type
	 * @return the schema
	 * @throws ConfigurationException if a part of the type cannot be described
	 */
	ObjectNode generate(Type type) {
		ValueSchemas values = new ValueSchemas(this.mapper, type, this.everythingRequired, true);
		ObjectNode schema;
		try {
			schema = generate(type, values);
		}
		catch (JacksonException ex) {
			throw values.refused(ex.getOriginalMessage(), ex);
		}
		flatten(schema);
		return schema;
	}

	private ObjectNode generate(Type type, ValueSchemas values) {
		try {
			return new SchemaGenerator(builder(values).with(Option.INLINE_ALL_SCHEMAS).build()).generateSchema(type);
		}
		catch (IllegalArgumentException ex) {
			return recursive(type);
		}
	}

	// Engines want an object at the root, and no reference to it.
	private ObjectNode recursive(Type type) {
		ObjectNode schema = new SchemaGenerator(
				builder(new ValueSchemas(this.mapper, type, this.everythingRequired, false))
					.with(Option.PLAIN_DEFINITION_KEYS, Option.DEFINITION_FOR_MAIN_SCHEMA)
					.build())
			.generateSchema(type);
		JsonNode reference = schema.remove("$ref");
		if (reference != null) {
			schema.setAll((ObjectNode) schema.at(reference.asString().substring(1)).deepCopy());
		}
		return schema;
	}

	// Engines refuse allOf, which may also be the name of a property.
	private static void flatten(JsonNode schema) {
		if (schema instanceof ObjectNode object) {
			JsonNode parts = object.path("allOf");
			if (parts.isArray()) {
				object.remove("allOf");
				parts.forEach((part) -> object.setAll((ObjectNode) part));
			}
		}
		schema.forEach(StrictSchemas::flatten);
	}

	private SchemaGeneratorConfigBuilder builder(ValueSchemas values) {
		SchemaGeneratorConfigBuilder builder = new SchemaGeneratorConfigBuilder(JsonMapper.shared(),
				SchemaVersion.DRAFT_2020_12, OptionPreset.PLAIN_JSON)
			.without(Option.SCHEMA_VERSION_INDICATOR);
		builder.forFields().withIgnoreCheck((field) -> true);
		builder.forTypesInGeneral()
			.withSubtypeResolver(this::subtypes)
			.withTypeAttributeOverride((schema, scope, context) -> addProperties(schema, scope, context, values))
			.withTypeAttributeOverride(this::addDiscriminator)
			.withCustomDefinitionProvider((type, context) -> inline(values.of(type, context)));
		return builder
			.with(new JacksonSchemaModule(JacksonOption.SKIP_SUBTYPE_LOOKUP, JacksonOption.IGNORE_TYPE_INFO_TRANSFORM));
	}

	private @Nullable List<ResolvedType> subtypes(ResolvedType type, SchemaGenerationContext context) {
		Collection<Discriminator.Subtype> subtypes = Discriminator.subtypes(this.mapper, type.getErasedType());
		return subtypes.isEmpty() ? null
				: subtypes.stream()
					.map((subtype) -> context.getTypeContext().resolveSubtype(type, subtype.type()))
					.toList();
	}

	private static @Nullable CustomDefinition inline(@Nullable ObjectNode schema) {
		return (schema != null) ? new CustomDefinition(schema, CustomDefinition.INLINE_DEFINITION,
				CustomDefinition.INCLUDING_ATTRIBUTES) : null;
	}

	private static void addProperties(ObjectNode schema, TypeScope scope, SchemaGenerationContext context,
			ValueSchemas values) {
		if (!schema.path("type").asString("").equals("object") || schema.has("properties")
				|| schema.has("additionalProperties")) {
			return;
		}
		values.object(schema, scope.getType(), context);
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

}
