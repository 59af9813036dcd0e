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

package dev.inferencekey.autoconfigure;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Stream;

import jakarta.validation.Validator;
import org.jspecify.annotations.Nullable;

/**
 * What is wrong with an object that a model generated.
 */
@FunctionalInterface
interface ObjectCheck extends Function<Object, List<String>> {

	/**
	 * Check by Bean Validation.
	 * @param validator the application's validator, asked for at each object, so that it
	 * is not created before it is needed
	 * @return the check
	 */
	static ObjectCheck of(Supplier<@Nullable Validator> validator) {
		return (object) -> {
			Validator current = validator.get();
			return (current == null) ? List.of()
					: parts(object).flatMap((part) -> current.validate(part).stream())
						.map((violation) -> violation.getPropertyPath() + " " + violation.getMessage())
						.sorted()
						.toList();
		};
	}

	private static Stream<?> parts(Object object) {
		if (object instanceof Map<?, ?> map) {
			return map.values().stream();
		}
		return (object instanceof Collection<?> collection) ? collection.stream() : Stream.of(object);
	}

}
