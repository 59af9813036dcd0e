/*
 * Copyright 2026 the original author or authors.
 *
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * You may obtain a copy of the License at
 *
 *      https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software
 * distributed under the License is distributed on an "AS IS" BASIS,
 * WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied.
 * See the License for the specific language governing permissions and
 * limitations under the License.
 */

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

	// The bits of the exponent, which are all set in a value that is not a finite float.
	private static final int EXPONENT = 0x7f800000;

	private static final int LOWEST_OF_EXPONENT = 0x00800000;

	// Above and below what an element of a vector ever is.
	private static final float HUGE = 1e6f;

	private static final float TINY = 1e-9f;

	private static final int ENOUGH_TO_TELL = 16;

	private final VectorScanner scanner;

	// The vectors of an answer have one length, which the first one teaches.
	private int dimensions = 512;

	private boolean base64;

	/**
	 * Create a reader.
	 * @param scanner has taken out what it could
	 */
	VectorReader(VectorScanner scanner) {
		this.scanner = scanner;
	}

	/**
	 * Whether any vector came in base64.
	 * @return {@code false} if all that were read were numbers
	 */
	boolean isBase64() {
		return this.base64;
	}

	float[] read(JsonParser parser) {
		float[] vector = this.scanner.at(parser.currentTokenLocation().getByteOffset());
		if (vector == null) {
			vector = parse(parser);
		}
		if (vector.length == 0) {
			throw new UnreadableResponseException("an embedding is empty");
		}
		if (parser.currentToken() == JsonToken.VALUE_STRING) {
			this.base64 = true;
			if (isDoubles(vector)) {
				throw new UnreadableResponseException("an embedding is base64 of 8-byte floats instead of 4-byte ones");
			}
		}
		this.dimensions = vector.length;
		if (!isFinite(vector)) {
			throw new UnreadableResponseException("an embedding contains a value that is not a finite float");
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

	/**
	 * Whether doubles were decoded as floats. The upper half of a double between 1e-8 and
	 * 1e6 is a float near 1, the lower half is noise. Floats are never so all along, and
	 * are usually told apart by the first pair.
	 */
	private static boolean isDoubles(float[] vector) {
		if (vector.length < ENOUGH_TO_TELL || vector.length % 2 != 0) {
			return false;
		}
		boolean noise = false;
		for (int i = 1; i < vector.length; i += 2) {
			float upper = Math.abs(vector[i]);
			if (upper != 0 && !(upper > 0.25f && upper < 8)) {
				return false;
			}
			float lower = Math.abs(vector[i - 1]);
			noise |= lower != 0 && !(lower > TINY && lower < HUGE);
		}
		return noise;
	}

	private float[] parse(JsonParser parser) {
		return switch (parser.currentToken()) {
			case START_ARRAY -> numbers(parser);
			case VALUE_STRING -> base64(parser.getString());
			default -> throw new UnreadableResponseException("an embedding is neither numbers nor base64");
		};
	}

	private float[] numbers(JsonParser parser) {
		float[] vector = new float[this.dimensions];
		int length = 0;
		for (JsonToken token = parser.nextToken(); token != JsonToken.END_ARRAY; token = parser.nextToken()) {
			if (token == null || !token.isNumeric()) {
				throw new UnreadableResponseException("an embedding contains something that is not a number");
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
			throw new UnreadableResponseException("an embedding is not valid base64", ex);
		}
		if (bytes.length % Float.BYTES != 0) {
			throw new UnreadableResponseException(
					"an embedding of " + bytes.length + " bytes is not a row of 4-byte floats");
		}
		return VectorScanner.floats(bytes, bytes.length);
	}

}
