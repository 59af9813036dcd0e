package dev.inferencekey.operation;

/**
 * How an answer is cut into the pieces that a {@link Operation.Reader} is given.
 */
public enum Framing {

	/**
	 * The whole body at once.
	 */
	WHOLE,

	/**
	 * The data of one server-sent event after the other, until the body ends.
	 */
	EVENTS,

	/**
	 * The data of one server-sent event after the other, until one says {@code [DONE]}.
	 */
	EVENTS_UNTIL_DONE,

	/**
	 * The bytes of the body, in pieces of any size, as the network brings them.
	 */
	BYTES;

	/**
	 * Whether the answer is handed on piece by piece.
	 * @return {@code false} for {@link #WHOLE}
	 */
	public boolean isStreamed() {
		return this != WHOLE;
	}

	/**
	 * Whether the answer is a stream of server-sent events.
	 * @return {@code true} for both kinds of events
	 */
	public boolean isEvents() {
		return this == EVENTS || this == EVENTS_UNTIL_DONE;
	}

}
