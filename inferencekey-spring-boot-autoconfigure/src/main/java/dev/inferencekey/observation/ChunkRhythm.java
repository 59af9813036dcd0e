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

package dev.inferencekey.observation;

import org.jspecify.annotations.Nullable;

/**
 * The timing of the chunks of a stream. Not thread-safe.
 */
final class ChunkRhythm {

	private final long start = System.nanoTime();

	private long last = this.start;

	private @Nullable Long toFirst;

	private @Nullable ChunkListener listener;

	void add(ChunkListener listener) {
		ChunkListener before = this.listener;
		this.listener = (before == null) ? listener : (nanos, first) -> {
			before.chunk(nanos, first);
			listener.chunk(nanos, first);
		};
	}

	void chunk() {
		long now = System.nanoTime();
		boolean first = this.toFirst == null;
		long nanos = now - this.last;
		this.last = now;
		if (first) {
			this.toFirst = nanos;
		}
		ChunkListener current = this.listener;
		if (current != null) {
			current.chunk(nanos, first);
		}
	}

	@Nullable Double secondsToFirst() {
		Long nanos = this.toFirst;
		return (nanos != null) ? nanos / 1e9 : null;
	}

}
