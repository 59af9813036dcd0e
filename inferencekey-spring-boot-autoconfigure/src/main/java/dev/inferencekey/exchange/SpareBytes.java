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
 * Keeps the array of one long answer for the next, such as the embeddings of a batch,
 * whose bytes are more than all the floats in them. Answers that are shorter, or that
 * come at the same time, have arrays of their own. Thread-safe.
 */
final class SpareBytes {

	private static final int SHORTEST = 64 * 1024;

	private static final int LONGEST = 4 * 1024 * 1024;

	private final AtomicReference<@Nullable SoftReference<byte[]>> spare = new AtomicReference<>();

	BodyCollector collector(long expected) {
		SoftReference<byte[]> kept = (expected >= SHORTEST) ? this.spare.getAndSet(null) : null;
		byte[] bytes = (kept != null) ? kept.get() : null;
		return (bytes != null) ? new BodyCollector(BodyCollector.MAX_ANSWER, bytes)
				: new BodyCollector(BodyCollector.MAX_ANSWER, expected);
	}

	/**
	 * Take the array of an answer that nothing refers to any more.
	 * @param body the answer
	 */
	void giveBack(BodyCollector body) {
		byte[] bytes = body.array();
		if (bytes.length >= SHORTEST && bytes.length <= LONGEST) {
			this.spare.set(new SoftReference<>(bytes));
		}
	}

}
