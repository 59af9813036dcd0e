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

package dev.inferencekey.langchain4j;

import dev.langchain4j.agent.tool.ToolSpecification;
import dev.langchain4j.model.chat.request.json.JsonObjectSchema;
import dev.langchain4j.model.chat.request.json.JsonSchemaElement;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/**
 * The JSON of LangChain4j's schemas.
 */
final class Schemas {

	private static final String PROPERTY = "value";

	private Schemas() {
	}

	/**
	 * Write a schema.
	 * @param schema the schema, or {@code null} for an object without properties
	 * @return its JSON
	 */
	static String of(@Nullable JsonSchemaElement schema) {
		if (schema == null) {
			return "{\"type\":\"object\",\"properties\":{}}";
		}
		// A tool specification is the one public type there that writes its schema.
		String tool = ToolSpecification.builder()
			.name(PROPERTY)
			.parameters(JsonObjectSchema.builder().addProperty(PROPERTY, schema).build())
			.build()
			.toJson();
		return JsonMapper.shared()
			.readTree(tool)
			.required("parameters")
			.required("properties")
			.required(PROPERTY)
			.toString();
	}

}
