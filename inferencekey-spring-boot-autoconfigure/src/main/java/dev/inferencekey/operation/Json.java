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

package dev.inferencekey.operation;

import java.io.StringWriter;
import java.util.function.Consumer;
import java.util.function.LongUnaryOperator;

import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.TokenStreamLocation;
import tools.jackson.core.util.ByteArrayBuilder;
import tools.jackson.core.json.JsonReadFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * How JSON is written and read: token by token, so that the answer of a workload never
 * becomes a tree unless somebody asks for it.
 */
public final class Json {

	private final JsonMapper mapper;

	/**
	 * Create an instance.
	 * @param mapper writes the values of extra fields and reads trees
	 */
	public Json(JsonMapper mapper) {
		// Engines write -Infinity and NaN where probabilities are zero or unknown.
		this.mapper = mapper.rebuild()
			.enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS)
			.enable(StreamReadFeature.USE_FAST_DOUBLE_PARSER)
			.build();
	}

	/**
	 * Write one JSON object.
	 * @param fields writes the fields
	 * @return the object as UTF-8
	 */
	public byte[] write(Consumer<JsonGenerator> fields) {
		try (ByteArrayBuilder bytes = new ByteArrayBuilder(512)) {
			try (JsonGenerator json = this.mapper.createGenerator(bytes)) {
				json.writeStartObject();
				fields.accept(json);
				json.writeEndObject();
			}
			return bytes.toByteArray();
		}
	}

	/**
	 * How far an object is that {@link #write} writes.
	 * @param json the generator that writes it
	 * @return the number of bytes up to here
	 */
	public static int position(JsonGenerator json) {
		return ((ByteArrayBuilder) json.streamWriteOutputTarget()).size() + json.streamWriteOutputBuffered();
	}

	/**
	 * Write any JSON value.
	 * @param value writes the value
	 * @return the JSON
	 */
	public String text(Consumer<JsonGenerator> value) {
		StringWriter text = new StringWriter();
		try (JsonGenerator json = this.mapper.createGenerator(text)) {
			value.accept(json);
		}
		return text.toString();
	}

	/**
	 * Read one JSON object, field by field.
	 * @param bytes holds the object
	 * @param from where it begins
	 * @param to where it ends, exclusive
	 * @param visitor is shown each field
	 * @throws UnreadableResponseException if this is not one whole JSON object
	 */
	public void readObject(byte[] bytes, int from, int to, FieldVisitor visitor) {
		readObject(bytes, from, to, LongUnaryOperator.identity(), visitor);
	}

	/**
	 * Read one JSON object, of which something was taken out, field by field.
	 * @param bytes holds the object
	 * @param from where it begins
	 * @param to where it ends, exclusive
	 * @param original tells where something was that stands elsewhere now, for errors
	 * @param visitor is shown each field
	 * @throws UnreadableResponseException if this is not one whole JSON object
	 */
	public void readObject(byte[] bytes, int from, int to, LongUnaryOperator original, FieldVisitor visitor) {
		read(bytes, from, to, original, (parser) -> {
			if (parser.currentToken() != JsonToken.START_OBJECT) {
				throw new UnreadableResponseException("a JSON object was expected");
			}
			readFields(parser, visitor);
		});
	}

	/**
	 * Read one JSON value of any kind.
	 * @param bytes holds the value
	 * @param from where it begins
	 * @param to where it ends, exclusive
	 * @param value reads the value, which the parser stands at, to its end
	 * @throws UnreadableResponseException if this is not one whole JSON value
	 */
	public void readValue(byte[] bytes, int from, int to, Consumer<JsonParser> value) {
		read(bytes, from, to, LongUnaryOperator.identity(), value);
	}

	private void read(byte[] bytes, int from, int to, LongUnaryOperator original, Consumer<JsonParser> value) {
		try (JsonParser parser = this.mapper.createParser(bytes, from, to - from)) {
			if (parser.nextToken() == null) {
				throw new UnreadableResponseException("a JSON object was expected");
			}
			value.accept(parser);
			if (parser.nextToken() != null) {
				throw new UnreadableResponseException("something follows the JSON object");
			}
		}
		catch (JacksonException ex) {
			// The original message quotes the answer; the position is enough.
			TokenStreamLocation location = ex.getLocation();
			// JSON beyond Jackson's limits has none.
			throw new UnreadableResponseException(
					(location != null) ? "the JSON is broken at byte " + original.applyAsLong(location.getByteOffset())
							: "the JSON is beyond what is read");
		}
	}

	/**
	 * Read the fields of the object that the parser stands at the start of.
	 * @param parser stands at a value
	 * @param visitor is shown each field; nothing is shown if the value is not an object
	 */
	public static void readFields(JsonParser parser, FieldVisitor visitor) {
		if (parser.currentToken() != JsonToken.START_OBJECT) {
			parser.skipChildren();
			return;
		}
		while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
			String name = parser.currentName();
			parser.nextToken();
			visitor.field(name, parser);
			parser.skipChildren();
		}
	}

	/**
	 * Read the elements of the array that the parser stands at the start of.
	 * @param parser stands at a value
	 * @param element is called at each element; nothing happens when the value is no
	 * array
	 */
	public static void readElements(JsonParser parser, Consumer<JsonParser> element) {
		if (parser.currentToken() != JsonToken.START_ARRAY) {
			parser.skipChildren();
			return;
		}
		while (parser.nextToken() != JsonToken.END_ARRAY) {
			element.accept(parser);
			parser.skipChildren();
		}
	}

	/**
	 * Read a tree.
	 * @param bytes one whole JSON value
	 * @return the tree
	 */
	public JsonNode tree(byte[] bytes) {
		return this.mapper.readTree(bytes);
	}

	/**
	 * Is shown the fields of an object.
	 */
	@FunctionalInterface
	public interface FieldVisitor {

		/**
		 * Called for each field.
		 * @param name the name of the field
		 * @param parser stands at the value; what is not read of it is skipped
		 */
		void field(String name, JsonParser parser);

	}

}
