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

import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ResponseStatusException;

/**
 * Takes what a customer decides: whether a step may be done, and whether an answer has
 * helped. What is decided already, or by now too late, is answered with status 404.
 * <p>
 * These are not POST requests, which {@link AddressLimit} rejects while as many questions
 * as allowed are in progress: one of them may be waiting for this.
 */
@RestController
class DecisionController {

	private final Approvals approvals;

	private final Feedback feedback;

	DecisionController(Approvals approvals, Feedback feedback) {
		this.approvals = approvals;
		this.feedback = feedback;
	}

	@PutMapping("/api/approvals/{id}")
	@ResponseStatus(HttpStatus.NO_CONTENT)
	void approve(@PathVariable String id, @RequestBody Decision decision) {
		require(this.approvals.decide(id, decision.yes()));
	}

	@PutMapping("/api/feedback/{id}")
	@ResponseStatus(HttpStatus.NO_CONTENT)
	void rate(@PathVariable String id, @RequestBody Decision decision) {
		require(this.feedback.rate(id, decision.yes()));
	}

	private static void require(boolean expected) {
		if (!expected) {
			throw new ResponseStatusException(HttpStatus.NOT_FOUND);
		}
	}

	/**
	 * A decision.
	 *
	 * @param yes whether the customer approves, or was helped
	 */
	record Decision(boolean yes) {
	}

}
