package dev.inferencekey.credential;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

/**
 * Takes keys out of text that comes from elsewhere, such as a server that quotes the
 * header it refused.
 */
public final class Redaction {

	// The second form is a key of a shape that has no public id. What is redacted already
	// ends in an ellipsis.
	private static final Pattern KEY = Pattern.compile("ik_([A-Za-z]+)_([0-9a-f]{8})_[\\x21-\\x7e&&[^\"',;)}\\]]]*+"
			+ "|ik_(?:live|sdk)_[\\x21-\\x7e&&[^\"',;)}\\]]]*+(?!…)");

	// What is shorter may be an ordinary word.
	private static final int SHORTEST_SECRET = 16;

	private Redaction() {
	}

	/**
	 * Replace everything that looks like a key of the platform by its public prefix.
	 * @param text any text
	 * @return the text without secrets
	 */
	public static String redact(String text) {
		if (!text.contains("ik_")) {
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
		String known = redact(text.replace(key.reveal(), key.toString()));
		String secret = key.secretPart();
		return (secret.length() >= SHORTEST_SECRET) ? known.replace(secret, "…") : known;
	}

	private static String prefix(@Nullable String kind, @Nullable String id) {
		return (id != null) ? "ik_" + kind + "_" + id + "…" : "ik…";
	}

}
