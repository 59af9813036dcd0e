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

import java.util.LinkedHashSet;
import java.util.Set;
import java.util.UUID;

import io.micrometer.core.instrument.MeterRegistry;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

import org.springframework.stereotype.Component;

/**
 * Counts what customers think of answers, as the metric {@code support_desk.feedback}.
 * Neither questions nor answers are kept: only the ids of the latest answers, each of
 * which can be rated once.
 */
@Component
class Feedback {

	private static final Log logger = LogFactory.getLog(Feedback.class);

	private static final int MAX_ANSWERS = 1000;

	private final Set<String> unrated = new LinkedHashSet<>();

	private final MeterRegistry meters;

	Feedback(MeterRegistry meters) {
		this.meters = meters;
	}

	/**
	 * Expect feedback on an answer.
	 * @return the id of the answer
	 */
	synchronized String expect() {
		if (this.unrated.size() == MAX_ANSWERS) {
			this.unrated.remove(this.unrated.iterator().next());
		}
		String id = UUID.randomUUID().toString();
		this.unrated.add(id);
		return id;
	}

	/**
	 * Count the rating of an answer.
	 * @return whether feedback on that answer was expected
	 */
	synchronized boolean rate(String id, boolean helpful) {
		if (!this.unrated.remove(id)) {
			return false;
		}
		this.meters.counter("support_desk.feedback", "helpful", String.valueOf(helpful)).increment();
		logger.info("An answer was rated as " + (helpful ? "helpful" : "not helpful"));
		return true;
	}

}
