package dev.inferencekey.embedding;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

import org.jspecify.annotations.Nullable;

/**
 * Reads a JSON array of plain numbers from its bytes into floats. Jackson tells each
 * number apart, keeps its text and reads that again, which takes longer than receiving
 * it, and there are a hundred thousand in an answer; no library reads floats from an
 * array in place. What was read is blanked out, so that Jackson sees an empty array and
 * checks all that is around it. Whatever is unusual is left to Jackson, as it is.
 */
final class NumberArray {

	// Powers of ten that a double holds exactly, so that one operation rounds once.
	private static final double[] POWERS = { 1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13,
			1e14, 1e15, 1e16, 1e17, 1e18, 1e19, 1e20, 1e21, 1e22 };

	private static final long MAX_EXACT = 1L << 53;

	private static final int MAX_EXPONENT = 400;

	// What a double has more than a float; a double in the middle between two floats may
	// itself have been rounded there.
	private static final long EXTRA_BITS = (1L << 29) - 1;

	private static final long HALFWAY = 1L << 28;

	private final byte[] bytes;

	private int position;

	private NumberArray(byte[] bytes, int position) {
		this.bytes = bytes;
		this.position = position;
	}

	/**
	 * Read the array and blank it out.
	 * @param bytes holds the array
	 * @param start where its bracket is
	 * @param expected how many numbers there probably are
	 * @return the numbers, or {@code null} when it is no array of plain numbers, which is
	 * then unchanged
	 */
	static float @Nullable [] read(byte[] bytes, int start, int expected) {
		if (start < 0 || start >= bytes.length || bytes[start] != '[') {
			return null;
		}
		NumberArray array = new NumberArray(bytes, start + 1);
		float[] numbers;
		try {
			numbers = array.numbers(expected);
		}
		catch (ArrayIndexOutOfBoundsException ex) {
			// The array is cut off. Asking at each byte whether it is would cost more.
			return null;
		}
		if (numbers != null) {
			Arrays.fill(bytes, start + 1, array.position - 1, (byte) ' ');
		}
		return numbers;
	}

	private float @Nullable [] numbers(int expected) {
		float[] numbers = new float[expected];
		int length = 0;
		while (true) {
			skipBlanks();
			int start = this.position;
			float number = number();
			if (Float.isNaN(number)) {
				return null;
			}
			if (this.position == start) {
				return null;
			}
			if (length == numbers.length) {
				numbers = Arrays.copyOf(numbers, length * 2);
			}
			numbers[length++] = number;
			skipBlanks();
			byte next = this.bytes[this.position++];
			if (next == ']') {
				return (length == numbers.length) ? numbers : Arrays.copyOf(numbers, length);
			}
			if (next != ',') {
				return null;
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
		boolean negative = this.bytes[this.position] == '-';
		if (negative) {
			this.position++;
		}
		int first = this.position;
		long digits = digits(0);
		int whole = this.position - first;
		if (whole == 0 || (whole > 1 && this.bytes[first] == '0')) {
			return Float.NaN;
		}
		int scale = 0;
		if (this.bytes[this.position] == '.') {
			int point = ++this.position;
			digits = digits(digits);
			scale = this.position - point;
			if (scale == 0) {
				return Float.NaN;
			}
		}
		boolean tooLong = whole + scale > 18;
		int exponent = 0;
		if ((this.bytes[this.position] | 0x20) == 'e') {
			exponent = exponent();
			if (exponent == Integer.MIN_VALUE) {
				return Float.NaN;
			}
		}
		float value = tooLong ? exact(start) : toFloat(digits, exponent - scale, start);
		return (negative && !tooLong && value > 0) ? -value : ((negative && value == 0) ? -0.0f : value);
	}

	private long digits(long before) {
		long value = before;
		int digit = this.bytes[this.position] - '0';
		while (digit >= 0 && digit <= 9) {
			value = value * 10 + digit;
			digit = this.bytes[++this.position] - '0';
		}
		return value;
	}

	private int exponent() {
		byte sign = this.bytes[++this.position];
		if (sign == '-' || sign == '+') {
			this.position++;
		}
		int start = this.position;
		long value = digits(0);
		int length = this.position - start;
		if (length == 0 || length > 3 || value > MAX_EXPONENT) {
			return Integer.MIN_VALUE;
		}
		return (int) ((sign == '-') ? -value : value);
	}

	private float toFloat(long digits, int scale, int start) {
		if (digits == 0) {
			return 0;
		}
		if (digits >= MAX_EXACT || scale >= POWERS.length || -scale >= POWERS.length) {
			return Math.abs(exact(start));
		}
		double value = (scale < 0) ? digits / POWERS[-scale] : digits * POWERS[scale];
		long extra = (Double.doubleToRawLongBits(value) & EXTRA_BITS) - HALFWAY;
		boolean near = extra >= -1 && extra <= 1;
		return (near || value < Float.MIN_NORMAL) ? Math.abs(exact(start)) : (float) value;
	}

	private float exact(int start) {
		return Float.parseFloat(new String(this.bytes, start, this.position - start, StandardCharsets.US_ASCII));
	}

}
