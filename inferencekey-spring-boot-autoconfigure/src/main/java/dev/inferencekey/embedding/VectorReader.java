package dev.inferencekey.embedding;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.Base64;

import dev.inferencekey.operation.UnreadableResponseException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/**
 * Reads one vector: an array of numbers, or base64 of little-endian float32s, whichever
 * came. The vectors of an answer have one length, which the first one teaches.
 */
final class VectorReader {

	private int dimensions = 512;

	float[] read(JsonParser parser) {
		float[] vector = switch (parser.currentToken()) {
			case START_ARRAY -> numbers(parser);
			case VALUE_STRING -> base64(parser.getString());
			default -> throw new UnreadableResponseException("an embedding is neither numbers nor base64");
		};
		if (vector.length == 0) {
			throw new UnreadableResponseException("an embedding is empty");
		}
		for (float value : vector) {
			if (!Float.isFinite(value)) {
				throw new UnreadableResponseException("an embedding contains a value that is no finite float");
			}
		}
		this.dimensions = vector.length;
		return vector;
	}

	private float[] numbers(JsonParser parser) {
		float[] vector = new float[this.dimensions];
		int length = 0;
		for (JsonToken token = parser.nextToken(); token != JsonToken.END_ARRAY; token = parser.nextToken()) {
			if (!token.isNumeric()) {
				throw new UnreadableResponseException("an embedding contains something that is no number");
			}
			if (length == vector.length) {
				vector = Arrays.copyOf(vector, length * 2);
			}
			vector[length++] = parser.getFloatValue();
		}
		return (length == vector.length) ? vector : Arrays.copyOf(vector, length);
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
		float[] vector = new float[bytes.length / Float.BYTES];
		ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer().get(vector);
		return vector;
	}

}
