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

	private static final Base64.Decoder DECODER = Base64.getDecoder();

	private final byte[] source;

	private final int from;

	private int dimensions = 512;

	// Used again for each vector, since all are of the same length.
	private byte[] encoded = {};

	private byte[] decoded = {};

	/**
	 * Create a reader.
	 * @param source the bytes that the parser reads
	 * @param from where its JSON begins
	 */
	VectorReader(byte[] source, int from) {
		this.source = source;
		this.from = from;
	}

	float[] read(JsonParser parser) {
		float[] vector = switch (parser.currentToken()) {
			case START_ARRAY -> numbers(parser);
			case VALUE_STRING -> base64(parser);
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
		float[] vector = NumberArray.read(this.source, this.from + (int) parser.currentTokenLocation().getByteOffset(),
				this.dimensions);
		if (vector != null) {
			parser.skipChildren();
			return vector;
		}
		vector = new float[this.dimensions];
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

	// Straight from the bytes, which saves three copies of each vector. What cannot be
	// decoded so has escapes, or is no base64.
	private float[] base64(JsonParser parser) {
		int start = this.from + (int) parser.currentTokenLocation().getByteOffset() + 1;
		int length = endOfText(start) - start;
		if (this.encoded.length != length) {
			this.encoded = new byte[length];
			this.decoded = new byte[3 * (length / 4 + 1)];
		}
		System.arraycopy(this.source, start, this.encoded, 0, length);
		try {
			return floats(this.decoded, DECODER.decode(this.encoded, this.decoded));
		}
		catch (IllegalArgumentException ex) {
			return base64(parser.getString());
		}
	}

	private int endOfText(int start) {
		int expected = start + this.encoded.length;
		if (expected > start && expected < this.source.length && this.source[expected] == '"') {
			return expected;
		}
		int end = start;
		// A text that is cut off has no end; the parser says so later.
		while (end < this.source.length && this.source[end] != '"') {
			end++;
		}
		return end;
	}

	private static float[] base64(String text) {
		try {
			byte[] bytes = DECODER.decode(text);
			return floats(bytes, bytes.length);
		}
		catch (IllegalArgumentException ex) {
			throw new UnreadableResponseException("an embedding is no valid base64", ex);
		}
	}

	private static float[] floats(byte[] bytes, int length) {
		if (length % Float.BYTES != 0) {
			throw new UnreadableResponseException("an embedding of " + length + " bytes is no row of 4-byte floats");
		}
		float[] vector = new float[length / Float.BYTES];
		ByteBuffer.wrap(bytes, 0, length).order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer().get(vector);
		return vector;
	}

}
