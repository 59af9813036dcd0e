package dev.inferencekey.samples.benchmarks;

import reactor.core.publisher.Flux;

/**
 * A client in its best documented configuration. Each call checks that it got everything.
 */
interface Client {

	/**
	 * Make calls of one kind, one after the other.
	 * @param work what to call
	 * @return one call, which returns when its answer is read
	 */
	Runnable call(Work work);

	/**
	 * Stream from the model {@code paced}.
	 * @return the text of each chunk
	 */
	Flux<String> paced();

	static void check(long found, long least) {
		if (found < least) {
			throw new IllegalStateException("only " + found + " of " + least);
		}
	}

}
