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

package dev.inferencekey.credential;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.BitSet;
import java.util.HexFormat;
import java.util.Locale;
import java.util.stream.LongStream;
import java.util.stream.Stream;

/**
 * Finds what a text quotes of one secret: any 12 letters and digits in a row, whatever
 * else stands between them, in either case, as they are or in base64, hexadecimal or
 * another encoding. Created once for each key; immutable.
 */
final class SecretSearch {

	/** What is shorter may be an ordinary word. */
	static final int RUN = 12;

	private static final int RADIX = 36;

	// All runs of 12 letters and digits are different numbers below 36^12, which is less
	// than 2^63.
	private static final long RANGE = power(RUN - 1);

	private static final int MAX_LAYERS = 4;

	private static final int MAX_PASSES = 16;

	private static final char HIDDEN = '…';

	private static final int FILTER_BITS = 13;

	private final long[] runs;

	// Rules out most runs of a text without a search.
	private final long[] filter = new long[(1 << FILTER_BITS) / Long.SIZE];

	private SecretSearch(long[] runs) {
		this.runs = runs;
		for (long run : runs) {
			this.filter[bit(run) >> 6] |= 1L << bit(run);
		}
	}

	private static int bit(long run) {
		return (int) ((run * 0x9e3779b97f4a7c15L) >>> (Long.SIZE - FILTER_BITS));
	}

	private boolean contains(long run) {
		return (this.filter[bit(run) >> 6] & 1L << bit(run)) != 0 && Arrays.binarySearch(this.runs, run) >= 0;
	}

	/**
	 * Prepare the search for a secret.
	 * @param secret what must not be shown
	 * @return the search, which finds nothing if the secret has fewer than 12 letters and
	 * digits
	 */
	static SecretSearch of(String secret) {
		if (!isSearchable(secret)) {
			return new SecretSearch(new long[0]);
		}
		long[] runs = Stream.of(secret, secret.toLowerCase(Locale.ROOT), secret.toUpperCase(Locale.ROOT))
			.distinct()
			.flatMap(SecretSearch::forms)
			.flatMapToLong(SecretSearch::runs)
			.sorted()
			.distinct()
			.toArray();
		return new SecretSearch(runs);
	}

	/**
	 * Whether a secret is long enough to be recognised by a part of it.
	 * @param secret what must not be shown
	 * @return {@code true} if it has at least 12 letters and digits
	 */
	static boolean isSearchable(String secret) {
		return secret.chars().filter((c) -> Character.digit(c, RADIX) >= 0).count() >= RUN;
	}

	private static Stream<String> forms(String secret) {
		byte[] bytes = secret.getBytes(StandardCharsets.UTF_8);
		return Stream.of(secret, HexFormat.of().formatHex(bytes), base64(bytes, 0), base64(bytes, 1), base64(bytes, 2));
	}

	// Without the characters that depend on what stands before and after the secret.
	private static String base64(byte[] secret, int offset) {
		byte[] block = new byte[offset + secret.length];
		System.arraycopy(secret, 0, block, offset, secret.length);
		String encoded = Base64.getEncoder().withoutPadding().encodeToString(block);
		return encoded.substring((offset * 8 + 5) / 6, block.length * 8 / 6);
	}

	private static LongStream runs(String form) {
		LongStream.Builder runs = LongStream.builder();
		long run = 0;
		int count = 0;
		for (int i = 0; i < form.length(); i++) {
			int digit = Character.digit(form.charAt(i), RADIX);
			if (digit >= 0) {
				run = next(run, digit);
				if (++count >= RUN) {
					runs.add(run);
				}
			}
		}
		return runs.build();
	}

	private static long next(long run, int digit) {
		return run % RANGE * RADIX + digit;
	}

	private static long power(int exponent) {
		long power = 1;
		for (int i = 0; i < exponent; i++) {
			power *= RADIX;
		}
		return power;
	}

	/**
	 * Hide what a text quotes of the secret.
	 * @param text any text
	 * @return the text with an ellipsis in place of each quotation, the same instance
	 * when there was none
	 */
	String hide(String text) {
		String result = text;
		// What stands left and right of a quotation may be one as well.
		for (int pass = 0; pass < MAX_PASSES; pass++) {
			BitSet quoted = quotations(result);
			if (quoted.isEmpty()) {
				return result;
			}
			result = replace(result, quoted);
		}
		// Nobody nests quotations this deep in good faith.
		return String.valueOf(HIDDEN);
	}

	private BitSet quotations(String text) {
		BitSet quoted = new BitSet();
		if (this.runs.length == 0 || text.length() < RUN) {
			return quoted;
		}
		find(text, quoted);
		EncodedText[] layers = new EncodedText[MAX_LAYERS];
		CharSequence outer = text;
		for (int depth = 0; depth < MAX_LAYERS; depth++) {
			EncodedText inner = EncodedText.decode(outer);
			if (inner == null) {
				break;
			}
			layers[depth] = inner;
			BitSet found = new BitSet();
			find(inner, found);
			for (int i = depth; i >= 0 && !found.isEmpty(); i--) {
				found = outwards(found, layers[i]);
			}
			quoted.or(found);
			outer = inner;
		}
		return quoted;
	}

	private static BitSet outwards(BitSet found, EncodedText layer) {
		BitSet outer = new BitSet();
		for (int from = found.nextSetBit(0); from >= 0; from = found.nextSetBit(from)) {
			int to = found.nextClearBit(from);
			outer.set(layer.start(from), layer.end(to - 1));
			from = to;
		}
		return outer;
	}

	private void find(CharSequence text, BitSet quoted) {
		int[] at = new int[RUN];
		long run = 0;
		int count = 0;
		for (int i = 0; i < text.length(); i++) {
			int digit = Character.digit(text.charAt(i), RADIX);
			if (digit < 0) {
				continue;
			}
			run = next(run, digit);
			at[count++ % RUN] = i;
			if (count >= RUN && contains(run)) {
				quoted.set(at[count % RUN], i + 1);
			}
		}
	}

	private static String replace(String text, BitSet quoted) {
		StringBuilder shown = new StringBuilder(text.length());
		int end = 0;
		for (int from = quoted.nextSetBit(0); from >= 0; from = quoted.nextSetBit(end)) {
			shown.append(text, end, from);
			if (shown.isEmpty() || shown.charAt(shown.length() - 1) != HIDDEN) {
				shown.append(HIDDEN);
			}
			end = quoted.nextClearBit(from);
			if (end < text.length() && text.charAt(end) == HIDDEN) {
				end++;
			}
		}
		return shown.append(text, end, text.length()).toString();
	}

}
