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
 * Carries an {@link Error} through Reactor's operators, which would throw it past the
 * caller, who would then wait for an answer until the deadline.
 */
public final class FatalErrorException extends RuntimeException {

	private FatalErrorException(Error error) {
		super(error.toString(), error, false, false);
	}

	/**
	 * An exception for an error.
	 * @param error what was thrown
	 * @return an exception with the error as its cause
	 */
	static FatalErrorException wrap(Error error) {
		return new FatalErrorException(error);
	}

	/**
	 * An exception for anything that was thrown.
	 * @param thrown what was thrown
	 * @return the same if it is an exception, else one that carries it
	 */
	public static Throwable of(Throwable thrown) {
		return (thrown instanceof Error error) ? new FatalErrorException(error) : thrown;
	}

}
