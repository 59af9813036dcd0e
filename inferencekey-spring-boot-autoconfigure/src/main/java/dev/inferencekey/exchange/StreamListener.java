package dev.inferencekey.exchange;

/**
 * Is told of the course of a stream besides its frames, by whichever thread brings them.
 * Must neither block nor throw.
 */
public interface StreamListener {

	/**
	 * Wants to know nothing.
	 */
	StreamListener NONE = new StreamListener() {

		@Override
		public void opened() {
			// The first frame says it.
		}

		@Override
		public void paused() {
			// Each frame is taken when it comes.
		}

	};

	/**
	 * The head of a successful answer is there.
	 */
	void opened();

	/**
	 * All frames that have arrived, or that were asked for, are handed on. A reader on
	 * another thread is woken now and not for each frame, which would cost more than
	 * decoding it: frames arrive some dozens at a time.
	 */
	void paused();

}
