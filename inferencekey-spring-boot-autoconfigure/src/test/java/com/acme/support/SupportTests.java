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
