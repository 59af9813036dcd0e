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

package dev.inferencekey.transport;

import dev.inferencekey.error.ApiException;
import dev.inferencekey.error.FailureOrigin;
import dev.inferencekey.transport.ProbeResult.Verdict;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What the outcome of a probe says of the health of a workload.
 */
class ProbeResultTests {

	@Test
	void probeWhenLlamaCppIsLoadingThenUnknown() {
		ApiException loading = new ApiException("workload \"bot\" answered 503: Loading model.",
				FailureOrigin.of("bot", 503).withCode("503").withType("unavailable_error"));

		assertThat(ProbeResult.of(loading).verdict()).isEqualTo(Verdict.UNKNOWN);
	}

	@Test
	void probeWhenUnavailableForAnotherReasonThenDown() {
		ApiException noSlot = new ApiException("workload \"bot\" answered 503: no slot available.",
				FailureOrigin.of("bot", 503).withCode("503").withType("unavailable_error"));

		assertThat(ProbeResult.of(noSlot).verdict()).isEqualTo(Verdict.DOWN);
	}

}
