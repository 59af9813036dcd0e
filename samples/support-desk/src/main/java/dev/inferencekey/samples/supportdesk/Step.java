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

package dev.inferencekey.samples.supportdesk;

import org.jspecify.annotations.Nullable;

/**
 * What the desk does for an answer besides writing it. A step with the same id replaces
 * the one before.
 *
 * @param id identifies the step; that of a step to approve cannot be guessed
 * @param state how it stands
 * @param text what it is about
 * @param seconds how long the desk waits for the customer, {@code null} if it does not
 */
record Step(String id, State state, String text, @Nullable Long seconds) {

	/**
	 * How a step stands.
	 */
	enum State {

		DONE, WAITING, APPROVED, DENIED, EXPIRED

	}

}
