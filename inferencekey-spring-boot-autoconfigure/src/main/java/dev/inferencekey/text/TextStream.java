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
import java.util.stream.Stream;

/**
 * Text as it is generated, for one reader and one pass. Reading waits for the next chunk;
 * closing early closes the connection, so that the workload stops generating. A stream
 * that was read to its end is closed.
 */
public interface TextStream extends Iterable<TextChunk>, AutoCloseable {

	/**
	 * The chunks, once.
	 * @return the only iterator of this stream
	 * @throws IllegalStateException if the stream is read a second time
	 */
	@Override
	Iterator<TextChunk> iterator();

	/**
	 * The chunks as a Java stream, once. Closing it closes this.
	 * @return a sequential, ordered stream
	 */
	Stream<TextChunk> stream();

	/**
	 * Wait for the end and put together what is left to read.
	 * @return the text of all chunks, and what the last ones say about it
	 */
	TextResult result();

	/**
	 * Stop the call if it has not ended.
	 */
	@Override
	void close();

}
