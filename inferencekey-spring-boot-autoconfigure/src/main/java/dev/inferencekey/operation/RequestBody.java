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

import java.io.IOException;
import java.io.OutputStream;
import java.util.function.Consumer;

import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;

/**
 * The body of a request. It is written anew for each attempt and need not be held in
 * memory.
 */
public interface RequestBody {

	/**
	 * The content type of JSON.
	 */
	String JSON = "application/json";

	/**
	 * What the bytes are.
	 * @return the media type, such as {@code application/json}
	 */
	String contentType();

	/**
	 * How long the body is.
	 * @return the length in bytes, or -1 if it is not known, so that the body is sent in
	 * chunks
	 */
	long contentLength();

	/**
	 * Write the body. Called once for each attempt, on a thread that may block.
	 * @param out takes the bytes; it blocks while the network is slower
	 * @throws IOException if the source of the bytes fails
	 */
	void writeTo(OutputStream out) throws IOException;

	/**
	 * Whether the body can be written a second time. A call whose body cannot is never
	 * retried.
	 * @return {@code true} unless the source of the bytes is used up
	 */
	default boolean repeatable() {
		return true;
	}

	/**
	 * The bytes, if they are in memory anyway.
	 * @return the whole body, not to be changed; {@code null} to have it written
	 */
	default byte @Nullable [] bytes() {
		return null;
	}

	/**
	 * Create a body from bytes.
	 * @param contentType the media type
	 * @param bytes the whole body, not to be changed afterwards
	 * @return the body
	 */
	static RequestBody of(String contentType, byte[] bytes) {
		return new BytesBody(contentType, bytes);
	}

	/**
	 * Create a JSON object that begins with the field {@code model}.
	 * @param json how JSON is written
	 * @param model the value of that field
	 * @param fields writes the other fields
	 * @return the body
	 */
	static RequestBody json(Json json, String model, Consumer<JsonGenerator> fields) {
		return of(JSON, json.write((generator) -> {
			generator.writeStringProperty("model", model);
			fields.accept(generator);
		}));
	}

}
