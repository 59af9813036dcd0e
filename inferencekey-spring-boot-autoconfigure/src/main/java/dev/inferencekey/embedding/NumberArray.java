package dev.inferencekey.embedding;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

import org.jspecify.annotations.Nullable;

/**
 * Reads a JSON array of plain numbers from its bytes into floats, up to eight digits at a
 * time. Jackson tells each number apart, keeps its text and reads that again, which takes
 * longer than receiving it, and there are a hundred thousand in an answer; no library
 * reads floats from an array in place. Each is the float that {@link Float#parseFloat}
 * gives. Whatever is unusual is left to Jackson.
 */
final class NumberArray {

	private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

	// Powers of ten that a double holds exactly, so that one operation rounds once.
	private static final double[] POWERS = { 1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13,
			1e14, 1e15, 1e16, 1e17, 1e18, 1e19, 1e20, 1e21, 1e22 };

	private static final long[] WHOLE_POWERS = { 1, 10, 100, 1_000, 10_000, 100_000, 1_000_000, 10_000_000,
			100_000_000 };

	// More digits do not fit into a long.
	private static final int MAX_DIGITS = 18;

	private static final int MAX_EXPONENT = 400;

	// What a double has more than a float; a double next to the middle between two floats
	// may have been rounded to the wrong side of it: once as digits, once as a fraction.
	private static final long EXTRA_BITS = (1L << 29) - 1;

	private static final long HALFWAY = 1L << 28;

	private static final long DOUBTFUL = 2;

	private final byte[] bytes;

	private int position;

	private float[] numbers;

	private int length;

	// Of the number that is read.
	private long digits;

	private NumberArray(byte[] bytes, int position, int expected) {
		this.bytes = bytes;
		this.position = position;
		this.numbers = new float[expected];
	}

	/**
	 * Read an array.
	 * @param bytes holds the array
	 * @param start where its bracket is
	 * @param limit where the bytes end that are there, exclusive
	 * @param expected how many numbers there probably are
	 * @return what was read, or {@code null} when it is no array of plain numbers
	 */
	static @Nullable NumberArray read(byte[] bytes, int start, int limit, int expected) {
		if (start < 0 || start >= limit || bytes[start] != '[') {
			return null;
		}
		NumberArray array = new NumberArray(bytes, start + 1, expected);
		try {
			return (array.read() && array.position <= limit) ? array : null;
		}
		catch (IndexOutOfBoundsException ex) {
			// The array is cut off. Asking at each byte whether it is would cost more.
			return null;
		}
	}

	float[] numbers() {
		return this.numbers;
	}

	/**
	 * Where the array ends.
	 * @return the end, exclusive
	 */
	int end() {
		return this.position;
	}

	private boolean read() {
		while (true) {
			skipBlanks();
			float number = number();
			if (Float.isNaN(number)) {
				return false;
			}
			if (this.length == this.numbers.length) {
				this.numbers = Arrays.copyOf(this.numbers, this.length * 2);
			}
			this.numbers[this.length++] = number;
			skipBlanks();
			byte next = this.bytes[this.position++];
			if (next == ']') {
				if (this.length < this.numbers.length) {
					this.numbers = Arrays.copyOf(this.numbers, this.length);
				}
				return true;
			}
			if (next != ',') {
				return false;
			}
		}
	}

	private void skipBlanks() {
		byte next = this.bytes[this.position];
		while (next == ' ' || next == '\n' || next == '\r' || next == '\t') {
			next = this.bytes[++this.position];
		}
	}

	/**
	 * Read one number as JSON writes it.
	 * @return the float next to it, or NaN when it is no plain number
	 */
	private float number() {
		int start = this.position;
		boolean negative = this.bytes[start] == '-';
		if (negative) {
			this.position++;
		}
		int first = this.position;
		this.digits = 0;
		readDigits();
		int whole = this.position - first;
		if (whole == 0 || (whole > 1 && this.bytes[first] == '0')) {
			return Float.NaN;
		}
		int scale = 0;
		if (this.bytes[this.position] == '.') {
			int point = ++this.position;
			readDigits();
			scale = this.position - point;
			if (scale == 0) {
				return Float.NaN;
			}
		}
		boolean tooLong = whole + scale > MAX_DIGITS && whole + scale - zeros(first) > MAX_DIGITS;
		if ((this.bytes[this.position] | 0x20) == 'e') {
			int exponent = exponent();
			if (exponent == Integer.MIN_VALUE) {
				return Float.NaN;
			}
			scale -= exponent;
		}
		float value = tooLong ? exact(first) : toFloat(first, scale);
		return negative ? -value : value;
	}

	private int zeros(int start) {
		int zeros = 0;
		for (int at = start; this.bytes[at] == '0' || this.bytes[at] == '.'; at++) {
			zeros += (this.bytes[at] == '0') ? 1 : 0;
		}
		return zeros;
	}

	// A digit differs from '0' in its lower four bits, which are less than ten.
	private void readDigits() {
		int at = this.position;
		while (at <= this.bytes.length - Long.BYTES) {
			long word = (long) LONGS.get(this.bytes, at) ^ 0x3030303030303030L;
			long others = (((word & 0x7f7f7f7f7f7f7f7fL) + 0x7676767676767676L) | word) & 0x8080808080808080L;
			int found = Long.numberOfTrailingZeros(others) >>> 3;
			if (found > 0) {
				// The digits that were found are the last of eight, after zeros.
				this.digits = this.digits * WHOLE_POWERS[found] + eightDigits(word << ((8 - found) << 3));
				at += found;
			}
			if (found < Long.BYTES) {
				this.position = at;
				return;
			}
		}
		this.position = at;
		readDigitsOneByOne();
	}

	// Pairs, then pairs of pairs, then both halves.
	private static long eightDigits(long word) {
		long pairs = word * 10 + (word >>> 8);
		return ((pairs & 0x000000ff000000ffL) * 0x000f424000000064L
				+ ((pairs >>> 16) & 0x000000ff000000ffL) * 0x0000271000000001L) >>> 32;
	}

	private void readDigitsOneByOne() {
		int digit = this.bytes[this.position] - '0';
		while (digit >= 0 && digit <= 9) {
			this.digits = this.digits * 10 + digit;
			digit = this.bytes[++this.position] - '0';
		}
	}

	private int exponent() {
		byte sign = this.bytes[++this.position];
		if (sign == '-' || sign == '+') {
			this.position++;
		}
		int start = this.position;
		int value = 0;
		int digit = this.bytes[start] - '0';
		while (digit >= 0 && digit <= 9 && this.position - start < 4) {
			value = value * 10 + digit;
			digit = this.bytes[++this.position] - '0';
		}
		int length = this.position - start;
		if (length == 0 || length > 3 || value > MAX_EXPONENT) {
			return Integer.MIN_VALUE;
		}
		return (sign == '-') ? -value : value;
	}

	private float toFloat(int start, int scale) {
		if (this.digits == 0) {
			return 0;
		}
		if (scale >= POWERS.length || -scale >= POWERS.length) {
			return exact(start);
		}
		double value = (scale > 0) ? this.digits / POWERS[scale] : this.digits * POWERS[-scale];
		long extra = (Double.doubleToRawLongBits(value) & EXTRA_BITS) - HALFWAY;
		boolean doubtful = extra >= -DOUBTFUL && extra <= DOUBTFUL;
		return (doubtful || value < Float.MIN_NORMAL) ? exact(start) : (float) value;
	}

	private float exact(int start) {
		return Float.parseFloat(new String(this.bytes, start, this.position - start, StandardCharsets.US_ASCII));
	}

}
