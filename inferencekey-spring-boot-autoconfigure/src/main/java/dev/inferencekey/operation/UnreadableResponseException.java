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
 * Thrown by readers when an answer is not what the contract says; the transport turns it
 * into the exception that users see.
 */
public class UnreadableResponseException extends RuntimeException {

	/**
	 * Create an exception.
	 * @param message what is wrong with the answer
	 */
	public UnreadableResponseException(String message) {
		this(message, null);
	}

	/**
	 * Create an exception.
	 * @param message what is wrong with the answer
	 * @param cause the exception underneath, {@code null} for none
	 */
	public UnreadableResponseException(String message, @Nullable Throwable cause) {
		super(message, cause);
	}

}
