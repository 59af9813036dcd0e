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
