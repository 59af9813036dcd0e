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

import tools.jackson.core.JsonGenerator;
import tools.jackson.databind.JacksonSerializable;
import tools.jackson.databind.SerializationContext;
import tools.jackson.databind.jsontype.TypeSerializer;

/**
 * A value that writes its own JSON, independent of the configuration of the mapper.
 */
interface WireValue extends JacksonSerializable {

	/**
	 * Write the value.
	 * @param json the generator to write to
	 */
	void write(JsonGenerator json);

	@Override
	default void serialize(JsonGenerator json, SerializationContext context) {
		write(json);
	}

	@Override
	default void serializeWithType(JsonGenerator json, SerializationContext context, TypeSerializer typeSerializer) {
		write(json);
	}

}
