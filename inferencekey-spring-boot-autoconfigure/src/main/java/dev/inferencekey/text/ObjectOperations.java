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

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

import org.springframework.core.ParameterizedTypeReference;

/**
 * How one workload is asked for objects, and how its answers are read. Thread-safe.
 */
public final class ObjectOperations {

	private final ObjectNegotiation negotiation = new ObjectNegotiation();

	private final String workload;

	private final ObjectBinding binding;

	private ObjectOperations(String workload, ObjectBinding binding) {
		this.workload = workload;
		this.binding = binding;
	}

	/**
	 * Prepare to ask workloads.
	 * @param mapper the application's mapper
	 * @param check says what is wrong with an object, in clauses that a model can act on
	 * @return creates the operations of the workload with a name
	 */
	public static Function<String, ObjectOperations> of(JsonMapper mapper, Function<Object, List<String>> check) {
		ObjectBinding binding = new ObjectBinding(mapper, check);
		return (workload) -> new ObjectOperations(workload, binding);
	}

	/**
	 * Begin to generate an object.
	 * @param type the type of the object
	 * @param request what to generate from and how
	 * @param <T> the type of the object
	 * @return the call
	 */
	public <T> ObjectCall<T> call(ParameterizedTypeReference<T> type, TextRequest request) {
		ObjectNode schema = this.binding.schemas().of(type.getType());
		boolean wrapped = !schema.has("properties");
		ResponseFormat format = ResponseFormat.jsonSchema(JsonSchemas.name(type.getType()),
				wrapped ? wrap("value", schema) : schema);
		Function<JsonNode, T> reader = (json) -> this.binding
			.read((wrapped && json.has("value")) ? json.path("value") : json, type);
		return new ObjectCall<>(this.workload, request, (asked) -> this.negotiation.ofCall(asked, format),
				(text) -> new JsonText(this.binding.mapper()).first(text, reader));
	}

	/**
	 * Begin to generate the elements of a list.
	 * @param element the type of an element
	 * @param request what to generate from and how
	 * @param <T> the type of an element
	 * @return the stream
	 */
	public <T> ObjectStream<T> stream(Class<T> element, TextRequest request) {
		ObjectNode list = this.binding.schemas().of(element).objectNode().put("type", "array");
		ObjectNode schema = this.binding.schemas().of(element).deepCopy();
		JsonNode definitions = schema.remove("$defs");
		list.set("items", schema);
		if (definitions != null) {
			list.set("$defs", definitions);
		}
		ResponseFormat format = ResponseFormat.jsonSchema(JsonSchemas.name(element), wrap("items", list));
		return new ObjectStream<>(this.workload, this.negotiation.ofCall(request, format),
				(text) -> this.binding.read(text, ParameterizedTypeReference.<T>forType(element)));
	}

	// Engines accept nothing but an object with properties at the root.
	private static ObjectNode wrap(String name, ObjectNode schema) {
		ObjectNode value = schema.deepCopy();
		ObjectNode wrapper = schema.objectNode().put("type", "object");
		wrapper.putObject("properties").set(name, value);
		wrapper.putArray("required").add(name);
		wrapper.put("additionalProperties", false);
		JsonNode definitions = value.remove("$defs");
		if (definitions != null) {
			wrapper.set("$defs", definitions);
		}
		return wrapper;
	}

}
