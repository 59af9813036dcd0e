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

import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.stream.Stream;

import com.fasterxml.jackson.annotation.JsonTypeInfo;
import dev.inferencekey.error.ConfigurationException;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.DeserializationConfig;
import tools.jackson.databind.introspect.AnnotatedClass;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.jsontype.NamedType;

/**
 * The property that tells which of several types an object is, as Jackson reads it.
 *
 * @param property the name of the property
 * @param id the value of the property for the type
 */
record Discriminator(String property, String id) {

	/**
	 * A type that may stand for another.
	 *
	 * @param type the type
	 * @param id its value of the discriminating property
	 */
	record Subtype(Class<?> type, String id) {
	}

	/**
	 * The discriminator of a type that can be created.
	 * @param mapper the mapper that reads the type
	 * @param type the type
	 * @return the discriminator, or {@code null} if the type needs none
	 */
	static @Nullable Discriminator of(JsonMapper mapper, Class<?> type) {
		String property = property(mapper, type);
		if (property == null || isAbstract(type)) {
			return null;
		}
		return all(mapper, base(mapper, type)).stream()
			.filter((subtype) -> subtype.type() == type)
			.findFirst()
			.map((subtype) -> new Discriminator(property, subtype.id()))
			.orElse(null);
	}

	/**
	 * The types that may stand for another.
	 * @param mapper the mapper that reads the type
	 * @param type the type
	 * @return the types, empty if there are none besides the type itself
	 */
	static Collection<Subtype> subtypes(JsonMapper mapper, Class<?> type) {
		if (info(mapper, type) == null || !isAbstract(type)) {
			return List.of();
		}
		return all(mapper, type).stream().filter((subtype) -> !isAbstract(subtype.type())).toList();
	}

	// Names of subtypes are often listed where the types are permitted only.
	private static Class<?> base(JsonMapper mapper, Class<?> type) {
		return Stream.concat(Stream.ofNullable(type.getSuperclass()), Arrays.stream(type.getInterfaces()))
			.filter((parent) -> property(mapper, parent) != null)
			.findFirst()
			.<Class<?>>map((parent) -> base(mapper, parent))
			.orElse(type);
	}

	private static boolean isAbstract(Class<?> type) {
		return Modifier.isAbstract(type.getModifiers());
	}

	private static JsonTypeInfo.@Nullable Value info(JsonMapper mapper, Class<?> type) {
		DeserializationConfig config = mapper.deserializationConfig();
		JsonTypeInfo.Value info = config.getAnnotationIntrospector()
			.findPolymorphicTypeInfo(config, annotated(mapper, type));
		if (info == null || info.getIdType() == JsonTypeInfo.Id.NONE) {
			return null;
		}
		if (info.getInclusionType() != JsonTypeInfo.As.PROPERTY
				&& info.getInclusionType() != JsonTypeInfo.As.EXISTING_PROPERTY) {
			throw new ConfigurationException(null,
					"There is no JSON Schema for " + type.getName()
							+ ", whose @JsonTypeInfo does not include a property.",
					"Include the type as JsonTypeInfo.As.PROPERTY.");
		}
		return info;
	}

	private static @Nullable String property(JsonMapper mapper, Class<?> type) {
		JsonTypeInfo.Value info = info(mapper, type);
		return (info == null || info.getIdType() == JsonTypeInfo.Id.DEDUCTION) ? null
				: (info.getPropertyName() != null) ? info.getPropertyName() : info.getIdType().getDefaultPropertyName();
	}

	private static Collection<Subtype> all(JsonMapper mapper, Class<?> type) {
		DeserializationConfig config = mapper.deserializationConfig();
		JsonTypeInfo.Value info = info(mapper, type);
		List<Subtype> subtypes = new ArrayList<>();
		for (NamedType named : config.getSubtypeResolver()
			.collectAndResolveSubtypesByTypeId(config, annotated(mapper, type))) {
			String id = (info != null) ? id(named, info.getIdType()) : null;
			if (id != null) {
				subtypes.add(new Subtype(named.getType(), id));
			}
		}
		return subtypes;
	}

	private static @Nullable String id(NamedType named, JsonTypeInfo.Id by) {
		if (named.hasName()) {
			return named.getName();
		}
		// As Jackson names what has no name.
		String type = named.getType().getName();
		return switch (by) {
			case NAME -> type.substring(type.lastIndexOf('.') + 1);
			case SIMPLE_NAME -> type.substring(Math.max(type.lastIndexOf('.'), type.lastIndexOf('$')) + 1);
			case DEDUCTION -> "";
			default -> null;
		};
	}

	private static AnnotatedClass annotated(JsonMapper mapper, Class<?> type) {
		DeserializationConfig config = mapper.deserializationConfig();
		return config.classIntrospectorInstance().introspectClassAnnotations(mapper.constructType(type));
	}

}
