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

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

import org.springframework.core.io.Resource;
import org.springframework.core.io.ResourceLoader;

/**
 * A paragraph of a document and the question that it answers.
 */
record Passage(String question, String text, @Nullable Language language) {

	private static final Pattern HEADING = Pattern.compile("(?m)^## +");

	/**
	 * Read Markdown documents: every {@code ##} heading is a question, what stands below
	 * it is the answer.
	 */
	static List<Passage> read(ResourceLoader loader, List<String> locations) {
		List<Passage> passages = new ArrayList<>();
		for (String location : locations) {
			List<Passage> found = parse(content(loader.getResource(location)));
			if (found.isEmpty()) {
				throw new IllegalArgumentException("there is no passage ('## ' heading) in " + location);
			}
			passages.addAll(found);
		}
		return passages;
	}

	static List<Passage> parse(String markdown) {
		// What stands before the first heading is the title.
		return HEADING.splitAsStream(markdown)
			.skip(1)
			.map(Passage::parseSection)
			.filter((passage) -> !passage.text().isEmpty())
			.toList();
	}

	private static Passage parseSection(String section) {
		String[] parts = section.split("\\R", 2);
		String question = parts[0].strip();
		String text = (parts.length > 1) ? parts[1].strip().replaceAll("\\s+", " ") : "";
		return new Passage(question, text, Language.of(question + " " + text));
	}

	private static String content(Resource resource) {
		try {
			return resource.getContentAsString(StandardCharsets.UTF_8);
		}
		catch (IOException ex) {
			throw new UncheckedIOException("could not read " + resource.getDescription(), ex);
		}
	}

}
