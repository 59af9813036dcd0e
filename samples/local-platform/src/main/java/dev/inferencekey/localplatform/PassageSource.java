package dev.inferencekey.localplatform;

import java.text.BreakIterator;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;

import org.jspecify.annotations.Nullable;

/**
 * Takes values from passages: a text is the sentence that is most about the field.
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
		return texts();
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
