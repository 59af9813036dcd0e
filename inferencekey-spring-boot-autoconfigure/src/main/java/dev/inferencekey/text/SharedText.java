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

package dev.inferencekey.text;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.ArrayList;
import java.util.List;

/**
 * Text that grows at its end, written by one thread at a time and read by any: a call can
 * end on a thread that is not the one that reads its stream. A {@link StringBuilder} with
 * a lock would cost as much for each chunk as decoding it.
 */
final class SharedText {

	private static final VarHandle LENGTH;

	static {
		try {
			LENGTH = MethodHandles.lookup().findVarHandle(SharedText.class, "length", int.class);
		}
		catch (ReflectiveOperationException ex) {
			throw new ExceptionInInitializerError(ex);
		}
	}

	private static final int FIRST_BLOCK = 256;

	private static final int LARGEST_BLOCK = 64 * 1024;

	// Blocks never move, so that a reader that has seen a length finds all of its text.
	private volatile List<char[]> blocks = List.of();

	private static final char[] NONE = {};

	private char[] last = NONE;

	private int used;

	@SuppressWarnings("unused")
	private int length;

	int length() {
		return (int) LENGTH.getAcquire(this);
	}

	/**
	 * Drop the text without needing any memory.
	 */
	void clear() {
		LENGTH.setRelease(this, 0);
		this.blocks = List.of();
		this.last = NONE;
		this.used = 0;
	}

	void append(String text) {
		int from = 0;
		int to = text.length();
		while (from < to) {
			if (this.used == this.last.length) {
				addBlock(to - from);
			}
			int fitting = Math.min(to - from, this.last.length - this.used);
			text.getChars(from, from + fitting, this.last, this.used);
			this.used += fitting;
			from += fitting;
		}
		LENGTH.setRelease(this, this.length + to);
	}

	private void addBlock(int needed) {
		int doubled = Math.min(Math.max(this.last.length * 2, FIRST_BLOCK), LARGEST_BLOCK);
		List<char[]> more = new ArrayList<>(this.blocks);
		this.last = new char[Math.max(doubled, Math.min(needed, LARGEST_BLOCK))];
		this.used = 0;
		more.add(this.last);
		this.blocks = more;
	}

	@Override
	public String toString() {
		int left = length();
		StringBuilder text = new StringBuilder(left);
		for (char[] block : this.blocks) {
			int part = Math.min(left, block.length);
			text.append(block, 0, part);
			left -= part;
		}
		return text.toString();
	}

}
