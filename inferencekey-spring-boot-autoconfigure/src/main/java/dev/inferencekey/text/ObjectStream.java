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

package dev.inferencekey.text;

import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.function.Function;

import dev.inferencekey.error.FailureOrigin;
import dev.inferencekey.error.UnusableAnswerException;
import dev.inferencekey.text.ObjectBinding.MisfitException;
import org.jspecify.annotations.Nullable;

/**
 * One call for the elements of a list, which are read while the text comes.
 *
 * @param <T> the type of an element
 */
public final class ObjectStream<T> {

	private final ElementScanner scanner = new ElementScanner();

	private final TextAccumulator accumulator = new TextAccumulator();

	private final String workload;

	private final ObjectQuestion question;

	private final Function<String, T> reader;

	ObjectStream(String workload, ObjectQuestion question, Function<String, T> reader) {
		this.workload = workload;
		this.question = question;
		this.reader = reader;
	}

	/**
	 * Ask for the list.
	 * @return the question
	 */
	public ObjectQuestion question() {
		return this.question;
	}

	/**
	 * Puts the chunks together.
	 * @return the accumulator to stream into
	 */
	public TextAccumulator accumulator() {
		return this.accumulator;
	}

	/**
	 * Read the elements that are complete with a chunk.
	 * @param chunk the next chunk
	 * @return the elements, each read when the iterator gets there; it throws
	 * {@link UnusableAnswerException} at an element that does not fit
	 */
	public Iterable<T> read(TextChunk chunk) {
		this.scanner.feed((chunk.choice() == 0) ? chunk.text() : "");
		return Elements::new;
	}

	/**
	 * Check the end of the stream.
	 * @throws UnusableAnswerException if the list is not whole
	 */
	public void end() {
		if (this.scanner.isEnded()) {
			return;
		}
		TextResult answer = this.accumulator.result();
		String problem = ObjectCall.problem(answer);
		if (problem == null && this.scanner.isBegun()) {
			problem = "the JSON list does not end";
		}
		if (problem == null) {
			problem = "there is no JSON list in it";
			if (ObjectCall.endsByItself(answer)) {
				this.question.ignored();
			}
		}
		throw unusable(problem, null);
	}

	private UnusableAnswerException unusable(String problem, @Nullable Throwable cause) {
		return new UnusableAnswerException(ObjectCall.shortened(problem), this.accumulator.text(),
				FailureOrigin.local(this.workload).withCause(cause));
	}

	private final class Elements implements Iterator<T> {

		private @Nullable String next;

		@Override
		public boolean hasNext() {
			if (this.next == null) {
				this.next = ObjectStream.this.scanner.next();
			}
			return this.next != null;
		}

		@Override
		public T next() {
			if (!hasNext() || this.next == null) {
				throw new NoSuchElementException();
			}
			String json = this.next;
			this.next = null;
			try {
				return ObjectStream.this.reader.apply(json);
			}
			catch (MisfitException ex) {
				throw unusable("an element of the list does not fit: " + ex.problem(), ex);
			}
		}

	}

}
