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
 * Structured output was asked for, and the model's answer could not be turned into it,
 * even after the model was asked to repair it. {@link #text()} has what the model wrote.
 */
public class UnusableAnswerException extends InferenceKeyException {

	private final String text;

	/**
	 * Create an exception.
	 * @param message why the answer cannot be used
	 * @param text what the model wrote
	 * @param origin the facts behind the failure
	 */
	public UnusableAnswerException(String message, String text, FailureOrigin origin) {
		super("unusable answer: " + message, origin);
		this.text = text;
	}

	/**
	 * What the model wrote, unchanged.
	 * @return the text of the last answer, possibly empty
	 */
	public String text() {
		return this.text;
	}

}
