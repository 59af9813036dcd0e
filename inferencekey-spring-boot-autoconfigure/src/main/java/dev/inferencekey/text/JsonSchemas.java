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
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import dev.inferencekey.error.ConfigurationException;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

import org.springframework.core.ResolvableType;
import org.springframework.util.ClassUtils;

/**
 * JSON Schemas of types, by victools' generator where it is on the class path.
 * Thread-safe.
 */
final class JsonSchemas {

	/**
	 * Whether the generator is on the class path.
	 */
	static final boolean AVAILABLE = isPresent("com.github.victools.jsonschema.generator.SchemaGenerator")
			&& isPresent("com.github.victools.jsonschema.module.jackson.JacksonSchemaModule");

	private final Map<Type, Generated> generated = new ConcurrentHashMap<>();

	private final JsonMapper mapper;

	private final boolean everythingRequired;

	/**
	 * Create an instance.
	 * @param mapper the mapper that will read the objects
	 * @param everythingRequired whether properties that may be null have to be there, too
	 */
	JsonSchemas(JsonMapper mapper, boolean everythingRequired) {
		this.mapper = mapper;
		this.everythingRequired = everythingRequired;
	}

	/**
	 * The schema of a type.
	 * @param type a record, class or generic type
	 * @return the schema, not to be changed
	 * @throws ConfigurationException if the generator is missing
	 */
	ObjectNode of(Type type) {
		if (!AVAILABLE) {
			throw new ConfigurationException(null, "No generator of JSON Schemas on the class path.",
					"Add the dependencies com.github.victools:jsonschema-generator and"
							+ " com.github.victools:jsonschema-module-jackson, version 5.");
		}
		Generated known = generated(type);
		ConfigurationException refusal = known.refusal();
		if (refusal != null) {
			throw new ConfigurationException(null, refusal.problem(), refusal.remedy(), refusal.getCause());
		}
		return known.schema();
	}

	/**
	 * The schema to check values of a type by.
	 * @param type a record, class or generic type
	 * @return the schema with {@link Aliases}, or {@code null} if the type has none or
	 * the generator is missing
	 */
	@Nullable ObjectNode forCheck(Type type) {
		Generated known = AVAILABLE ? generated(type) : null;
		return (known == null || known.refusal() != null) ? null : known.withAliases();
	}

	private Generated generated(Type type) {
		Generated known = this.generated.get(type);
		return (known != null) ? known : this.generated.computeIfAbsent(type, this::generate);
	}

	private Generated generate(Type type) {
		try {
			ObjectNode schema = new StrictSchemas(this.mapper, this.everythingRequired).generate(type);
			return new Generated(Aliases.without(schema), schema, null);
		}
		catch (ConfigurationException ex) {
			ObjectNode none = JsonNodeFactory.instance.objectNode();
			return new Generated(none, none, ex);
		}
	}

	/**
	 * What came of a type.
	 *
	 * @param schema the schema for the model
	 * @param withAliases the schema to check values by
	 * @param refusal why there is no schema, {@code null} if there is one
	 */
	private record Generated(ObjectNode schema, ObjectNode withAliases, @Nullable ConfigurationException refusal) {
	}

	/**
	 * A name for the schema of a type that every engine accepts.
	 * @param type the type
	 * @return letters, digits, underscores and dashes, at most 64
	 */
	static String name(Type type) {
		Class<?> raw = ResolvableType.forType(type).toClass();
		String name = raw.getSimpleName().replaceAll("[^a-zA-Z0-9_-]", "");
		return name.isEmpty() ? "value" : name.substring(0, Math.min(name.length(), 64));
	}

	/**
	 * Read a schema from text.
	 * @param schema the text
	 * @return the schema
	 * @throws IllegalArgumentException if the text is not a JSON object
	 */
	static JsonNode parse(String schema) {
		try {
			if (JsonMapper.shared().readTree(schema) instanceof ObjectNode object) {
				return object;
			}
		}
		catch (JacksonException ex) {
			throw new IllegalArgumentException("The JSON Schema is not valid JSON: " + ex.getOriginalMessage(), ex);
		}
		throw new IllegalArgumentException("The JSON Schema is not a JSON object.");
	}

	private static boolean isPresent(String type) {
		return ClassUtils.isPresent(type, JsonSchemas.class.getClassLoader());
	}

}
