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

import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * Where the values of a schema come from: passages, the results of tools, or the question
 * itself.
 */
interface ValueSource {

	/**
	 * The texts that hold the values, in their order.
	 */
	List<String> texts();

	/**
	 * The text for a field, or {@code null} when there is none.
	 */
	@Nullable String text(Field field);

	/**
	 * The texts for a field that holds a list of them.
	 */
	List<String> list(Field field);

	/**
	 * The parts that can each fill an object of a list.
	 */
	List<? extends ValueSource> parts();

	/**
	 * What a text holds that must be there and was not found.
	 */
	String missing();

	/**
	 * The texts, those that are about a field first.
	 */
	default List<String> textsAbout(Field field) {
		return texts().stream()
			.sorted((left, right) -> Long.compare(field.sharedStems(right), field.sharedStems(left)))
			.toList();
	}

}
