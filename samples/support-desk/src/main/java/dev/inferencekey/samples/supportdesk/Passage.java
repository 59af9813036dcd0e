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

package dev.inferencekey.samples.supportdesk;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;

import org.springframework.core.io.Resource;

/**
 * A passage of the handbook.
 *
 * @param title the heading
 * @param text the text below the heading, on one line
 */
record Passage(String title, String text) {

	static List<Passage> read(Resource markdown) {
		try {
			String[] sections = markdown.getContentAsString(StandardCharsets.UTF_8).split("(?m)^## +");
			// The part before the first such heading is the title of the document.
			return Arrays.stream(sections).skip(1).map(Passage::of).toList();
		}
		catch (IOException ex) {
			throw new UncheckedIOException("Failed to read " + markdown.getDescription(), ex);
		}
	}

	private static Passage of(String section) {
		String[] parts = section.split("\\R", 2);
		return new Passage(parts[0].strip(), (parts.length > 1) ? parts[1].strip().replaceAll("\\s+", " ") : "");
	}

	String markdown(int number) {
		return "## [" + number + "] " + this.title + "\n\n" + this.text + "\n";
	}

}
