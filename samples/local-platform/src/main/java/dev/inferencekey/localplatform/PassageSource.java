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

import java.text.BreakIterator;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;

import org.jspecify.annotations.Nullable;

/**
 * Takes values from passages: a text is the sentence that is most about the field, a list
 * of questions has the sentences that are questions.
 *
 * @param passages the passages, the best first
 * @param missing what a text holds that must be there and was not found
 */
record PassageSource(List<Passage> passages, String missing) implements ValueSource {

	private static final Set<String> HEADINGS = Set.of("question", "title", "heading", "topic", "subject");

	private static final Set<String> WHOLE = Set.of("answer", "text", "body", "content", "summary", "response", "reply",
			"quote", "passage", "explanation", "message");

	@Override
	public List<String> texts() {
		return this.passages.stream().flatMap((passage) -> sentences(passage.text()).stream()).toList();
	}

	@Override
	public @Nullable String text(Field field) {
		if (this.passages.isEmpty()) {
			return null;
		}
		Passage best = this.passages.get(0);
		if (!best.question().isEmpty() && field.nameWords().stream().anyMatch(HEADINGS::contains)) {
			return best.question();
		}
		if (field.nameWords().stream().anyMatch(WHOLE::contains)) {
			return best.text();
		}
		return textsAbout(field).get(0);
	}

	@Override
	public List<String> list(Field field) {
		boolean questions = field.nameWords().contains("questions");
		return texts().stream().filter((sentence) -> !questions || sentence.endsWith("?")).toList();
	}

	@Override
	public List<PassageSource> parts() {
		return this.passages.stream().map((passage) -> new PassageSource(List.of(passage), this.missing)).toList();
	}

	private static List<String> sentences(String text) {
		BreakIterator borders = BreakIterator.getSentenceInstance(Locale.ROOT);
		borders.setText(text);
		List<String> sentences = new ArrayList<>();
		int start = borders.first();
		for (int end = borders.next(); end != BreakIterator.DONE; end = borders.next()) {
			sentences.add(text.substring(start, end).strip());
			start = end;
		}
		return sentences;
	}

}
