package dev.inferencekey.embedding;

import java.util.Arrays;
import java.util.Base64;

import dev.inferencekey.operation.UnreadableResponseException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/**
 * Reads one vector: an array of numbers, or base64 of little-endian float32s, whichever
 * came.
 */
final class VectorReader {

	// The bits of the exponent, which are all set in what is no finite float.
	private static final int EXPONENT = 0x7f800000;

	private static final int LOWEST_OF_EXPONENT = 0x00800000;

	private final VectorScanner scanner;

	/**
	 * Create a reader.
	 * @param scanner has taken out what it could
	 */
	VectorReader(VectorScanner scanner) {
		this.scanner = scanner;
	}

	float[] read(JsonParser parser) {
		float[] vector = this.scanner.at(parser.currentTokenLocation().getByteOffset());
		if (vector != null) {
			parser.skipChildren();
		}
		else {
			vector = parse(parser);
		}
		if (vector.length == 0) {
			throw new UnreadableResponseException("an embedding is empty");
		}
		if (!isFinite(vector)) {
			throw new UnreadableResponseException("an embedding contains a value that is no finite float");
		}
		return vector;
	}

	// Adding one to an exponent whose bits are all set reaches the sign. Without a branch
	// and without a comparison for each value, this takes a third of the time of either.
	private static boolean isFinite(float[] vector) {
		int signs = 0;
		for (float value : vector) {
			signs |= (Float.floatToRawIntBits(value) & EXPONENT) + LOWEST_OF_EXPONENT;
		}
		return signs >= 0;
	}

	private static float[] parse(JsonParser parser) {
		return switch (parser.currentToken()) {
			case START_ARRAY -> numbers(parser);
			case VALUE_STRING -> base64(parser.getString());
			default -> throw new UnreadableResponseException("an embedding is neither numbers nor base64");
		};
	}

	private static float[] numbers(JsonParser parser) {
		float[] vector = new float[512];
		int length = 0;
		for (JsonToken token = parser.nextToken(); token != JsonToken.END_ARRAY; token = parser.nextToken()) {
			if (token == null || !token.isNumeric()) {
				throw new UnreadableResponseException("an embedding contains something that is no number");
			}
			if (length == vector.length) {
				vector = Arrays.copyOf(vector, length * 2);
			}
			vector[length++] = parser.getFloatValue();
		}
		return Arrays.copyOf(vector, length);
	}

	private static float[] base64(String text) {
		byte[] bytes;
		try {
			bytes = Base64.getDecoder().decode(text);
		}
		catch (IllegalArgumentException ex) {
			throw new UnreadableResponseException("an embedding is no valid base64", ex);
		}
		if (bytes.length % Float.BYTES != 0) {
			throw new UnreadableResponseException(
					"an embedding of " + bytes.length + " bytes is no row of 4-byte floats");
		}
		return VectorScanner.floats(bytes, bytes.length);
	}

}
