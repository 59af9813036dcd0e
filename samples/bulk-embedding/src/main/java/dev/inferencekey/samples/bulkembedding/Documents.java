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

package dev.inferencekey.samples.bulkembedding;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import java.util.stream.Stream;

import tools.jackson.databind.json.JsonMapper;

import org.springframework.core.io.Resource;

/**
 * Where documents come from: a generator, which always generates the same ones, or a
 * file.
 */
final class Documents {

	private static final List<String> SUBJECTS = List.of("The customer", "A courier", "Our warehouse",
			"The support desk", "A supplier", "The billing team", "An apprentice", "The night shift");

	private static final List<String> VERBS = List.of("returned", "inspected", "delivered", "asked about", "repaired",
			"photographed", "replaced", "labelled");

	private static final List<String> ADJECTIVES = List.of("red", "folding", "damaged", "electric", "second-hand",
			"waterproof", "missing", "heavy");

	private static final List<String> OBJECTS = List.of("bicycle", "kettle", "parcel", "invoice", "tent", "battery",
			"bookshelf", "lamp");

	private static final List<String> CIRCUMSTANCES = List.of("on Monday morning", "without a receipt",
			"before the holidays", "for the third time", "in the rain", "at the counter", "within two days",
			"by mistake");

	private static final int MAX_SENTENCES = 3;

	private Documents() {
	}

	static Stream<Document> generate(long count) {
		return LongStream.rangeClosed(1, count).mapToObj((id) -> new Document(id, text(id)));
	}

	private static String text(long id) {
		Random random = new Random(id);
		return IntStream.rangeClosed(0, random.nextInt(MAX_SENTENCES))
			.mapToObj((sentence) -> sentence(random))
			.collect(Collectors.joining(" ", "Note " + id + ". ", ""));
	}

	private static String sentence(Random random) {
		return String.format("%s %s a %s %s %s.", any(SUBJECTS, random), any(VERBS, random), any(ADJECTIVES, random),
				any(OBJECTS, random), any(CIRCUMSTANCES, random));
	}

	private static String any(List<String> words, Random random) {
		return words.get(random.nextInt(words.size()));
	}

	/**
	 * Read documents from a file.
	 * @param file has one JSON object with {@code id} and {@code text} in each line
	 * @return the documents, to be closed
	 */
	static Stream<Document> read(Resource file) {
		try {
			BufferedReader reader = new BufferedReader(
					new InputStreamReader(file.getInputStream(), StandardCharsets.UTF_8));
			return reader.lines()
				.filter((line) -> !line.isBlank())
				.map((line) -> JsonMapper.shared().readValue(line, Document.class))
				.onClose(() -> close(reader));
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private static void close(BufferedReader reader) {
		try {
			reader.close();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}
