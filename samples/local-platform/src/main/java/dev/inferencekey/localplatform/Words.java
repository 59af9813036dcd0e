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

import java.text.Normalizer;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The words of a text, in lower case and without accents.
 */
final class Words {

	private static final Pattern MARKS = Pattern.compile("\\p{M}+");

	private static final Pattern BETWEEN = Pattern.compile("[^\\p{L}\\p{N}]+");

	private static final int STEM = 5;

	private Words() {
	}

	static List<String> of(String text) {
		String plain = MARKS.matcher(Normalizer.normalize(text, Normalizer.Form.NFD)).replaceAll("");
		return BETWEEN.splitAsStream(plain.toLowerCase(Locale.ROOT)).filter((word) -> !word.isEmpty()).toList();
	}

	/**
	 * The first letters of the words that carry meaning: a stem good enough to find
	 * {@code refund} in {@code refunds} and {@code cancelar} in {@code cancelación}.
	 */
	static Set<String> stems(String text) {
		return of(text).stream()
			.filter((word) -> !Language.isFunctionWord(word))
			.map((word) -> word.substring(0, Math.min(STEM, word.length())))
			.collect(Collectors.toSet());
	}

}
