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

import java.util.Objects;

import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.TreeNode;
import tools.jackson.databind.JsonNode;

/**
 * The form that the answer must have. Immutable.
 */
public final class ResponseFormat implements WireValue {

	/**
	 * Any text. What engines do by default.
	 */
	public static final ResponseFormat TEXT = new ResponseFormat("text", null, null);

	/**
	 * Any JSON object. Most engines want the prompt to ask for JSON, too.
	 */
	public static final ResponseFormat JSON_OBJECT = new ResponseFormat("json_object", null, null);

	private final String type;

	private final @Nullable String name;

	private final @Nullable JsonNode schema;

	private ResponseFormat(String type, @Nullable String name, @Nullable JsonNode schema) {
		this.type = type;
		this.name = name;
		this.schema = schema;
	}

	/**
	 * Make the answer follow a JSON Schema, strictly.
	 * @param name a name for the schema, of letters, digits, underscores and dashes
	 * @param schema the text of the schema
	 * @return the format
	 * @throws IllegalArgumentException if the schema is not a JSON object
	 */
	public static ResponseFormat jsonSchema(String name, String schema) {
		return new ResponseFormat("json_schema", name, JsonSchemas.parse(schema));
	}

	/**
	 * Make the answer follow the schema of a type, strictly: every property is there, and
	 * is {@code null} where the type allows it. Needs
	 * {@code com.github.victools:jsonschema-generator} and
	 * {@code jsonschema-module-jackson} on the class path.
	 * @param type a record or class
	 * @return the format, named after the type
	 * @throws dev.inferencekey.error.ConfigurationException if the generator of schemas
	 * is missing
	 */
	public static ResponseFormat of(Class<?> type) {
		return jsonSchema(JsonSchemas.name(type), ObjectBinding.SHARED.schemas().of(type));
	}

	static ResponseFormat jsonSchema(String name, JsonNode schema) {
		return new ResponseFormat("json_schema", name, schema);
	}

	/**
	 * The word for the format on the wire.
	 * @return {@code text}, {@code json_object} or {@code json_schema}
	 */
	public String type() {
		return this.type;
	}

	/**
	 * The name of the schema.
	 * @return the name, or {@code null} if there is no schema
	 */
	public @Nullable String name() {
		return this.name;
	}

	/**
	 * The schema that the answer must follow.
	 * @return JSON text, or {@code null} if there is no schema
	 */
	public @Nullable String schema() {
		return (this.schema != null) ? this.schema.toString() : null;
	}

	@Override
	public void write(JsonGenerator json) {
		json.writeStartObject();
		json.writeStringProperty("type", this.type);
		TreeNode tree = this.schema;
		if (tree != null) {
			json.writeName("json_schema");
			json.writeStartObject();
			json.writeStringProperty("name", this.name);
			json.writeName("schema");
			json.writeTree(tree);
			json.writeBooleanProperty("strict", true);
			json.writeEndObject();
		}
		json.writeEndObject();
	}

	@Override
	public boolean equals(@Nullable Object obj) {
		return obj instanceof ResponseFormat other && this.type.equals(other.type)
				&& Objects.equals(this.name, other.name) && Objects.equals(this.schema, other.schema);
	}

	@Override
	public int hashCode() {
		return Objects.hash(this.type, this.name, this.schema);
	}

	@Override
	public String toString() {
		return "ResponseFormat[" + this.type + ((this.name != null) ? ", " + this.name : "") + "]";
	}

}
