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
