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

package dev.inferencekey.localplatform;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import tools.jackson.core.JacksonException;
import tools.jackson.core.TokenStreamLocation;
import tools.jackson.databind.JsonNode;

import org.springframework.web.reactive.function.server.ServerRequest;

/**
 * A JSON object of a request, read field by field. An explicit {@code null} is an absent
 * field. A field that breaks its rule is a {@link RequestFailure} that names it.
 */
final class RequestBody {

	private final JsonNode node;

	private final String prefix;

	private RequestBody(JsonNode node, String prefix) {
		this.node = node;
		this.prefix = prefix;
	}

	static Mono<RequestBody> of(ServerRequest request) {
		return RequestBodies.body(request).map(RequestBody::parse);
	}

	static RequestBody parse(byte[] bytes) {
		JsonNode node;
		try {
			node = Json.MAPPER.readTree(bytes);
		}
		catch (JacksonException ex) {
			throw RequestFailure.notJson("the body is not valid JSON" + where(ex.getLocation()));
		}
		if (!node.isObject()) {
			throw RequestFailure.notJson("the body must be a JSON object");
		}
		return new RequestBody(node, "");
	}

	private static String where(@Nullable TokenStreamLocation location) {
		return (location != null) ? " (line " + location.getLineNr() + ", column " + location.getColumnNr() + ")" : "";
	}

	/**
	 * The name of a field as the caller knows it, such as {@code messages[0].content}.
	 */
	String param(String field) {
		return this.prefix + field;
	}

	/**
	 * Refuse fields that nothing reads, rather than ignore them.
	 */
	void refuseOthers(Set<String> known) {
		this.node.forEachEntry((field, value) -> {
			if (!known.contains(field) && !value.isNull()) {
				throw RequestFailure.unsupported(param(field),
						"the local platform does not support '" + param(field) + "'");
			}
		});
	}

	@Nullable JsonNode get(String field) {
		JsonNode value = this.node.get(field);
		return (value == null || value.isNull()) ? null : value;
	}

	JsonNode require(String field) {
		JsonNode value = get(field);
		if (value == null) {
			throw RequestFailure.missing(param(field));
		}
		return value;
	}

	/**
	 * A required string that is not blank.
	 */
	String text(String field) {
		return text(require(field), param(field));
	}

	/**
	 * A required string that may be blank.
	 */
	String string(String field) {
		JsonNode value = require(field);
		if (!value.isString()) {
			throw RequestFailure.invalid(param(field), "'" + param(field) + "' must be a string");
		}
		return value.stringValue();
	}

	@Nullable String optionalText(String field) {
		JsonNode value = get(field);
		return (value != null) ? text(value, param(field)) : null;
	}

	boolean flag(String field) {
		return flag(field, false);
	}

	boolean flag(String field, boolean absent) {
		JsonNode value = get(field);
		return (value != null) ? flag(field, value) : absent;
	}

	private boolean flag(String field, JsonNode value) {
		if (!value.isBoolean()) {
			throw RequestFailure.invalid(param(field), "'" + param(field) + "' must be true or false");
		}
		return value.booleanValue();
	}

	@Nullable Integer integer(String field, int min, int max) {
		JsonNode value = get(field);
		if (value == null) {
			return null;
		}
		if (!value.isIntegralNumber() || !value.canConvertToInt() || value.intValue() < min || value.intValue() > max) {
			String range = (max == Integer.MAX_VALUE) ? "of at least " + min : "from " + min + " to " + max;
			throw RequestFailure.invalid(param(field), "'" + param(field) + "' must be a whole number " + range);
		}
		return value.intValue();
	}

	/**
	 * Check a number that has no effect on a model that does not sample.
	 */
	void checkNumber(String field, double min, double max) {
		JsonNode value = get(field);
		if (value != null && (!value.isNumber() || value.doubleValue() < min || value.doubleValue() > max)) {
			throw RequestFailure.invalid(param(field),
					"'" + param(field) + "' must be a number from " + min + " to " + max);
		}
	}

	@Nullable RequestBody object(String field) {
		JsonNode value = get(field);
		return (value != null) ? object(value, param(field)) : null;
	}

	/**
	 * A required array of objects, not empty.
	 */
	List<RequestBody> objects(String field) {
		return objects(field, array(field));
	}

	/**
	 * An array of objects that may be empty or missing.
	 */
	List<RequestBody> objectsOrNone(String field) {
		JsonNode value = get(field);
		return (value == null || (value.isArray() && value.isEmpty())) ? List.of() : objects(field);
	}

	private List<RequestBody> objects(String field, JsonNode array) {
		List<RequestBody> objects = new ArrayList<>(array.size());
		for (int i = 0; i < array.size(); i++) {
			objects.add(object(array.get(i), param(field) + "[" + i + "]"));
		}
		return objects;
	}

	/**
	 * A required array, not empty.
	 */
	JsonNode array(String field) {
		JsonNode value = require(field);
		if (!value.isArray() || value.isEmpty()) {
			throw RequestFailure.invalid(param(field), "'" + param(field) + "' must be an array that is not empty");
		}
		return value;
	}

	/**
	 * A string, or an array of up to so many strings, none of them empty.
	 */
	List<String> oneOrMore(String field, int max) {
		JsonNode value = require(field);
		if (value.isString()) {
			return List.of(text(value, param(field)));
		}
		JsonNode array = array(field);
		if (array.size() > max) {
			throw RequestFailure.invalid(param(field), "'" + param(field) + "' may have " + max + " elements");
		}
		List<String> texts = new ArrayList<>(array.size());
		for (int i = 0; i < array.size(); i++) {
			texts.add(text(array.get(i), param(field) + "[" + i + "]"));
		}
		return texts;
	}

	static RequestBody object(JsonNode value, String param) {
		if (!value.isObject()) {
			throw RequestFailure.invalid(param, "'" + param + "' must be an object");
		}
		return new RequestBody(value, param + ".");
	}

	static String text(JsonNode value, String param) {
		if (!value.isString()) {
			throw RequestFailure.invalid(param, "'" + param + "' must be a string");
		}
		if (value.stringValue().isBlank()) {
			throw RequestFailure.invalid(param, "'" + param + "' must not be blank");
		}
		return value.stringValue();
	}

}
