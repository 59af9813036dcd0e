package dev.inferencekey.operation;

/**
 * Finds text that is not well-formed Unicode, which JSON writers replace in silence.
 */
public final class Surrogates {

	private Surrogates() {
	}

	/**
	 * Whether a text has half a surrogate pair.
	 * @param text any text
	 * @return {@code true} if it cannot be sent as it is
	 */
	public static boolean isBroken(String text) {
		for (int i = 0; i < text.length(); i++) {
			char c = text.charAt(i);
			if (!Character.isSurrogate(c)) {
				continue;
			}
			if (Character.isLowSurrogate(c) || i + 1 == text.length()
					|| !Character.isLowSurrogate(text.charAt(i + 1))) {
				return true;
			}
			i++;
		}
		return false;
	}

}
