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

package com.acme.support;

import java.time.Duration;

import dev.inferencekey.test.InferenceKeyTest;
import dev.inferencekey.test.ScriptedPlatform;
import dev.inferencekey.error.RateLimitException;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.annotation.Autowired;

import static dev.inferencekey.test.ResponseHeader.retryAfter;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

@InferenceKeyTest(Support.class)
class SupportTests {

	@Autowired
	private Support support;

	@Autowired
	private ScriptedPlatform platform;

	@Test
	void answerWhenTheFirstTryIsRefusedThenTheSecondAnswers() {
		this.platform.workload("support-bot").failsWith(503).replies("Open your orders.");
		assertThat(this.support.answer("How do I cancel?")).isEqualTo("Open your orders.");
		assertThat(this.platform.workload("support-bot")).received(2)
			.lastRequest()
			.hasUserMessage("How do I cancel?")
			.hasField("max_tokens", 300);
	}

	@Test
	void answerWhenRateLimitedAgainAndAgainThenSaysHowLong() {
		this.platform.workload("support-bot").failsWith(429, retryAfter(Duration.ofMillis(20)));
		assertThatExceptionOfType(RateLimitException.class).isThrownBy(() -> this.support.answer("How do I cancel?"))
			.satisfies((ex) -> assertThat(ex.retryAfter()).isEqualTo(Duration.ofMillis(20)));
	}

}
