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

import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * The languages that the desk has texts in, told apart by the most frequent words of each
 * and by its own letters. Good enough to say "I do not know" in the right one.
 */
enum QuestionLanguage {

	ENGLISH("en", "",
			"a an and are can cannot do does did for from have how i in is it me my not of on our the to was "
					+ "what when where which who why will with would you your"),

	GERMAN("de", "äöüß",
			"aber auf bei bin bitte das dem den der die ein eine einen es für habe hat ich ihr im ist kann kein "
					+ "keine man mein meine meinen mich mir mit nicht noch oder sie sind und von wann warum was welche "
					+ "wer wie wird wo zu"),

	FRENCH("fr", "àâçèêëîïôœùû",
			"à au aux avec ce combien comment dans de des du elle est et il je la le les ma mes moi mon ne ou où "
					+ "par pas peux pour pourquoi puis quand que quel quelle qui sur un une vos votre vous"),

	SPANISH("es", "¿¡ñáíóú",
			"al como cómo con cuando cuándo cuánto de del dónde el en es está esta estoy hay la las lo los me mi "
					+ "mis no para pero por puedo que qué quiero se si su tengo tu un una y ya");

	private static final Pattern NO_LETTERS = Pattern.compile("[^\\p{L}]+");

	private final Locale locale;

	private final String letters;

	private final String words;

	QuestionLanguage(String tag, String letters, String words) {
		this.locale = Locale.forLanguageTag(tag);
		this.letters = letters;
		this.words = " " + words + " ";
	}

	/**
	 * Return the language of a text, English if it is none of the others.
	 */
	static Locale of(String text) {
		String lower = text.toLowerCase(Locale.ROOT);
		List<String> words = NO_LETTERS.splitAsStream(lower).toList();
		// Of equals, the first.
		QuestionLanguage best = List.of(values())
			.stream()
			.min(Comparator.comparingLong((language) -> -language.count(words, lower)))
			.orElseThrow();
		return best.locale;
	}

	private long count(List<String> words, String text) {
		return words.stream().filter((word) -> this.words.contains(" " + word + " ")).count()
				+ text.chars().filter((letter) -> this.letters.indexOf(letter) >= 0).count();
	}

}
