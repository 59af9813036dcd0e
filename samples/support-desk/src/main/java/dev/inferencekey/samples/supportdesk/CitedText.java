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

import java.text.BreakIterator;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;

/**
 * The text of an answer as it grows, and what its sentences rest on: the passages whose
 * numbers the model has written after a sentence, such as {@code [1]}, or else the
 * passage with a sentence that says the same in nearly the same words. The numbers are
 * taken out of the text.
 */
final class CitedText {

	private static final Pattern MARK = Pattern.compile("\\s*\\[(\\d{1,2})]");

	private static final Pattern PERHAPS_MARK = Pattern.compile("\\s*(?:\\[\\d{0,2})?\\z");

	private static final Pattern BETWEEN_WORDS = Pattern.compile("[^\\p{L}\\p{N}]+");

	/**
	 * The share of the words of a sentence that a sentence of a passage needs to have.
	 */
	private static final double SAME = 0.6;

	private static final int MIN_SHARED_WORDS = 2;

	private final Locale language;

	private final List<Evidence> evidence = new ArrayList<>();

	private final List<Mark> marks = new ArrayList<>();

	private final StringBuilder text = new StringBuilder();

	private final int passages;

	private String held = "";

	private int sentence;

	CitedText(List<Passage> passages, Locale language) {
		this.language = language;
		this.passages = passages.size();
		for (int i = 0; i < passages.size(); i++) {
			int number = i + 1;
			String passage = passages.get(i).text();
			sentences(passage, Locale.ENGLISH).forEach((span) -> this.evidence
				.add(new Evidence(number, span, words(passage.substring(span.start(), span.end())))));
		}
	}

	/**
	 * Add a piece of what the model writes.
	 * @return the text to show now; the start of a number is held back until it is whole
	 */
	String add(String piece) {
		String all = this.held + piece;
		StringBuilder shown = new StringBuilder();
		Matcher mark = MARK.matcher(all);
		int end = 0;
		while (mark.find()) {
			shown.append(all, end, mark.start());
			this.marks.add(new Mark(this.text.length() + shown.length(), Integer.parseInt(mark.group(1))));
			end = mark.end();
		}
		Matcher rest = PERHAPS_MARK.matcher(all).region(end, all.length());
		int hold = rest.find() ? rest.start() : all.length();
		shown.append(all, end, hold);
		this.held = all.substring(hold);
		this.text.append(shown);
		return shown.toString();
	}

	/**
	 * Return what was held back, at the end of the answer.
	 */
	String rest() {
		String rest = this.held;
		this.held = "";
		this.text.append(rest);
		return rest;
	}

	/**
	 * Return whether the model has said that it does not know.
	 */
	boolean isUnknown() {
		return this.text.toString().isBlank() && this.marks.stream().anyMatch((mark) -> mark.number() == 0);
	}

	/**
	 * Return what the sentences rest on that have become complete since the last call.
	 * @param last whether no more text comes
	 */
	List<Citation> citations(boolean last) {
		int from = this.sentence;
		String open = this.text.substring(from);
		List<Citation> found = new ArrayList<>();
		for (Span span : sentences(open, this.language)) {
			// What follows a sentence may still be a part of it.
			if (last || span.next() < open.length()) {
				found.addAll(cite(from + span.start(), open.substring(span.start(), span.end())));
				this.sentence = from + span.next();
			}
		}
		return found;
	}

	private List<Citation> cite(int start, String sentence) {
		int end = start + sentence.length();
		Set<String> words = words(sentence);
		List<Integer> marked = this.marks.stream()
			.filter((mark) -> mark.position() > start && mark.position() <= end)
			.map(Mark::number)
			.filter((number) -> number >= 1 && number <= this.passages)
			.distinct()
			.toList();
		if (!marked.isEmpty()) {
			return marked.stream()
				.map((number) -> best(words, number).map((best) -> best.cite(start, end))
					.orElseGet(() -> new Citation(start, end, number, 0, 0)))
				.toList();
		}
		return best(words, null).filter((best) -> best.shared(words) >= Math.max(MIN_SHARED_WORDS, SAME * words.size()))
			.map((best) -> best.cite(start, end))
			.stream()
			.toList();
	}

	private Optional<Evidence> best(Set<String> words, @Nullable Integer passage) {
		return this.evidence.stream()
			.filter((each) -> passage == null || each.passage() == passage)
			.filter((each) -> each.shared(words) > 0)
			// Of equals, the first: passages are sorted by relevance.
			.min(Comparator.comparingLong((each) -> -each.shared(words)));
	}

	private static List<Span> sentences(String text, Locale language) {
		BreakIterator borders = BreakIterator.getSentenceInstance(language);
		borders.setText(text);
		List<Span> spans = new ArrayList<>();
		int start = borders.first();
		for (int next = borders.next(); next != BreakIterator.DONE; next = borders.next()) {
			spans.add(new Span(start, start + text.substring(start, next).stripTrailing().length(), next));
			start = next;
		}
		return spans;
	}

	// The first letters are a stem that is good enough to find "refund" in "refunds".
	private static Set<String> words(String text) {
		return BETWEEN_WORDS.splitAsStream(text.toLowerCase(Locale.ROOT))
			.filter((word) -> word.length() > 3 || word.chars().anyMatch(Character::isDigit))
			.map((word) -> word.substring(0, Math.min(5, word.length())))
			.collect(Collectors.toSet());
	}

	private record Mark(int position, int number) {
	}

	private record Span(int start, int end, int next) {
	}

	/**
	 * A sentence of a passage.
	 */
	private record Evidence(int passage, Span span, Set<String> words) {

		long shared(Set<String> others) {
			return others.stream().filter(this.words::contains).count();
		}

		Citation cite(int start, int end) {
			return new Citation(start, end, this.passage, this.span.start(), this.span.end());
		}

	}

}
