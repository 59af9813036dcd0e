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

import java.lang.reflect.Method;

import dev.inferencekey.DataClient;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.test.context.ContextConfiguration;
import org.springframework.test.context.TestContextManager;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Names of workloads in tests that are not those of the application.
 */
class MisspeltWorkloadTests {

	private final TestContextManager manager = new TestContextManager(Example.class);

	private final Example example = new Example();

	@BeforeEach
	void prepare() throws Exception {
		this.manager.beforeTestClass();
		this.manager.prepareTestInstance(this.example);
	}

	private void end() throws Exception {
		Method test = Example.class.getDeclaredMethod("test");
		this.manager.afterTestMethod(this.example, test, null);
	}

	@Test
	void scriptWhenTheWorkloadIsMisspeltThenTheTestFails() {
		this.example.platform.workload("suport-bot").replies("Hola");
		assertThatExceptionOfType(AssertionError.class).isThrownBy(this::end)
			.withMessageContaining("suport-bot")
			.withMessageEndingWith("Configured are embedder, support-bot.");
	}

	@Test
	void assertionWhenTheWorkloadIsMisspeltThenTheTestFails() {
		assertThat(this.example.platform.workload("suport-bot")).receivedNothing();
		assertThatExceptionOfType(AssertionError.class).isThrownBy(this::end).withMessageContaining("suport-bot");
	}

	@Test
	void scriptWhenTheWorkloadIsKnownAtRunTimeOnlyThenTheTestEnds() throws Exception {
		this.example.platform.workload("from-a-database").replies("Hola");
		assertThat(this.example.client.endpoint("from-a-database").generateText("Hello").text()).isEqualTo("Hola");
		assertThat(this.example.platform.workload("embedder")).receivedNothing();
		end();
	}

	@Test
	void testWhenAnotherFailedThenItIsNotItsFault() throws Exception {
		this.example.platform.workload("suport-bot").replies("Hola");
		assertThatExceptionOfType(AssertionError.class).isThrownBy(this::end);
		end();
	}

	@InferenceKeyTest(
			properties = { "inferencekey.workloads.support-bot.model=m", "inferencekey.workloads.embedder.model=m" })
	@ContextConfiguration(classes = Example.Application.class)
	static class Example {

		@Autowired
		private ScriptedPlatform platform;

		@Autowired
		private DataClient client;

		void test() {
		}

		@SpringBootConfiguration(proxyBeanMethods = false)
		@EnableAutoConfiguration
		static class Application {

		}

	}

}
