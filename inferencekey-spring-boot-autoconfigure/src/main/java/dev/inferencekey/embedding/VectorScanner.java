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

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;

import org.jspecify.annotations.Nullable;

/**
 * Takes vectors in base64 out of an answer before it is parsed. They are nearly all of
 * its bytes, and a JSON parser would turn each into a string first. An empty string is
 * left in the place of each, so that everything around the vectors is still parsed and
 * checked; numbers, and base64 that is unusual, are left to the parser. Not thread-safe.
 */
final class VectorScanner {

	private static final byte[] KEY = "embedding".getBytes(StandardCharsets.US_ASCII);

	private static final Base64.Decoder DECODER = Base64.getDecoder();

	private static final int NOT_THERE = -1;

	private final byte[] bytes;

	private final int from;

	private final int to;

	// Of what was taken out: the vector, where its place is now, and where it ended.
	private float[][] vectors = new float[16][];

	private int[] places = new int[16];

	private int[] ends = new int[16];

	private int count;

	private int next;

	private int rest;

	private int kept;

	private byte[] encoded = {};

	private byte[] decoded = {};

	/**
	 * Scan an answer.
	 * @param bytes holds the answer, and what is left of it afterwards
	 * @param from where it begins
	 * @param to where it ends, exclusive
	 */
	VectorScanner(byte[] bytes, int from, int to) {
		this.bytes = bytes;
		this.from = from;
		this.to = to;
		this.rest = from;
		this.kept = from;
		scan();
	}

	/**
	 * Where the answer ends now.
	 * @return the end, exclusive
	 */
	int end() {
		return this.rest;
	}

	/**
	 * The vector that was taken out.
	 * @param place where its empty string is, from the beginning of the answer; to be
	 * asked for in order
	 * @return the vector, or {@code null} when it was left there
	 */
	float @Nullable [] at(long place) {
		while (this.next < this.count && this.places[this.next] < place) {
			this.next++;
		}
		return (this.next < this.count && this.places[this.next] == place) ? this.vectors[this.next] : null;
	}

	/**
	 * Where something was before the vectors were taken out.
	 * @param place where it is now, from the beginning of the answer
	 * @return where it was
	 */
	long original(long place) {
		int before = Arrays.binarySearch(this.places, 0, this.count, (int) place);
		int last = (before >= 0) ? before - 1 : -before - 2;
		// Two bytes are left of each.
		return (last < 0) ? place : this.ends[last] + place - this.places[last] - 2;
	}

	private void scan() {
		int position = this.from;
		while (position < this.to) {
			if (this.bytes[position] != '"') {
				position++;
				continue;
			}
			int text = position + 1;
			int end = endOfText(text);
			if (end == NOT_THERE) {
				break;
			}
			position = isKey(text, end) ? takeAfter(end + 1) : end + 1;
		}
		keepUpTo(this.to);
	}

	private boolean isKey(int from, int to) {
		return Arrays.equals(this.bytes, from, to, KEY, 0, KEY.length);
	}

	private int endOfText(int start) {
		int position = start;
		while (position < this.to) {
			byte b = this.bytes[position];
			if (b == '"') {
				return position;
			}
			position += (b == '\\') ? 2 : 1;
		}
		return NOT_THERE;
	}

	private int afterBlanks(int start) {
		int position = start;
		while (position < this.to && isBlank(this.bytes[position])) {
			position++;
		}
		return position;
	}

	private static boolean isBlank(byte b) {
		return b == ' ' || b == '\n' || b == '\r' || b == '\t';
	}

	/**
	 * Take out the value of a field, if it is a vector in base64.
	 * @param start where the name ends
	 * @return where to go on
	 */
	private int takeAfter(int start) {
		int colon = afterBlanks(start);
		if (colon >= this.to || this.bytes[colon] != ':') {
			return colon;
		}
		int value = afterBlanks(colon + 1);
		if (value >= this.to) {
			return value;
		}
		return (this.bytes[value] == '"') ? takeBase64(value) : value;
	}

	private int takeBase64(int start) {
		int end = endOfBase64(start + 1);
		if (end == NOT_THERE || end == start + 1) {
			return start;
		}
		int length = end - start - 1;
		if (this.encoded.length != length) {
			this.encoded = new byte[length];
			this.decoded = new byte[3 * (length / 4 + 1)];
		}
		System.arraycopy(this.bytes, start + 1, this.encoded, 0, length);
		int decodedLength;
		try {
			decodedLength = DECODER.decode(this.encoded, this.decoded);
		}
		catch (IllegalArgumentException ex) {
			// It has escapes, or is none; both is for the parser to tell.
			return start;
		}
		if (decodedLength % Float.BYTES != 0) {
			return start;
		}
		took(floats(this.decoded, decodedLength), start, end + 1);
		return end + 1;
	}

	static float[] floats(byte[] bytes, int length) {
		float[] vector = new float[length / Float.BYTES];
		ByteBuffer.wrap(bytes, 0, length).order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer().get(vector);
		return vector;
	}

	// All texts of an answer are of one length, and a quote inside would be no base64.
	private int endOfBase64(int start) {
		int expected = start + this.encoded.length;
		return (expected > start && expected < this.to && this.bytes[expected] == '"') ? expected : endOfText(start);
	}

	private void took(float[] vector, int start, int end) {
		if (this.count == this.places.length) {
			this.vectors = Arrays.copyOf(this.vectors, this.count * 2);
			this.places = Arrays.copyOf(this.places, this.count * 2);
			this.ends = Arrays.copyOf(this.ends, this.count * 2);
		}
		keepUpTo(start);
		this.vectors[this.count] = vector;
		this.places[this.count] = this.rest - this.from;
		this.ends[this.count] = end - this.from;
		this.count++;
		this.bytes[this.rest++] = '"';
		this.bytes[this.rest++] = '"';
		this.kept = end;
	}

	private void keepUpTo(int end) {
		int length = end - this.kept;
		if (this.kept != this.rest) {
			System.arraycopy(this.bytes, this.kept, this.bytes, this.rest, length);
		}
		this.rest += length;
		this.kept = end;
	}

}
