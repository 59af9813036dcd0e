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

package dev.inferencekey.operation;

import java.util.Objects;
import java.util.function.Function;

import org.jspecify.annotations.Nullable;

/**
 * What the far side can be asked to do, as data: method and path, how the answer is
 * framed, and how a request is written to and an answer read from the wire. Immutable.
 *
 * @param <Q> the type of the request
 * @param <R> the type of the answer, or of one piece of a streamed answer
 */
public final class Operation<Q, R> {

	private final String name;

	private final String method;

	private final Function<? super Q, String> path;

	private final Framing framing;

	private final String accept;

	private final Check<Q> check;

	private final Encoder<Q> encoder;

	private final Reading<Q, R> reading;

	private final Facts<? super R> facts;

	private Operation(Builder<Q, R> builder) {
		this.name = builder.name;
		this.method = builder.method;
		this.path = builder.path;
		this.framing = builder.framing;
		this.accept = builder.accept;
		this.check = builder.check;
		this.encoder = builder.encoder;
		this.reading = Objects.requireNonNull(builder.reading, "an operation needs a reader");
		this.facts = builder.facts;
	}

	/**
	 * Start to build an operation, by default a POST of JSON that is answered by one JSON
	 * document.
	 * @param <Q> the type of the request
	 * @param <R> the type of the answer or piece
	 * @param name the name in observations, one of the GenAI conventions where they have
	 * one
	 * @param path the path below the target, such as {@code /v1/embeddings}
	 * @return a new builder
	 */
	public static <Q, R> Builder<Q, R> named(String name, String path) {
		return new Builder<>(name, (request) -> path);
	}

	/**
	 * The name in observations.
	 * @return the name
	 */
	public String name() {
		return this.name;
	}

	/**
	 * The HTTP method.
	 * @return the method, such as {@code POST}
	 */
	public String method() {
		return this.method;
	}

	/**
	 * The path of a request.
	 * @param request the request
	 * @return the path below the target, which begins with a slash; everything in it is
	 * escaped, and a query may follow
	 * @throws IllegalArgumentException if it would change the rest of the URL
	 */
	public String path(Q request) {
		String given = this.path.apply(request);
		if (!RequestPath.isValid(given)) {
			throw new IllegalArgumentException("the path of \"" + this.name + "\" is not valid, or not escaped");
		}
		return given;
	}

	/**
	 * How the answer is framed.
	 * @return the framing
	 */
	public Framing framing() {
		return this.framing;
	}

	/**
	 * The media type that is asked for.
	 * @return the value of the header {@code Accept}
	 */
	public String accept() {
		return this.accept;
	}

	/**
	 * Find what is wrong with a request before it is sent.
	 * @param request the request
	 * @return a clause without a full stop, or {@code null} when nothing is wrong
	 */
	public @Nullable String problem(Q request) {
		return this.check.problem(request);
	}

	/**
	 * Writes requests.
	 * @return the encoder
	 */
	public Encoder<Q> encoder() {
		return this.encoder;
	}

	/**
	 * Start to read an answer.
	 * @param request the request that is answered
	 * @param head the head of the answer
	 * @param json how JSON is read
	 * @return a reader for this answer only
	 */
	public Reader<R> read(Q request, ResponseHead head, Json json) {
		return this.reading.start(request, head, json);
	}

	/**
	 * Tells what is recorded of answers.
	 * @return the facts
	 */
	public Facts<? super R> facts() {
		return this.facts;
	}

	@Override
	public String toString() {
		return "Operation[" + this.name + ", " + this.method + ", " + this.framing + "]";
	}

	/**
	 * Finds what is wrong with a request.
	 *
	 * @param <Q> the type of the request
	 */
	@FunctionalInterface
	public interface Check<Q> {

		/**
		 * Find what is wrong.
		 * @param request the request
		 * @return a clause without a full stop, or {@code null} when nothing is wrong
		 */
		@Nullable String problem(Q request);

	}

	/**
	 * Writes request bodies.
	 *
	 * @param <Q> the type of the request
	 */
	@FunctionalInterface
	public interface Encoder<Q> {

		/**
		 * Write the body of a request.
		 * @param request the request
		 * @param model the value of the field {@code model}
		 * @param json how JSON is written
		 * @return the body, or {@code null} to send none
		 */
		@Nullable RequestBody encode(Q request, String model, Json json);

		/**
		 * The input messages of a request, for traces that may show content.
		 * @param request the request
		 * @param json how JSON is written
		 * @return {@code gen_ai.input.messages} of the GenAI conventions, or {@code null}
		 * when the request has none
		 */
		default @Nullable String content(Q request, Json json) {
			return null;
		}

	}

	/**
	 * Starts a reader for each answer.
	 *
	 * @param <Q> the type of the request
	 * @param <R> the type of the answer or piece
	 */
	@FunctionalInterface
	public interface Reading<Q, R> {

		/**
		 * Start to read an answer.
		 * @param request the request that is answered
		 * @param head the head of the answer
		 * @param json how JSON is read
		 * @return a reader for this answer only
		 */
		Reader<R> start(Q request, ResponseHead head, Json json);

	}

	/**
	 * Reads the body of one answer, or the pieces of one streamed answer in their order.
	 * One thread reads at a time; {@link #partialText()} may be called by any thread.
	 *
	 * @param <R> the type of the answer or piece
	 */
	@FunctionalInterface
	public interface Reader<R> {

		/**
		 * Read a body, the data of an event, or bytes.
		 * @param bytes holds what is to be read; the array is reused, so copy what is
		 * kept
		 * @param from where it begins
		 * @param to where it ends, exclusive
		 * @return the value; {@code null} when there is none yet, which only readers of
		 * streamed answers may return
		 * @throws UnreadableResponseException if it is not what the contract says
		 * @throws ErrorFrameException if it reports an error
		 */
		@Nullable R read(byte[] bytes, int from, int to);

		/**
		 * Recognises events that are like the one read last, which saves searching for
		 * their end and parsing them.
		 * @return the recogniser, or {@code null} for none; it may change with each event
		 */
		default @Nullable Recogniser<R> recogniser() {
			return null;
		}

		/**
		 * Another value of what was read last, asked for until there is none.
		 * @return the value, or {@code null} when there is none
		 */
		default @Nullable R further() {
			return null;
		}

		/**
		 * A value held back until now, asked for once no further piece can come, until
		 * there is none.
		 * @return the value, or {@code null} when there is none
		 */
		default @Nullable R rest() {
			return null;
		}

		/**
		 * Whether the answer is complete although the body ends here.
		 * @param terminated whether the framing's terminator, {@code [DONE]}, has come
		 * @return {@code false} if something must be missing
		 */
		default boolean isComplete(boolean terminated) {
			return terminated;
		}

		/**
		 * The text read so far, which is kept when a stream breaks.
		 * @return the text, empty for answers without one
		 */
		default String partialText() {
			return "";
		}

		/**
		 * Drop what was read, since there is no memory left. Nothing else is called
		 * afterwards but {@link #partialText()}.
		 */
		default void forget() {
		}

	}

	/**
	 * Recognises an event by comparing it with an earlier one.
	 *
	 * @param <R> the type of the piece
	 */
	public interface Recogniser<R> {

		/**
		 * Find the end of an event, if it is like the earlier one.
		 * @param bytes holds the data of the event
		 * @param from where the data begins
		 * @param limit where the bytes end that have arrived, exclusive
		 * @return where the data ends, exclusive, or -1 if the event differs or is not
		 * there as a whole; there is no line end in between
		 */
		int end(byte[] bytes, int from, int limit);

		/**
		 * Read the event that {@link #end} has just found.
		 * @param bytes holds the data of the event
		 * @param from where the data begins
		 * @param to where the data ends, exclusive
		 * @return the value; {@code null} when there is none yet
		 */
		@Nullable R read(byte[] bytes, int from, int to);

	}

	/**
	 * Builds an {@link Operation}. Not thread-safe.
	 *
	 * @param <Q> the type of the request
	 * @param <R> the type of the answer or piece
	 */
	public static final class Builder<Q, R> {

		private final String name;

		private Function<? super Q, String> path;

		private String method = "POST";

		private Framing framing = Framing.WHOLE;

		private String accept = RequestBody.JSON;

		private Check<Q> check = (request) -> null;

		private Encoder<Q> encoder = (request, model, json) -> null;

		private @Nullable Reading<Q, R> reading;

		private Facts<? super R> facts = new Facts<R>() {
		};

		private Builder(String name, Function<? super Q, String> path) {
			this.name = name;
			this.path = path;
		}

		/**
		 * Set the HTTP method.
		 * @param method such as {@code PATCH}, by default {@code POST}
		 * @return this builder
		 */
		public Builder<Q, R> method(String method) {
			this.method = method;
			return this;
		}

		/**
		 * Make the path depend on the request.
		 * @param path gives the path below the target, perhaps with a query. It is the
		 * function that escapes the values it puts in, by {@link RequestPath}; a request
		 * whose path is not escaped is refused, and nothing is sent
		 * @return this builder
		 */
		public Builder<Q, R> path(Function<? super Q, String> path) {
			this.path = path;
			return this;
		}

		/**
		 * Set how the answer is framed.
		 * @param framing by default {@link Framing#WHOLE}; events ask for
		 * {@code text/event-stream}
		 * @return this builder
		 */
		public Builder<Q, R> framing(Framing framing) {
			this.framing = framing;
			this.accept = framing.isEvents() ? "text/event-stream" : this.accept;
			return this;
		}

		/**
		 * Set the media type to ask for.
		 * @param accept the value of the header {@code Accept}, by default JSON
		 * @return this builder
		 */
		public Builder<Q, R> accept(String accept) {
			this.accept = accept;
			return this;
		}

		/**
		 * Check requests before they are sent.
		 * @param check finds what is wrong
		 * @return this builder
		 */
		public Builder<Q, R> check(Check<Q> check) {
			this.check = check;
			return this;
		}

		/**
		 * Set how requests are written.
		 * @param encoder by default sends no body
		 * @return this builder
		 */
		public Builder<Q, R> encoder(Encoder<Q> encoder) {
			this.encoder = encoder;
			return this;
		}

		/**
		 * Set how answers are read.
		 * @param reading starts a reader for each answer
		 * @return this builder
		 */
		public Builder<Q, R> reader(Reading<Q, R> reading) {
			this.reading = reading;
			return this;
		}

		/**
		 * Set what is recorded of answers.
		 * @param facts by default tells nothing
		 * @return this builder
		 */
		public Builder<Q, R> facts(Facts<? super R> facts) {
			this.facts = facts;
			return this;
		}

		/**
		 * Build the operation.
		 * @return an immutable operation
		 */
		public Operation<Q, R> build() {
			return new Operation<>(this);
		}

	}

}
