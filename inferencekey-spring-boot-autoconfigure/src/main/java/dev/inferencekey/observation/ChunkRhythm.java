package dev.inferencekey.observation;

import dev.inferencekey.observation.CallContext.ChunkListener;
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
