package dev.inferencekey.exchange;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * Finds line feeds and carriage returns, eight bytes at a time.
 */
final class LineEnds {

	private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

	private LineEnds() {
	}

	/**
	 * Find the next one.
	 * @param bytes are searched
	 * @param from where to begin
	 * @param to where to end
	 * @return its place, -1 if there is none
	 */
	static int next(byte[] bytes, int from, int to) {
		int i = from;
		for (; i <= to - Long.BYTES; i += Long.BYTES) {
			long word = (long) LONGS.get(bytes, i);
			long found = zeros(word ^ 0x0a0a0a0a0a0a0a0aL) | zeros(word ^ 0x0d0d0d0d0d0d0d0dL);
			if (found != 0) {
				return i + (Long.numberOfTrailingZeros(found) >>> 3);
			}
		}
		for (; i < to; i++) {
			if (bytes[i] == '\n' || bytes[i] == '\r') {
				return i;
			}
		}
		return -1;
	}

	// The lowest bit that is set marks the lowest byte that is zero.
	private static long zeros(long word) {
		return (word - 0x0101010101010101L) & ~word & 0x8080808080808080L;
	}

}
