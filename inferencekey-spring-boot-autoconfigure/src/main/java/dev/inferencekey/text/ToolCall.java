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

import dev.inferencekey.error.FailureOrigin;
import dev.inferencekey.error.UnusableAnswerException;
import org.jspecify.annotations.Nullable;

import org.springframework.core.ParameterizedTypeReference;

/**
 * The model's wish to have a tool run. Immutable.
 */
public final class ToolCall {

	private final String id;

	private final String name;

	private final String arguments;

	private ToolCall(String id, String name, String arguments) {
		this.id = id;
		this.name = name;
		this.arguments = arguments;
	}

	/**
	 * Create a call, for example to mock an endpoint.
	 * @param id what the tool's result refers to
	 * @param name the name of the tool
	 * @param arguments the arguments as the text of a JSON object
	 * @return the call
	 */
	public static ToolCall of(String id, String name, String arguments) {
		return new ToolCall(id, name, arguments);
	}

	/**
	 * What the tool's result refers to.
	 * @return the id; one of our own where the engine gave none
	 */
	public String id() {
		return this.id;
	}

	/**
	 * The tool to run.
	 * @return its name
	 */
	public String name() {
		return this.name;
	}

	/**
	 * The arguments as the model wrote them.
	 * @return JSON text, which may be broken; {@code {}} if the model gave none
	 */
	public String arguments() {
		return this.arguments;
	}

	/**
	 * The arguments as an object.
	 * @param type the type to read them as, such as a record
	 * @param <T> the type
	 * @return the object
	 * @throws UnusableAnswerException if they are not JSON, a required property is
	 * missing, or a value does not fit; {@code text()} has the arguments
	 */
	public <T> T arguments(Class<T> type) {
		try {
			return ObjectBinding.SHARED.read(this.arguments, ParameterizedTypeReference.<T>forType(type));
		}
		catch (ObjectBinding.MisfitException ex) {
			throw new UnusableAnswerException("the arguments of the tool call " + this.name + " cannot be read as "
					+ type.getSimpleName() + ": " + ex.problem(), this.arguments,
					FailureOrigin.local(null).withCause(ex));
		}
	}

	@Override
	public boolean equals(@Nullable Object obj) {
		return obj instanceof ToolCall other && this.id.equals(other.id) && this.name.equals(other.name)
				&& this.arguments.equals(other.arguments);
	}

	@Override
	public int hashCode() {
		return Objects.hash(this.id, this.name, this.arguments);
	}

	@Override
	public String toString() {
		return "ToolCall[" + this.id + ", " + this.name + ", " + this.arguments.length() + " characters]";
	}

}
