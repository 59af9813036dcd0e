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

import dev.inferencekey.DataClient;
import dev.inferencekey.Endpoint;
import org.junit.jupiter.api.RepeatedTest;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.test.context.ContextConfiguration;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests that share a context, and each begin anew.
 */
@InferenceKeyTest(properties = { "inferencekey.workloads.support-bot.model=m",
		"inferencekey.workloads.support-bot.retry.initial-backoff=1ms" })
@ContextConfiguration(classes = SharedContextTests.Application.class)
class SharedContextTests {

	@Autowired
	private Endpoint supportBot;

	@Autowired
	private DataClient client;

	@Autowired
	private ScriptedPlatform platform;

	// More often than the retry budget has retries in reserve.
	@RepeatedTest(20)
	void answerWhenTheFirstTryIsRefusedThenTheSecondAnswers() {
		assertThat(this.client.monitor("support-bot").retryBudget()).isEqualTo(10);
		assertThat(this.client.monitor("support-bot").activity().lastSuccess()).isNull();
		this.platform.workload("support-bot").failsWith(503).replies("Open your orders.");
		assertThat(this.supportBot.generateText("q").text()).isEqualTo("Open your orders.");
		assertThat(this.platform.workload("support-bot")).received(2);
	}

	@SpringBootConfiguration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class Application {

	}

}
