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

package dev.inferencekey.wire;

import dev.inferencekey.observation.CallContext;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationHandler;

/**
 * A handler of calls that fails.
 *
 * @param moment when it fails: {@code start}, {@code error}, {@code stop},
 * {@code scopeOpened} or {@code scopeClosed}, any other word for never
 * @param failure how it fails
 */
public record BrokenHandler(String moment, Failure failure) implements ObservationHandler<CallContext> {

	/**
	 * Create a handler that fails with an exception.
	 * @param moment when it fails
	 */
	public BrokenHandler(String moment) {
		this(moment, Failure.EXCEPTION);
	}

	@Override
	public boolean supportsContext(Observation.Context context) {
		return context instanceof CallContext;
	}

	@Override
	public void onStart(CallContext context) {
		failAt("start");
	}

	@Override
	public void onError(CallContext context) {
		failAt("error");
	}

	@Override
	public void onStop(CallContext context) {
		failAt("stop");
	}

	@Override
	public void onScopeOpened(CallContext context) {
		failAt("scopeOpened");
	}

	@Override
	public void onScopeClosed(CallContext context) {
		failAt("scopeClosed");
	}

	private void failAt(String now) {
		if (now.equals(this.moment)) {
			this.failure.now();
		}
	}

	/**
	 * How application code fails.
	 */
	public enum Failure {

		/**
		 * With an exception.
		 */
		EXCEPTION {

			@Override
			public void now() {
				throw new IllegalStateException("broken handler");
			}

		},

		/**
		 * With a failed assertion.
		 */
		ASSERTION {

			@Override
			public void now() {
				throw new AssertionError("broken handler");
			}

		},

		/**
		 * With a recursion that does not end.
		 */
		RECURSION {

			@Override
			public void now() {
				now();
			}

		},

		/**
		 * For want of memory.
		 */
		MEMORY {

			@Override
			public void now() {
				throw new OutOfMemoryError("broken handler");
			}

		};

		/**
		 * Fail.
		 */
		public abstract void now();

	}

}
