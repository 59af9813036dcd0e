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

package dev.inferencekey.langchain4j;

import dev.inferencekey.error.AuthException;
import dev.inferencekey.error.InferenceKeyException;
import dev.inferencekey.error.NotFoundException;
import dev.inferencekey.error.PermissionDeniedException;
import dev.inferencekey.error.ValidationException;
import dev.langchain4j.exception.AuthenticationException;
import dev.langchain4j.exception.InvalidRequestException;
import dev.langchain4j.exception.ModelNotFoundException;
import dev.langchain4j.exception.NonRetriableException;

/**
 * Our failures as LangChain4j's. None is retriable there, not even an exceeded rate
 * limit: the endpoint has retried already, and waited as long as it was told to.
 */
final class Failures {

	private Failures() {
	}

	/**
	 * Map a failure.
	 * @param failure any failure of a call
	 * @return one of LangChain4j's with ours as its cause, or the failure itself if it is
	 * not ours
	 */
	static Throwable map(Throwable failure) {
		return (failure instanceof InferenceKeyException ex) ? map(ex) : failure;
	}

	/**
	 * Map a failure.
	 * @param failure a failure of ours
	 * @return one of LangChain4j's with the same message
	 */
	static NonRetriableException map(InferenceKeyException failure) {
		String message = failure.getMessage();
		if (failure instanceof AuthException || failure instanceof PermissionDeniedException) {
			return new AuthenticationException(message, failure);
		}
		if (failure instanceof NotFoundException) {
			return new ModelNotFoundException(message, failure);
		}
		return (failure instanceof ValidationException) ? new InvalidRequestException(message, failure)
				: new NonRetriableException(message, failure);
	}

}
