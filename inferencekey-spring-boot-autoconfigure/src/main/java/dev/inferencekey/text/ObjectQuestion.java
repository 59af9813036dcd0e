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

package dev.inferencekey.text;

import org.jspecify.annotations.Nullable;

/**
 * One call that asks for JSON in the strictest way that the workload is known to support,
 * and in looser ways once it refuses that.
 */
public interface ObjectQuestion {

	/**
	 * The request to send first.
	 * @return the request
	 */
	TextRequest request();

	/**
	 * The request to send after a failure.
	 * @param failure how the last attempt failed
	 * @return the request, or {@code null} if the failure is not a refusal or there is no
	 * looser way
	 */
	@Nullable TextRequest instead(Throwable failure);

	/**
	 * Note that the server answers, so that later calls begin with what it accepted.
	 */
	void answered();

	/**
	 * Note that the answer has nothing of what was asked for, so that later calls tell
	 * the model the schema: the server has accepted it and does not hold the model to it.
	 */
	void ignored();

	/**
	 * What to tell the caller.
	 * @param last how the last attempt failed
	 * @return the first refusal if every way was refused, else the failure itself
	 */
	Throwable failure(Throwable last);

}
