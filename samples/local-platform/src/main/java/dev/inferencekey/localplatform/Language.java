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
 * The languages that the extractive model answers in, told apart by their most frequent
 * words.
 */
enum Language {

	ENGLISH(0.6, 0.3,
			"I have no passage on that in my documents, so I cannot answer it. "
					+ "I only quote passages that I was given; please ask the support team.",
			"a about an and are at be by can could did do does for from get have hello hi how i if in is it long "
					+ "me much my no not of on or our please that the their there they this to was we what when "
					+ "where which who why will with would you your"),

	SPANISH(0.3, 0.45,
			"No tengo ningún pasaje sobre eso en mis documentos, así que no puedo responder. "
					+ "Solo cito los pasajes que me han dado; pregunta al equipo de soporte.",
			"a al algo como con cual cuales cuando cuanto de del desde donde el ella ellos en es esta este esto estoy "
					+ "ha hace hacer hago hay he hola la las lo los mas me mi mis muy necesito no nos o para pero por porque puede puedo que "
					+ "quien quiero se si sin sobre son su sus tengo tiene tienes tu tus un una uno y ya");

	private static final String SPANISH_SIGNS = "¿¡ñÑáéíóúÁÉÍÓÚ";

	private final double cosineWeight;

	private final double relevantFrom;

	private final String noAnswer;

	private final String functionWords;

	Language(double cosineWeight, double relevantFrom, String noAnswer, String functionWords) {
		this.cosineWeight = cosineWeight;
		this.relevantFrom = relevantFrom;
		this.noAnswer = noAnswer;
		this.functionWords = " " + functionWords + " ";
	}

	/**
	 * How much the cosine of the vectors says, against the words that two texts share.
	 * The model was trained on English.
	 */
	double cosineWeight() {
		return this.cosineWeight;
	}

	/**
	 * The score from which a passage answers. It lies between the scores of questions
	 * that the handbook answers and of questions that it does not.
	 */
	double relevantFrom() {
		return this.relevantFrom;
	}

	/**
	 * What the model says when no passage answers.
	 */
	String noAnswer() {
		return this.noAnswer;
	}

	/**
	 * The language of a text, or {@code null} when it could be either or another one.
	 */
	static @Nullable Language of(String text) {
		List<String> words = Words.of(text);
		long english = ENGLISH.count(words);
		long spanish = SPANISH.count(words) + text.chars().filter((c) -> SPANISH_SIGNS.indexOf(c) >= 0).count();
		if (english == spanish) {
			return null;
		}
		return (english > spanish) ? ENGLISH : SPANISH;
	}

	/**
	 * Whether a word carries no meaning of its own in one of the languages.
	 */
	static boolean isFunctionWord(String word) {
		return ENGLISH.hasFunctionWord(word) || SPANISH.hasFunctionWord(word);
	}

	private long count(List<String> words) {
		return words.stream().filter(this::hasFunctionWord).count();
	}

	private boolean hasFunctionWord(String word) {
		return this.functionWords.contains(" " + word + " ");
	}

}
