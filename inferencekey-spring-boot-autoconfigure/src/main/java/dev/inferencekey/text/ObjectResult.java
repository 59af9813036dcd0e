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

/**
 * An answer that was read as an object. Immutable.
 *
 * @param <T> the type of the object
 */
public final class ObjectResult<T> {

	private final T object;

	private final TextResult result;

	private ObjectResult(T object, TextResult result) {
		this.object = object;
		this.result = result;
	}

	/**
	 * Create a result, for example to mock an endpoint.
	 * @param object the object
	 * @param result the answer that it was read from
	 * @param <T> the type of the object
	 * @return the result
	 */
	public static <T> ObjectResult<T> of(T object, TextResult result) {
		return new ObjectResult<>(object, result);
	}

	/**
	 * The object that the model answered with.
	 * @return the object
	 */
	public T object() {
		return this.object;
	}

	/**
	 * The answer that the object was read from, with the usage of all rounds that it
	 * took.
	 * @return the answer of the last round
	 */
	public TextResult result() {
		return this.result;
	}

	@Override
	public String toString() {
		return "ObjectResult[" + this.object.getClass().getSimpleName() + ", " + this.result + "]";
	}

}
