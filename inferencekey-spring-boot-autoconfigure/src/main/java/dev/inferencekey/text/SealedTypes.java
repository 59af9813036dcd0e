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

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.cfg.MapperConfig;
import tools.jackson.databind.introspect.Annotated;
import tools.jackson.databind.introspect.AnnotatedClass;
import tools.jackson.databind.introspect.NopAnnotationIntrospector;
import tools.jackson.databind.jsontype.NamedType;

/**
 * Lets Jackson tell the types that a sealed one permits by a property {@code type} with
 * their simple name, where no annotation says otherwise.
 */
final class SealedTypes extends NopAnnotationIntrospector {

	private static final long serialVersionUID = 1L;

	// Visible, so that a record may have the name as a component.
	private static final JsonTypeInfo.Value BY_NAME = JsonTypeInfo.Value.construct(JsonTypeInfo.Id.NAME,
			JsonTypeInfo.As.PROPERTY, "type", null, true, null);

	@Override
	public JsonTypeInfo.@Nullable Value findPolymorphicTypeInfo(MapperConfig<?> config, Annotated annotated) {
		return (annotated instanceof AnnotatedClass type && isPermitted(type.getRawType())) ? BY_NAME : null;
	}

	@Override
	public @Nullable List<NamedType> findSubtypes(MapperConfig<?> config, Annotated annotated) {
		if (annotated.hasAnnotation(JsonSubTypes.class)) {
			return null;
		}
		List<NamedType> types = new ArrayList<>();
		collect(annotated.getRawType(), types);
		return types.isEmpty() ? null : types;
	}

	@Override
	public @Nullable String findTypeName(MapperConfig<?> config, AnnotatedClass type) {
		return isPermitted(type.getRawType()) ? type.getRawType().getSimpleName() : null;
	}

	private static void collect(Class<?> type, List<NamedType> types) {
		if (type.isSealed()) {
			for (Class<?> permitted : type.getPermittedSubclasses()) {
				types.add(new NamedType(permitted));
				collect(permitted, types);
			}
		}
	}

	private static boolean isPermitted(@Nullable Class<?> type) {
		if (type == null || type.isEnum() || type.getName().startsWith("java.")) {
			return false;
		}
		return type.isSealed() || isPermitted(type.getSuperclass())
				|| Arrays.stream(type.getInterfaces()).anyMatch(SealedTypes::isPermitted);
	}

}
