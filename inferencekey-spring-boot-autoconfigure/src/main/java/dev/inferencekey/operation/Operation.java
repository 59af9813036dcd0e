package dev.inferencekey.operation;

import org.jspecify.annotations.Nullable;

/**
 * What a workload can be asked to do, as data: where it stands on the wire, and how a
 * request is written to and an answer read from it.
 *
 * @param <Q> the type of the request
 * @param <R> the type of the answer: the whole answer of a unary operation, one chunk of
 * a streamed one
 * @param name the operation's name in observations, of the OpenTelemetry GenAI
 * conventions
 * @param path the path below the workload, such as {@code /v1/embeddings}
 * @param check finds what is wrong with a request before it is sent
 * @param accept the media type of the answer, {@code text/event-stream} for a streamed
 * one
 * @param encoder writes a request
 * @param reader makes the reader of one answer to a request
 */
public record Operation<Q, R>(String name, String path, String accept, Check<Q> check, Encoder<Q> encoder,
		Reading<Q, R> reader) {

	/**
	 * Local validation.
	 *
	 * @param <Q> the type of the request
	 */
	@FunctionalInterface
	public interface Check<Q> {

		/**
		 * Find what is wrong with a request.
		 * @param request the request
		 * @return a sentence, or {@code null} when it is fine
		 */
		@Nullable String problem(Q request);

	}

	/**
	 * Writes a request body.
	 *
	 * @param <Q> the type of the request
	 */
	@FunctionalInterface
	public interface Encoder<Q> {

		/**
		 * Write the body of a request.
		 * @param request the request
		 * @param model what the field {@code model} of a request says
		 * @param json how JSON is written
		 * @return the body, or {@code null} for a request without one, which is a GET
		 */
		@Nullable RequestBody encode(Q request, String model, Json json);

		/**
		 * What the request asks, for traces that are to show it.
		 * @param request the request
		 * @param json how JSON is written
		 * @return the messages as {@code gen_ai.input.messages} of the GenAI conventions,
		 * {@code null} when the request has none
		 */
		default @Nullable String content(Q request, Json json) {
			return null;
		}

	}

	/**
	 * Makes a reader for each answer.
	 *
	 * @param <Q> the type of the request
	 * @param <R> the type of the answer
	 */
	@FunctionalInterface
	public interface Reading<Q, R> {

		/**
		 * Make a reader.
		 * @param request the request that is answered
		 * @param json how JSON is read
		 * @return a reader for this one answer
		 */
		Reader<R> start(Q request, Json json);

	}

	/**
	 * Reads the body of one answer, or the frames of one stream, one after the other. Not
	 * thread-safe.
	 *
	 * @param <R> the type of the answer
	 */
	@FunctionalInterface
	public interface Reader<R> {

		/**
		 * Read a body or a frame.
		 * @param bytes holds the JSON; it is used again after the call, so what is to
		 * stay must be copied
		 * @param from where the JSON begins
		 * @param to where it ends, exclusive
		 * @return the value; {@code null} when there is none yet, which only the readers
		 * of streams may say
		 * @throws UnreadableResponseException if it is not what the contract says
		 * @throws ErrorFrameException if it reports an error
		 */
		@Nullable R read(byte[] bytes, int from, int to);

		/**
		 * Recognise a frame that is like the one before, before its end is known: that
		 * saves searching for the end. What is recognised has no line end in it.
		 * @param bytes holds the frame
		 * @param from where it begins
		 * @param limit where the bytes end that are there, exclusive
		 * @return where the frame ends, exclusive, or -1 when it must be searched for
		 */
		default int recognise(byte[] bytes, int from, int limit) {
			return -1;
		}

		/**
		 * A value that was held back, now that no further frame comes. Asked for once.
		 * @return the value, or {@code null} when there is none
		 */
		default @Nullable R rest() {
			return null;
		}

		/**
		 * Whether what was read so far is a complete answer, even if nothing else comes.
		 * @return {@code true} once the answer is complete
		 */
		default boolean complete() {
			return false;
		}

		/**
		 * The text read so far, to be kept when a stream breaks.
		 * @return the text
		 */
		default String partialText() {
			return "";
		}

	}

}
