package dev.inferencekey.text;

/**
 * Joins the halves of a surrogate pair that an engine has split over two chunks, as it
 * does with emoji that are several tokens.
 */
final class SurrogateJoiner {

	private char half;

	/**
	 * Take half a pair from the end of a text, and put the one taken before in front.
	 * @param text the text of a chunk
	 * @return the text to hand on
	 */
	String join(String text) {
		if (text.isEmpty()) {
			return text;
		}
		char last = text.charAt(text.length() - 1);
		if (this.half == 0 && !Character.isHighSurrogate(last)) {
			return text;
		}
		String whole = (this.half != 0) ? this.half + text : text;
		boolean split = Character.isHighSurrogate(last);
		this.half = split ? last : 0;
		return split ? whole.substring(0, whole.length() - 1) : whole;
	}

}
