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
