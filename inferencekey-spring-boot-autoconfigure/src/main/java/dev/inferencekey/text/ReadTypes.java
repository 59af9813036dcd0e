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

import java.lang.reflect.Executable;
import java.lang.reflect.Field;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;

import com.fasterxml.jackson.annotation.JsonFormat;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.AnnotationIntrospector;
import tools.jackson.databind.AnnotationIntrospector.ReferenceProperty;
import tools.jackson.databind.DeserializationConfig;
import tools.jackson.databind.DeserializationContext;
import tools.jackson.databind.JavaType;
import tools.jackson.databind.MapperFeature;
import tools.jackson.databind.PropertyName;
import tools.jackson.databind.ValueDeserializer;
import tools.jackson.databind.deser.SettableBeanProperty;
import tools.jackson.databind.deser.ValueInstantiator;
import tools.jackson.databind.deser.bean.BeanDeserializerBase;
import tools.jackson.databind.introspect.AnnotatedMember;
import tools.jackson.databind.introspect.AnnotatedParameter;
import tools.jackson.databind.introspect.BeanPropertyDefinition;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.util.NameTransformer;

import org.springframework.core.Nullness;
import org.springframework.util.ReflectionUtils;

/**
 * How a mapper reads types, by what its deserializers say. Not thread-safe.
 */
final class ReadTypes {

	private static final Set<Class<?>> OPTIONAL_NUMBERS = Set.of(OptionalInt.class, OptionalLong.class,
			OptionalDouble.class);

	private final DeserializationContext context;

	private final DeserializationConfig config;

	ReadTypes(JsonMapper mapper) {
		this.context = mapper.rebuild()
			.disable(MapperFeature.SORT_PROPERTIES_ALPHABETICALLY)
			.build()
			._deserializationContext();
		this.config = this.context.getConfig();
	}

	JavaType type(Class<?> type, JavaType... parameters) {
		return (parameters.length > 0) ? this.context.getTypeFactory().constructParametricType(type, parameters)
				: this.context.constructType(type);
	}

	JavaType arrayOf(JavaType element) {
		return this.context.getTypeFactory().constructArrayType(element);
	}

	ValueDeserializer<?> deserializer(JavaType type) {
		return this.context.findContextualValueDeserializer(type, null);
	}

	/**
	 * How the mapper wants the values of a type, where no annotation says otherwise.
	 * @param type the type
	 * @return the format, empty for the default
	 */
	JsonFormat.Value format(Class<?> type) {
		JsonFormat.Value format = this.config.getDefaultPropertyFormat(type);
		return (format != null) ? format : JsonFormat.Value.empty();
	}

	private JsonFormat.Value format(@Nullable AnnotatedMember member, JavaType type) {
		JavaType scalar = type;
		while (scalar.getContentType() != null) {
			scalar = scalar.getContentType();
		}
		JsonFormat.Value annotated = (member != null) ? annotations().findFormat(this.config, member) : null;
		JsonFormat.Value format = format(scalar.getRawClass());
		return (annotated != null) ? format.withOverrides(annotated) : format;
	}

	/**
	 * The value that stands for an object in JSON.
	 * @param deserializer reads the object
	 * @return the value, or {@code null} if an object is read from its properties
	 */
	@Nullable Property delegate(BeanDeserializerBase deserializer) {
		ValueInstantiator creator = deserializer.getValueInstantiator();
		JavaType type = delegateType(creator, deserializer.properties().hasNext());
		if (type == null) {
			return null;
		}
		AnnotatedMember member = (creator.getDelegateCreator() != null) ? creator.getDelegateCreator().getParameter(0)
				: null;
		return new Property("", type, deserializer(type), format(member, type), false, null, List.of());
	}

	private @Nullable JavaType delegateType(ValueInstantiator creator, boolean hasProperties) {
		if (creator.canCreateUsingDelegate()) {
			return creator.getDelegateType(this.config);
		}
		if (creator.canCreateFromObjectWith() || (creator.canCreateUsingDefault() && hasProperties)) {
			return null;
		}
		if (creator.canCreateUsingArrayDelegate()) {
			return creator.getArrayDelegateType(this.config);
		}
		if (creator.canCreateFromString()) {
			return type(String.class);
		}
		if (creator.canCreateFromInt() || creator.canCreateFromLong() || creator.canCreateFromBigInteger()) {
			return type(Long.class);
		}
		if (creator.canCreateFromDouble() || creator.canCreateFromBigDecimal()) {
			return type(Double.class);
		}
		return creator.canCreateFromBoolean() ? type(Boolean.class) : null;
	}

	/**
	 * Whether an object holds properties of another, which it is put together with.
	 * @param deserializer reads the object
	 * @return {@code true} if a property is unwrapped
	 */
	boolean hasUnwrapped(BeanDeserializerBase deserializer) {
		return this.context.introspectBeanDescription(deserializer.getValueType())
			.findProperties()
			.stream()
			.anyMatch((definition) -> unwrapped(definition) != null);
	}

	/**
	 * The properties that an object is read from.
	 * @param deserializer reads the object
	 * @return the properties in the order of their declaration
	 */
	List<Property> properties(BeanDeserializerBase deserializer) {
		JavaType type = deserializer.getValueType();
		Map<String, @Nullable BeanPropertyDefinition> declared = new LinkedHashMap<>();
		this.context.introspectBeanDescription(type)
			.findProperties()
			.forEach((definition) -> declared.put(definition.getName(), definition));
		Map<String, SettableBeanProperty> read = new LinkedHashMap<>();
		deserializer.properties().forEachRemaining((property) -> read.put(property.getName(), property));
		read.keySet().forEach((name) -> declared.putIfAbsent(name, null));
		List<Property> properties = new ArrayList<>();
		declared.forEach((name, definition) -> {
			NameTransformer unwrapped = unwrapped(definition);
			SettableBeanProperty property = read.get(name);
			if (unwrapped != null && definition != null) {
				properties(((BeanDeserializerBase) deserializer(definition.getPrimaryType())))
					.forEach((inner) -> properties.add(inner.withName(unwrapped.transform(inner.name()))));
			}
			else if (property != null && !property.isIgnorable() && !property.isInjectionOnly()
					&& !isBackReference(definition)) {
				properties.add(property(property, definition, type.getRawClass()));
			}
		});
		return properties;
	}

	private Property property(SettableBeanProperty property, @Nullable BeanPropertyDefinition definition,
			Class<?> owner) {
		JavaType type = property.getType();
		boolean nullable = type.isReferenceType() || OPTIONAL_NUMBERS.contains(type.getRawClass())
				|| (!type.isPrimitive() && definition != null && isNullable(definition, owner));
		return new Property(property.getName(), type, property.getValueDeserializer(),
				format(property.getMember(), type), nullable, property.getMetadata().getDescription(),
				aliases(definition));
	}

	private static List<String> aliases(@Nullable BeanPropertyDefinition definition) {
		return (definition != null) ? definition.findAliases().stream().map(PropertyName::getSimpleName).toList()
				: List.of();
	}

	private @Nullable NameTransformer unwrapped(@Nullable BeanPropertyDefinition definition) {
		AnnotatedMember member = (definition != null) ? definition.getPrimaryMember() : null;
		return (member != null) ? annotations().findUnwrappingNameTransformer(this.config, member) : null;
	}

	// Set by Jackson, to the object that holds this one.
	private static boolean isBackReference(@Nullable BeanPropertyDefinition definition) {
		ReferenceProperty reference = (definition != null) ? definition.findReferenceType() : null;
		return reference != null && reference.isBackReference();
	}

	private static boolean isNullable(BeanPropertyDefinition definition, Class<?> owner) {
		// A field counts even if it is not what Jackson sets.
		Field field = ReflectionUtils.findField(owner, definition.getInternalName());
		AnnotatedParameter parameter = definition.getConstructorParameter();
		return (field != null && Nullness.forField(field) == Nullness.NULLABLE)
				|| (definition.getGetter() != null
						&& Nullness.forMethodReturnType(definition.getGetter().getAnnotated()) == Nullness.NULLABLE)
				|| (definition.getSetter() != null && Nullness
					.forParameter(definition.getSetter().getAnnotated().getParameters()[0]) == Nullness.NULLABLE)
				|| (parameter != null && Nullness.forParameter(((Executable) parameter.getOwner().getAnnotated())
					.getParameters()[parameter.getIndex()]) == Nullness.NULLABLE);
	}

	private AnnotationIntrospector annotations() {
		return this.config.getAnnotationIntrospector();
	}

	/**
	 * A property of an object.
	 *
	 * @param name its name in JSON
	 * @param type its type
	 * @param deserializer reads it
	 * @param format how its scalars are written
	 * @param nullable whether it may be null
	 * @param description what it is, for the model
	 * @param aliases other names under which it is read
	 */
	record Property(String name, JavaType type, ValueDeserializer<?> deserializer, JsonFormat.Value format,
			boolean nullable, @Nullable String description, List<String> aliases) {

		Property withName(String name) {
			return new Property(name, this.type, this.deserializer, this.format, this.nullable, this.description,
					List.of());
		}

	}

}
