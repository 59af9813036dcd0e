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

package dev.inferencekey.error;

/**
 * A stream began but did not complete: the connection was cut, a frame could not be read,
 * or the server reported an error in mid-stream. {@link #partialText()} has the text that
 * arrived before.
 */
public class StreamInterruptedException extends ApiException {

	private final String partialText;

	private final boolean retryable;

	/**
	 * Create an exception.
	 * @param message what happened
	 * @param partialText the text of all chunks that arrived before, possibly empty
	 * @param origin the facts behind the failure
	 */
	public StreamInterruptedException(String message, String partialText, FailureOrigin origin) {
		this(message, partialText, false, origin);
	}

	/**
	 * Create an exception.
	 * @param message what happened
	 * @param partialText the text of all chunks that arrived before, possibly empty
	 * @param retryable whether the same call may succeed if it is made again
	 * @param origin the facts behind the failure
	 */
	public StreamInterruptedException(String message, String partialText, boolean retryable, FailureOrigin origin) {
		super("stream interrupted: ", message, origin);
		this.partialText = partialText;
		this.retryable = retryable;
	}

	@Override
	public boolean isRetryable() {
		return this.retryable;
	}

	/**
	 * The text of all chunks that arrived before the interruption.
	 * @return the text, possibly empty
	 */
	public String partialText() {
		return this.partialText;
	}

}
