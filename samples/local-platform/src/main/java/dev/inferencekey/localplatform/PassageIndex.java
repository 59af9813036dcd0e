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

import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

import org.jspecify.annotations.Nullable;

/**
 * Finds the passages that answer a question. The model was trained on English, so the
 * cosine of the vectors alone would misjudge Spanish; the words that question and passage
 * share, weighted by how rare they are, set that right.
 */
final class PassageIndex {

	/**
	 * What a shared word counts when it is in the passage's text and not in its question.
	 */
	private static final double IN_TEXT = 0.6;

	/**
	 * A second passage is quoted when it is nearly as good as the best.
	 */
	private static final double NEARLY_AS_GOOD = 0.9;

	private static final int MAX_PASSAGES = 2;

	private final List<Entry> entries;

	private final Map<String, Integer> passagesWith = new HashMap<>();

	PassageIndex(List<Passage> passages, MiniLm model) {
		this.entries = passages.stream().map((passage) -> Entry.of(passage, model)).toList();
		this.entries
			.forEach((entry) -> entry.stems().forEach((stem) -> this.passagesWith.merge(stem, 1, Integer::sum)));
	}

	/**
	 * The passages that answer a question, best first, none when there is none.
	 */
	List<Passage> find(String question, @Nullable Language language, MiniLm model) {
		float[] vector = model.embed(question);
		Set<String> stems = Words.stems(question);
		List<Match> matches = this.entries.stream()
			.filter((entry) -> language == null || entry.passage().language() == null
					|| entry.passage().language() == language)
			.map((entry) -> new Match(entry, score(entry, vector, stems)))
			.filter(Match::relevant)
			.sorted(Comparator.comparingDouble(Match::score).reversed())
			.limit(MAX_PASSAGES)
			.toList();
		return matches.stream()
			.filter((match) -> match.score() >= NEARLY_AS_GOOD * matches.get(0).score())
			.map(Match::passage)
			.toList();
	}

	private double score(Entry entry, float[] question, Set<String> stems) {
		double cosine = entry.vectors()
			.stream()
			.mapToDouble((vector) -> MiniLm.cosine(question, vector))
			.max()
			.orElseThrow();
		double cosineWeight = entry.language().cosineWeight();
		return cosineWeight * cosine + (1 - cosineWeight) * sharedWords(entry, stems);
	}

	private double sharedWords(Entry entry, Set<String> stems) {
		double all = stems.stream().mapToDouble(this::rarity).sum();
		double shared = stems.stream().mapToDouble((stem) -> entry.weight(stem) * rarity(stem)).sum();
		return (all > 0) ? shared / all : 0;
	}

	private double rarity(String stem) {
		return Math.log(1 + (double) this.entries.size() / (1 + this.passagesWith.getOrDefault(stem, 0)));
	}

	/**
	 * A passage, with the vectors of its question and of its text.
	 */
	private record Entry(Passage passage, List<float[]> vectors, Set<String> questionStems, Set<String> stems) {

		static Entry of(Passage passage, MiniLm model) {
			List<float[]> vectors = List.of(model.embed(passage.question()), model.embed(passage.text()));
			return new Entry(passage, vectors, Words.stems(passage.question()),
					Words.stems(passage.question() + " " + passage.text()));
		}

		Language language() {
			Language language = this.passage.language();
			return (language != null) ? language : Language.ENGLISH;
		}

		double weight(String stem) {
			if (this.questionStems.contains(stem)) {
				return 1;
			}
			return this.stems.contains(stem) ? IN_TEXT : 0;
		}

	}

	private record Match(Entry entry, double score) {

		boolean relevant() {
			return this.score >= this.entry.language().relevantFrom();
		}

		Passage passage() {
			return this.entry.passage();
		}

	}

}
