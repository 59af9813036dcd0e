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

import java.lang.ref.SoftReference;
import java.util.concurrent.atomic.AtomicReference;

import org.jspecify.annotations.Nullable;

/**
 * Keeps the array of one answer for the next: of a long one, such as the embeddings of a
 * batch, whose bytes are more than all the floats in them, or of a stream. Answers that
 * come at the same time have arrays of their own. Thread-safe.
 */
final class SpareBytes {

	private final int shortest;

	private final int longest;

	private final AtomicReference<@Nullable SoftReference<byte[]>> spare = new AtomicReference<>();

	private SpareBytes(int shortest, int longest) {
		this.shortest = shortest;
		this.longest = longest;
	}

	static SpareBytes ofLongAnswers() {
		return new SpareBytes(64 * 1024, 4 * 1024 * 1024);
	}

	static SpareBytes ofStreams() {
		return new SpareBytes(4 * 1024, 64 * 1024);
	}

	BodyCollector collector(long expected) {
		byte[] bytes = (expected >= this.shortest) ? take() : null;
		return (bytes != null) ? new BodyCollector(BodyCollector.MAX_ANSWER, bytes)
				: new BodyCollector(BodyCollector.MAX_ANSWER, expected);
	}

	/**
	 * Take the array that is kept.
	 * @return an array with anything in it, {@code null} if there is none
	 */
	byte @Nullable [] take() {
		SoftReference<byte[]> kept = this.spare.getAndSet(null);
		return (kept != null) ? kept.get() : null;
	}

	/**
	 * Keep an array, if it is neither too short nor too long to be worth it.
	 * @param bytes nothing refers to it any more
	 */
	void giveBack(byte[] bytes) {
		if (bytes.length >= this.shortest && bytes.length <= this.longest) {
			this.spare.set(new SoftReference<>(bytes));
		}
	}

}
