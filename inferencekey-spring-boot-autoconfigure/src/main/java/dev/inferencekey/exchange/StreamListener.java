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

package dev.inferencekey.exchange;

/**
 * Is told of the course of a stream besides its frames, by whichever thread brings them.
 * Must neither block nor throw.
 */
public interface StreamListener {

	/**
	 * Wants to know nothing.
	 */
	StreamListener NONE = new StreamListener() {

		@Override
		public void opened() {
			// The first frame says it.
		}

		@Override
		public void paused() {
			// Each frame is taken when it comes.
		}

	};

	/**
	 * The head of a successful answer is there. A pause follows.
	 */
	void opened();

	/**
	 * All frames that have arrived, or that were asked for, are handed on. A reader on
	 * another thread is woken now at the earliest and not for each frame, which would
	 * cost more than decoding it: frames arrive some dozens at a time.
	 */
	void paused();

}
