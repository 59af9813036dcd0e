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

package dev.inferencekey.shapes;

import java.io.IOException;

/**
 * Bytes that tell where they belong, so that one that is lost or out of order shows.
 */
final class Pattern {

	private static final int PIECE = 64 * 1024;

	private Pattern() {
	}

	static byte at(long position) {
		return (byte) (position ^ (position >>> 8) ^ (position >>> 16));
	}

	static void write(long length, Output out) throws IOException {
		for (long position = 0; position < length; position += PIECE) {
			byte[] bytes = new byte[(int) Math.min(PIECE, length - position)];
			for (int i = 0; i < bytes.length; i++) {
				bytes[i] = at(position + i);
			}
			out.write(bytes);
		}
	}

	@FunctionalInterface
	interface Output {

		void write(byte[] bytes) throws IOException;

	}

	/**
	 * Checks bytes as they come, on one thread at a time.
	 */
	static final class Check {

		private volatile long count;

		private volatile boolean right = true;

		@SuppressWarnings("NonAtomicOperationOnVolatileField")
		void add(byte[] bytes, int from, int to) {
			long position = this.count;
			boolean good = true;
			for (int i = from; i < to; i++) {
				good &= bytes[i] == at(position++);
			}
			this.right &= good;
			this.count = position;
		}

		long count() {
			return this.count;
		}

		boolean isRight() {
			return this.right;
		}

	}

}
