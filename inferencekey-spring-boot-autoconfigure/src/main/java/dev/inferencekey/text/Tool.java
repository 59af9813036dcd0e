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

import java.util.function.Function;

import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;
import tools.jackson.databind.JsonNode;

/**
 * A function that the model may ask to have called. Immutable.
 */
public final class Tool implements WireValue {

	private final String name;

	private final String description;

	private final JsonNode inputSchema;

	private final @Nullable Function<ToolCall, @Nullable Object> function;

	private Tool(String name, String description, JsonNode inputSchema,
			@Nullable Function<ToolCall, @Nullable Object> function) {
		this.name = name;
		this.description = description;
		this.inputSchema = inputSchema;
		this.function = function;
	}

	/**
	 * Create a tool that {@code ToolLoop} runs. Needs
	 * {@code com.github.victools:jsonschema-generator} and
	 * {@code jsonschema-module-jackson} on the class path. The model has to give every
	 * argument but those of type {@code Optional} and those marked {@code @Nullable}.
	 * @param name the name, of letters, digits, underscores and dashes, at most 64
	 * @param description what the tool does and when to use it, for the model
	 * @param input the type of the arguments, such as a record
	 * @param function does the work; what it returns is sent to the model, as it is if it
	 * is a {@code String}, else as JSON
	 * @param <I> the type of the arguments
	 * @return the tool
	 * @throws dev.inferencekey.error.ConfigurationException if the generator of schemas
	 * is missing
	 */
	public static <I> Tool of(String name, String description, Class<I> input,
			Function<? super I, ? extends @Nullable Object> function) {
		return new Tool(name, description, ObjectBinding.SHARED.argumentSchemas().of(input),
				(call) -> function.apply(call.arguments(input)));
	}

	/**
	 * Create a tool that {@code ToolLoop} runs, from a JSON Schema that is known already.
	 * @param name the name, of letters, digits, underscores and dashes, at most 64
	 * @param description what the tool does and when to use it, for the model
	 * @param jsonSchema the JSON Schema of its arguments
	 * @param function does the work; what it returns is sent to the model, as it is if it
	 * is a {@code String}, else as JSON
	 * @return the tool
	 * @throws IllegalArgumentException if the schema is not a JSON object
	 */
	public static Tool of(String name, String description, String jsonSchema,
			Function<? super ToolCall, ? extends @Nullable Object> function) {
		return new Tool(name, description, JsonSchemas.parse(jsonSchema), function::apply);
	}

	/**
	 * Declare a tool that the application runs itself.
	 * @param name the name, of letters, digits, underscores and dashes, at most 64
	 * @param description what the tool does and when to use it, for the model
	 * @param jsonSchema the JSON Schema of its arguments
	 * @return the tool
	 * @throws IllegalArgumentException if the schema is not a JSON object
	 */
	public static Tool declare(String name, String description, String jsonSchema) {
		return new Tool(name, description, JsonSchemas.parse(jsonSchema), null);
	}

	/**
	 * The name of the tool.
	 * @return the name
	 */
	public String name() {
		return this.name;
	}

	/**
	 * What the tool does and when to use it.
	 * @return the description
	 */
	public String description() {
		return this.description;
	}

	/**
	 * The JSON Schema of the arguments.
	 * @return JSON text
	 */
	public String inputSchema() {
		return this.inputSchema.toString();
	}

	/**
	 * Whether the tool has a function, so that {@link #execute} works.
	 * @return {@code false} for a tool that was only declared
	 */
	public boolean isExecutable() {
		return this.function != null;
	}

	/**
	 * Run the tool.
	 * @param call the call of the model
	 * @return what the function returned
	 * @throws dev.inferencekey.error.UnusableAnswerException if the arguments cannot be
	 * read as the tool's input
	 * @throws IllegalStateException if the tool was only declared
	 */
	public @Nullable Object execute(ToolCall call) {
		if (this.function == null) {
			throw new IllegalStateException("The tool " + this.name + " has no function; it was only declared.");
		}
		return this.function.apply(call);
	}

	@Override
	public void write(JsonGenerator json) {
		json.writeStartObject();
		json.writeStringProperty("type", "function");
		json.writeName("function");
		json.writeStartObject();
		json.writeStringProperty("name", this.name);
		json.writeStringProperty("description", this.description);
		json.writeName("parameters");
		json.writeTree(this.inputSchema);
		json.writeEndObject();
		json.writeEndObject();
	}

	@Override
	public String toString() {
		return "Tool[" + this.name + "]";
	}

}
