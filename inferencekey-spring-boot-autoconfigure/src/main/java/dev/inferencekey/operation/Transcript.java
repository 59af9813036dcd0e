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

import org.jspecify.annotations.Nullable;

/**
 * What one answer says, put together from its pieces, for logs and traces that may show
 * content. Not thread-safe.
 *
 * @param <R> the type of the answer or piece
 */
public interface Transcript<R> {

	/**
	 * Add a piece.
	 * @param piece the whole answer, or the next piece of a streamed one
	 */
	void add(R piece);

	/**
	 * The text so far.
	 * @return the text, empty for answers without one
	 */
	String text();

	/**
	 * The messages so far.
	 * @param json how JSON is written
	 * @param unfinished the finish reason of a message that has none
	 * @return {@code gen_ai.output.messages} of the GenAI conventions, or {@code null} if
	 * there are none
	 */
	@Nullable String messages(Json json, String unfinished);

}
