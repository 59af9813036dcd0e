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

/**
 * Determines whether the model calls tools. Immutable.
 */
public final class ToolChoice implements WireValue {

	/**
	 * The model decides. The default of engines if the request has tools.
	 */
	public static final ToolChoice AUTO = new ToolChoice("auto", null);

	/**
	 * The model calls no tool.
	 */
	public static final ToolChoice NONE = new ToolChoice("none", null);

	/**
	 * The model calls at least one tool.
	 */
	public static final ToolChoice REQUIRED = new ToolChoice("required", null);

	private final String word;

	private final @Nullable String function;

	private ToolChoice(String word, @Nullable String function) {
		this.word = word;
		this.function = function;
	}

	/**
	 * Make the model call a specific tool.
	 * @param name the name of one of the request's tools
	 * @return the choice
	 */
	public static ToolChoice function(String name) {
		return new ToolChoice("function", name);
	}

	/**
	 * Return the tool that the model must call.
	 * @return the name, or {@code null} if the choice does not name a tool
	 */
	public @Nullable String function() {
		return this.function;
	}

	@Override
	public void write(JsonGenerator json) {
		if (this.function == null) {
			json.writeString(this.word);
			return;
		}
		json.writeStartObject();
		json.writeStringProperty("type", "function");
		json.writeName("function");
		json.writeStartObject();
		json.writeStringProperty("name", this.function);
		json.writeEndObject();
		json.writeEndObject();
	}

	@Override
	public boolean equals(@Nullable Object obj) {
		return obj instanceof ToolChoice other && this.word.equals(other.word)
				&& Objects.equals(this.function, other.function);
	}

	@Override
	public int hashCode() {
		return Objects.hash(this.word, this.function);
	}

	@Override
	public String toString() {
		return "ToolChoice[" + ((this.function != null) ? this.function : this.word) + "]";
	}

}
