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
 * Thrown by readers when the server reports an error where an answer should stand; the
 * transport turns it into the exception that users see.
 */
public class ErrorFrameException extends RuntimeException {

	private final transient ErrorBody error;

	/**
	 * Create an exception.
	 * @param error what the server said
	 */
	public ErrorFrameException(ErrorBody error) {
		super(error.message());
		this.error = error;
	}

	/**
	 * What the server said.
	 * @return the error
	 */
	public ErrorBody error() {
		return this.error;
	}

}
