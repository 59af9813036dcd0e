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

import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.AnnotationIntrospector;
import tools.jackson.databind.DatabindException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectReader;
import tools.jackson.databind.cfg.EnumFeature;
import tools.jackson.databind.introspect.AnnotationIntrospectorPair;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

import org.springframework.core.ParameterizedTypeReference;

/**
 * How JSON that a model wrote becomes objects: strictly, since what is missing or unknown
 * is a mistake of the model and not a newer version of a schema. Thread-safe.
 */
final class ObjectBinding {

	/**
	 * Binds with the defaults of Jackson and the modules on the class path, such as
	 * Kotlin's.
	 */
	static final ObjectBinding SHARED = new ObjectBinding(JsonMapper.builder().findAndAddModules().build(),
			(object) -> List.of());

	private final JsonMapper mapper;

	private final Function<Object, List<String>> check;

	private final JsonSchemas schemas;

	private final JsonSchemas argumentSchemas;

	/**
	 * Create an instance.
	 * @param mapper the mapper to start from
	 * @param check says what is wrong with an object
	 */
	ObjectBinding(JsonMapper mapper, Function<Object, List<String>> check) {
		this.mapper = strict(mapper);
		this.check = check;
		this.schemas = new JsonSchemas(this.mapper, true);
		this.argumentSchemas = new JsonSchemas(this.mapper, false);
	}

	// Decimals, since amounts of money may have more digits than a double holds.
	private static JsonMapper strict(JsonMapper mapper) {
		AnnotationIntrospector annotations = mapper.deserializationConfig().getAnnotationIntrospector();
		return mapper.rebuild()
			.annotationIntrospector(AnnotationIntrospectorPair.pair(annotations, new SealedTypes()))
			.enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
			.enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
			.enable(EnumFeature.FAIL_ON_NUMBERS_FOR_ENUMS)
			.disable(EnumFeature.READ_UNKNOWN_ENUM_VALUES_AS_NULL,
					EnumFeature.READ_UNKNOWN_ENUM_VALUES_USING_DEFAULT_VALUE)
			.disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT, DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
			.build();
	}

	JsonMapper mapper() {
		return this.mapper;
	}

	/**
	 * Schemas that ask for every property, as strict engines want it.
	 * @return the schemas
	 */
	JsonSchemas schemas() {
		return this.schemas;
	}

	/**
	 * Schemas in which a property that may be null may be left out.
	 * @return the schemas
	 */
	JsonSchemas argumentSchemas() {
		return this.argumentSchemas;
	}

	/**
	 * Read text that is JSON and nothing else.
	 * @param text the text
	 * @param type the type to read it as
	 * @param <T> the type
	 * @return the object
	 * @throws MisfitException if it cannot be read
	 */
	<T> T read(String text, ParameterizedTypeReference<T> type) {
		JsonNode tree;
		try {
			tree = this.mapper.readTree(text);
		}
		catch (JacksonException | NumberFormatException ex) {
			throw new MisfitException("this is not valid JSON: " + message(ex), ex);
		}
		return read(tree, type);
	}

	/**
	 * Turn JSON into an object.
	 * @param tree the JSON; nulls that were left out are added
	 * @param type the type to read it as
	 * @param <T> the type
	 * @return the object
	 * @throws MisfitException if it cannot be read, or the object is not valid
	 */
	<T> T read(JsonNode tree, ParameterizedTypeReference<T> type) {
		// None without the generator, or for what a deserializer of the application
		// reads.
		ObjectNode schema = this.schemas.forCheck(type.getType());
		ObjectReader reader = this.mapper.readerFor(this.mapper.constructType(type.getType()));
		if (schema != null) {
			fail(new NullCheck(schema).problems(tree));
		}
		else {
			// Not otherwise, since it also misses what is ignored.
			reader = reader.with(DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES);
		}
		T object;
		try {
			object = reader.readValue(tree);
		}
		catch (JacksonException ex) {
			throw new MisfitException(problem(ex), ex);
		}
		if (object == null) {
			throw new MisfitException("the value is null", null);
		}
		fail(this.check.apply(object));
		return object;
	}

	// Jackson does not wrap what is thrown at an exponent beyond that of a decimal.
	static String message(RuntimeException ex) {
		return String.valueOf((ex instanceof JacksonException json) ? json.getOriginalMessage() : ex.getMessage());
	}

	private static void fail(List<String> problems) {
		if (!problems.isEmpty()) {
			throw new MisfitException(String.join("; ", problems), null);
		}
	}

	private static String problem(JacksonException ex) {
		// What follows is advice on how to set up Jackson.
		String problem = String.valueOf(ex.getOriginalMessage()).replaceFirst(" \\(but could if .*", "");
		if (ex instanceof DatabindException binding && !binding.getPath().isEmpty()) {
			String path = binding.getPath()
				.stream()
				.map((step) -> (step.getPropertyName() != null) ? "." + step.getPropertyName()
						: "[" + step.getIndex() + "]")
				.collect(Collectors.joining());
			return (path.startsWith(".") ? path.substring(1) : path) + ": " + problem;
		}
		return problem;
	}

	/**
	 * JSON does not fit the type that it should have. The message is a clause that a
	 * model can act on, and no longer than one should read.
	 */
	static final class MisfitException extends RuntimeException {

		private static final long serialVersionUID = 1L;

		MisfitException(String message, @Nullable Throwable cause) {
			super(ObjectCall.shortened(message), cause, false, false);
		}

		String problem() {
			return String.valueOf(getMessage());
		}

	}

}
