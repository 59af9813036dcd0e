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
