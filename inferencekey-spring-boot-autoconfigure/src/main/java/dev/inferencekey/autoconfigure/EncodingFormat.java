package dev.inferencekey.autoconfigure;

import java.util.Locale;

/**
 * The encodings of vectors that servers know.
 */
public enum EncodingFormat {

	/**
	 * Arrays of numbers.
	 */
	FLOAT,

	/**
	 * Little-endian 4-byte floats in base64.
	 */
	BASE64;

	String wireName() {
		return name().toLowerCase(Locale.ROOT);
	}

}
