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

package dev.inferencekey.test;

import java.util.List;

import org.assertj.core.api.AbstractAssert;

/**
 * Assertions on what has been asked of a workload.
 */
public final class ScriptedWorkloadAssert extends AbstractAssert<ScriptedWorkloadAssert, ScriptedWorkload> {

	ScriptedWorkloadAssert(ScriptedWorkload actual) {
		super(actual, ScriptedWorkloadAssert.class);
	}

	/**
	 * So many requests came, retries included.
	 * @param requests the number
	 * @return this
	 */
	public ScriptedWorkloadAssert received(int requests) {
		List<RecordedRequest> received = this.actual.requests();
		if (received.size() != requests) {
			failWithMessage("Expected %s to receive %s requests but it received %s:%n  %s", this.actual, requests,
					received.size(), received);
		}
		return this;
	}

	/**
	 * No request came.
	 * @return this
	 */
	public ScriptedWorkloadAssert receivedNothing() {
		return received(0);
	}

	/**
	 * Look at a request.
	 * @param index its place in the order in which they came, from 0 on
	 * @return assertions on the request
	 */
	public RecordedRequestAssert request(int index) {
		List<RecordedRequest> received = this.actual.requests();
		if (index < 0 || index >= received.size()) {
			failWithMessage("Expected %s to receive at least %s requests but it received %s", this.actual, index + 1,
					received.size());
		}
		return new RecordedRequestAssert(received.get(index));
	}

	/**
	 * Look at the request that came last.
	 * @return assertions on the request
	 */
	public RecordedRequestAssert lastRequest() {
		return request(Math.max(0, this.actual.requests().size() - 1));
	}

}
