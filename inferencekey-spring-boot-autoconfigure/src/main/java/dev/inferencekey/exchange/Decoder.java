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

import dev.inferencekey.operation.Framing;
import dev.inferencekey.operation.Operation;
import org.jspecify.annotations.Nullable;

import org.springframework.core.io.buffer.DataBuffer;

/**
 * Cuts the bytes of an answer into frames, by the framing of its operation. Not
 * thread-safe.
 */
interface Decoder {

	/**
	 * Create the decoder of a framing.
	 * @param framing how answers are streamed
	 * @param spare where to take an array and give it back
	 * @return a decoder for one answer
	 */
	static Decoder of(Framing framing, SpareBytes spare) {
		return switch (framing) {
			case EVENTS_UNTIL_DONE -> new SseDecoder(true, spare);
			case EVENTS -> new SseDecoder(false, spare);
			case BYTES -> new BytesDecoder();
			case WHOLE -> throw new IllegalArgumentException("a whole answer has no frames");
		};
	}

	/**
	 * Add bytes. The last frame is not valid any more.
	 * @param bytes the next bytes; they are copied
	 */
	void append(DataBuffer bytes);

	/**
	 * Move on to the next frame.
	 * @param recogniser may know the frame before its end is found, {@code null} for none
	 * @return {@code true} if there is one, {@code false} if more bytes are needed
	 */
	boolean next(Operation.@Nullable Recogniser<?> recogniser);

	/**
	 * Move on to the frame that the end of the bytes completes.
	 * @return {@code true} if there is one
	 */
	boolean finish();

	/**
	 * The array that holds the current frame.
	 * @return an array that stays valid until the next call
	 */
	byte[] array();

	/**
	 * Where the current frame begins.
	 * @return an index of the array
	 */
	int from();

	/**
	 * Where the current frame ends.
	 * @return an index of the array, exclusive
	 */
	int to();

	/**
	 * Whether the current frame was found by the recogniser, which is to read it too.
	 * @return {@code true} if so
	 */
	default boolean isRecognised() {
		return false;
	}

	/**
	 * Whether the current frame is an error by its type.
	 * @return {@code true} for an event of type {@code error}
	 */
	default boolean isError() {
		return false;
	}

	/**
	 * Whether the current frame says that nothing follows.
	 * @return {@code true} for the terminator of the framing
	 */
	default boolean isTerminator() {
		return false;
	}

	/**
	 * Whether the end of the body is all that tells the end of the answer.
	 * @return {@code false} for a framing with a terminator
	 */
	boolean endsWithBody();

	/**
	 * Give back what is held, also for the second time. No frame is valid any more.
	 */
	default void close() {
	}

}
