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
import java.util.ArrayDeque;
import java.util.Deque;

import com.fasterxml.classmate.ResolvedType;
import com.fasterxml.jackson.annotation.JsonFormat;
import com.github.victools.jsonschema.generator.SchemaGenerationContext;
import dev.inferencekey.error.ConfigurationException;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JavaType;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ValueDeserializer;
import tools.jackson.databind.deser.bean.BeanAsArrayBuilderDeserializer;
import tools.jackson.databind.deser.bean.BeanAsArrayDeserializer;
import tools.jackson.databind.deser.bean.BeanDeserializerBase;
import tools.jackson.databind.deser.jdk.CollectionDeserializer;
import tools.jackson.databind.deser.std.ContainerDeserializerBase;
import tools.jackson.databind.deser.std.StdConvertingDeserializer;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * JSON Schemas of values, as their deserializers read them: scalars, containers, and what
 * stands for an object. For one schema, and not thread-safe.
 */
final class ValueSchemas {

	private final JsonMapper mapper;

	private final Type root;

	private final ReadTypes types;

	private final ScalarSchemas scalars;

	private final Deque<String> path = new ArrayDeque<>();

	private final Deque<JavaType> unfinished = new ArrayDeque<>();

	private final boolean everythingRequired;

	private final boolean inlined;

	/**
	 * Create an instance.
	 * @param mapper the mapper that will read the values
	 * @param root the type that the schema is of
	 * @param everythingRequired whether properties that may be null have to be there, too
	 * @param inlined whether the generator refers to nothing
	 */
	ValueSchemas(JsonMapper mapper, Type root, boolean everythingRequired, boolean inlined) {
		this.mapper = mapper;
		this.root = root;
		this.types = new ReadTypes(mapper);
		this.scalars = new ScalarSchemas(mapper);
		this.everythingRequired = everythingRequired;
		this.inlined = inlined;
	}

	/**
	 * The schema of a type that stands where it is used.
	 * @param resolved the type
	 * @param context the generator
	 * @return the schema, or {@code null} for an object, which the generator can refer to
	 */
	@Nullable ObjectNode of(ResolvedType resolved, SchemaGenerationContext context) {
		JavaType type = type(resolved);
		return isBase(type) ? null
				: inline(type, this.types.deserializer(type), this.types.format(type.getRawClass()), context);
	}

	/**
	 * Complete the schema of an object.
	 * @param schema the schema, which gets the properties that the mapper reads
	 * @param type the type of the object
	 * @param context the generator
	 */
	void object(ObjectNode schema, ResolvedType type, SchemaGenerationContext context) {
		if (this.types.deserializer(type(type)) instanceof BeanDeserializerBase bean) {
			object(schema, bean, context);
		}
	}

	private void object(ObjectNode schema, BeanDeserializerBase bean, SchemaGenerationContext context) {
		ObjectNode properties = schema.putObject("properties");
		ArrayNode required = schema.arrayNode();
		for (ReadTypes.Property property : this.types.properties(bean)) {
			properties.set(property.name(), property(property, context));
			if (!property.aliases().isEmpty()) {
				Aliases.add(schema, property.name(), property.aliases());
			}
			if (this.everythingRequired || !property.nullable()) {
				required.add(property.name());
			}
		}
		if (!required.isEmpty()) {
			schema.set("required", required);
		}
		schema.put("additionalProperties", false);
	}

	private ObjectNode property(ReadTypes.Property property, SchemaGenerationContext context) {
		this.path.addLast(property.name());
		ObjectNode schema = described(property, context);
		this.path.removeLast();
		return schema;
	}

	private ObjectNode described(ReadTypes.Property property, SchemaGenerationContext context) {
		ObjectNode schema = value(property.type(), property.deserializer(), property.format(), context);
		if (property.nullable() && !property.type().isReferenceType()) {
			schema = nullable(schema, context);
		}
		String description = property.description();
		if (description == null) {
			return schema;
		}
		if (schema.isEmpty() && !this.inlined) {
			ObjectNode reference = schema;
			schema = context.getGeneratorConfig().createObjectNode();
			schema.putArray("allOf").add(reference);
		}
		String format = schema.path("description").asString("");
		return schema.put("description",
				format.startsWith(DatePatterns.FORMAT) ? description + ". " + format : description);
	}

	private boolean isBase(JavaType type) {
		return !Discriminator.subtypes(this.mapper, type.getRawClass()).isEmpty();
	}

	// An object is left to the generator, which knows how to refer to it.
	private @Nullable ObjectNode inline(JavaType type, ValueDeserializer<?> deserializer, JsonFormat.Value format,
			SchemaGenerationContext context) {
		if (type.isReferenceType()) {
			JavaType content = type.getContentType();
			return nullable(value(content, this.types.deserializer(content), format, context), context);
		}
		ObjectNode schema = this.scalars.of(type, deserializer, format);
		if (schema != null) {
			return schema;
		}
		schema = context.getGeneratorConfig().createObjectNode();
		JavaType container = container(type, deserializer);
		if (container != null && ScalarSchemas.isOfJackson(deserializer)) {
			ValueDeserializer<?> known = (deserializer instanceof ContainerDeserializerBase<?> contents)
					? contents.getContentDeserializer() : null;
			JavaType content = container.getContentType();
			ObjectNode items = value(content, (known != null) ? known : this.types.deserializer(content), format,
					context);
			return container.isMapLikeType() ? map(container, items, schema)
					: schema.put("type", "array").set("items", items);
		}
		if (deserializer instanceof StdConvertingDeserializer<?> converting
				&& converting.getDelegatee().handledType().getTypeParameters().length == 0) {
			ValueDeserializer<?> delegatee = converting.getDelegatee();
			return populated(this.types.type(delegatee.handledType()), delegatee, format, context);
		}
		if (deserializer instanceof BeanDeserializerBase bean && !(deserializer instanceof BeanAsArrayDeserializer)
				&& !(deserializer instanceof BeanAsArrayBuilderDeserializer)) {
			return bean(type, bean, schema, context);
		}
		throw refused(type.toCanonical() + " is read by " + deserializer.getClass().getName()
				+ ", which does not say what it expects", null);
	}

	// An Iterable is read as a collection.
	private static @Nullable JavaType container(JavaType type, ValueDeserializer<?> deserializer) {
		if (type.isContainerType()) {
			return type;
		}
		return (deserializer instanceof CollectionDeserializer collection) ? collection.getValueType() : null;
	}

	private @Nullable ObjectNode bean(JavaType type, BeanDeserializerBase bean, ObjectNode schema,
			SchemaGenerationContext context) {
		ReadTypes.Property delegate = this.types.delegate(bean);
		// The generator's own idea of unwrapped properties is one that engines refuse.
		if (delegate == null && !this.types.hasUnwrapped(bean)) {
			return null;
		}
		if (this.unfinished.contains(type)) {
			throw refused(type.toCanonical() + " holds itself", null);
		}
		this.unfinished.push(type);
		if (delegate != null) {
			schema = populated(delegate.type(), delegate.deserializer(), delegate.format(), context);
		}
		else {
			object(schema.put("type", "object"), bean, context);
		}
		this.unfinished.pop();
		return schema;
	}

	private ObjectNode map(JavaType type, ObjectNode contents, ObjectNode schema) {
		schema.put("type", "object");
		JsonNode keys = type.getKeyType().isEnumType() ? this.scalars.keys(type.getKeyType().getRawClass()) : null;
		if (keys == null) {
			return schema.set("additionalProperties", contents);
		}
		ObjectNode properties = schema.putObject("properties");
		keys.propertyNames().forEach((key) -> properties.set(key, contents));
		return schema.put("additionalProperties", false);
	}

	// Empty if it is a reference, which the generator completes later.
	private ObjectNode value(JavaType type, ValueDeserializer<?> deserializer, JsonFormat.Value format,
			SchemaGenerationContext context) {
		ObjectNode schema = isBase(type) ? null : inline(type, deserializer, format, context);
		return (schema != null) ? schema : context.createDefinitionReference(resolved(type, context));
	}

	private ObjectNode populated(JavaType type, ValueDeserializer<?> deserializer, JsonFormat.Value format,
			SchemaGenerationContext context) {
		ObjectNode schema = isBase(type) ? null : inline(type, deserializer, format, context);
		return (schema != null) ? schema : context.createDefinition(resolved(type, context));
	}

	private ObjectNode nullable(ObjectNode schema, SchemaGenerationContext context) {
		if (!schema.isEmpty()) {
			return context.makeNullable(schema);
		}
		if (this.inlined) {
			return schema;
		}
		ObjectNode either = context.getGeneratorConfig().createObjectNode();
		either.putArray("anyOf").add(schema).addObject().put("type", "null");
		return either;
	}

	private JavaType type(ResolvedType type) {
		if (type.isArray()) {
			return this.types.arrayOf(type(type.getArrayElementType()));
		}
		return this.types.type(type.getErasedType(),
				type.getTypeParameters().stream().map(this::type).toArray(JavaType[]::new));
	}

	private static ResolvedType resolved(JavaType type, SchemaGenerationContext context) {
		Type[] parameters = type.getBindings()
			.getTypeParameters()
			.stream()
			.map((parameter) -> resolved(parameter, context))
			.toArray(Type[]::new);
		return context.getTypeContext().resolve(type.getRawClass(), parameters);
	}

	/**
	 * Refuse the type, since a schema would promise too much.
	 * @param why a clause
	 * @param cause what was thrown, {@code null} for nothing
	 * @return what to throw
	 */
	ConfigurationException refused(@Nullable String why, @Nullable Throwable cause) {
		String where = this.path.isEmpty() ? "" : "the property \"" + String.join(".", this.path) + "\" of ";
		return new ConfigurationException(null,
				"There is no JSON Schema for " + where + this.root.getTypeName() + ": " + why + ".",
				"Change the type, or write the schema yourself, for ResponseFormat.jsonSchema(…) or Tool.of(…).",
				cause);
	}

}
