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
 * Tells what metrics, traces and logs record of an answer, or of one piece of a streamed
 * one.
 *
 * @param <R> the type of the answer or piece
 */
public interface Facts<R> {

	/**
	 * The model that answered, as opposed to the workload that was asked.
	 * @param answer the answer or piece
	 * @return the model, or {@code null} when it does not say
	 */
	default @Nullable String model(R answer) {
		return null;
	}

	/**
	 * What the call cost.
	 * @param answer the answer or piece
	 * @return the tokens, or {@code null} when it does not say
	 */
	default @Nullable Usage usage(R answer) {
		return null;
	}

	/**
	 * Why the answer ends.
	 * @param answer the answer or piece
	 * @return the reason, or {@code null} when it does not end here
	 */
	default @Nullable String finishReason(R answer) {
		return null;
	}

	/**
	 * Begin to record what one answer says, which is done only on request.
	 * @return a transcript for this answer only, or {@code null} for answers without text
	 */
	default @Nullable Transcript<R> transcript() {
		return null;
	}

}
