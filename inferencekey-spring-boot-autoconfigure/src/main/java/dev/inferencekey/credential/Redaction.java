package dev.inferencekey.credential;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

/**
 * Takes keys out of text that comes from elsewhere, such as a server that quotes the
 * header it refused.
 */
public final class Redaction {

	// The second form is a key of a shape that has no public id. What is redacted already
	// has its id and an ellipsis. A proxy may show headers in capitals.
	private static final Pattern KEY = Pattern.compile("ik_([a-z]+)_([0-9a-f]{8})_[\\x21-\\x7e&&[^\"',;)}\\]]]*+…?"
			+ "|ik_(?:live|sdk)_(?![0-9a-f]{8}…)[\\x21-\\x7e&&[^\"',;)}\\]]]*+…?", Pattern.CASE_INSENSITIVE);

	// What is shorter may be an ordinary word.
	private static final int SHORTEST_SECRET = 16;

	private static final int SHORTEST_KEY = "ik_live_".length();

	private Redaction() {
	}

	/**
	 * Replace everything that looks like a key of the platform by its public prefix.
	 * @param text any text
	 * @return the text without secrets
	 */
	public static String redact(String text) {
		if (text.length() < SHORTEST_KEY || !text.toLowerCase(Locale.ROOT).contains("ik_")) {
			return text;
		}
		return KEY.matcher(text)
			.replaceAll((match) -> Matcher.quoteReplacement(prefix(match.group(1), match.group(2))));
	}

	/**
	 * Replace everything that looks like a key of the platform, and one key of any shape.
	 * @param text any text
	 * @param key the key in use, {@code null} for none
	 * @return the text without secrets
	 */
	public static String redact(String text, @Nullable ApiKey key) {
		if (key == null) {
			return redact(text);
		}
		String known = redact(replace(text, key.reveal(), key.toString()));
		String secret = key.secretPart();
		return (secret.length() >= SHORTEST_SECRET) ? replace(known, secret, "…") : known;
	}

	private static String replace(String text, String secret, String shown) {
		if (text.length() < secret.length()) {
			return text;
		}
		return Pattern.compile(secret, Pattern.LITERAL | Pattern.CASE_INSENSITIVE)
			.matcher(text)
			.replaceAll(Matcher.quoteReplacement(shown));
	}

	private static String prefix(@Nullable String kind, @Nullable String id) {
		return (id != null) ? "ik_" + kind + "_" + id + "…" : "ik…";
	}

}
