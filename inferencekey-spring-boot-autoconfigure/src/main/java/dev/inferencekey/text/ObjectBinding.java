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

import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * How JSON that a model wrote becomes objects: strictly, since what is missing or unknown
 * is a mistake of the model and not a newer version of a schema.
 */
final class ObjectBinding {

	static final JsonMapper MAPPER = strict(JsonMapper.shared());

	private ObjectBinding() {
	}

	/**
	 * Make a mapper strict about what is missing.
	 * @param mapper the mapper to start from
	 * @return a mapper that fails on missing creator properties and unknown enum values
	 */
	static JsonMapper strict(JsonMapper mapper) {
		return mapper.rebuild()
			.enable(DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES)
			.enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
			.disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
			.build();
	}

	/**
	 * What is wrong, in words that a model can act on.
	 * @param ex the exception of Jackson
	 * @return one line without the place in the source
	 */
	static String problem(JacksonException ex) {
		return ex.getOriginalMessage();
	}

}
