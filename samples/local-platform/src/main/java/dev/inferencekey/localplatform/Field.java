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

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

import tools.jackson.databind.JsonNode;

/**
 * A value that a schema asks for: what it is called, and what the schema says about it.
 *
 * @param name the property's name, empty for the value itself
 * @param schema the value's schema, without references
 */
record Field(String name, JsonNode schema) {

	private static final Pattern CAMEL_CASE = Pattern.compile("(?<=[\\p{Ll}\\p{N}])(?=\\p{Lu})");

	/**
	 * The words of the name, in lower case: those of {@code orderId} are {@code order}
	 * and {@code id}.
	 */
	List<String> nameWords() {
		return Words.of(CAMEL_CASE.matcher(this.name).replaceAll(" "));
	}

	/**
	 * The stems of name and description, by which a text is about this field.
	 */
	Set<String> stems() {
		Set<String> stems = new HashSet<>(Words.stems(String.join(" ", nameWords())));
		stems.addAll(Words.stems(this.schema.path("description").stringValue("")));
		return stems;
	}

	/**
	 * How many of its stems a text has.
	 */
	long sharedStems(String text) {
		Set<String> inText = Words.stems(text);
		return stems().stream().filter(inText::contains).count();
	}

}
