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

package dev.inferencekey.autoconfigure;

import java.util.List;
import java.util.stream.Stream;

import dev.inferencekey.wire.WireServer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What an application prints when it is misconfigured: what to change in at most six
 * lines, no stack trace and nothing of a key.
 */
@ExtendWith(OutputCaptureExtension.class)
class FailureAnalysisTests {

	private static final String PROJECT = "inferencekey.project=acme";

	private static final String BOT = "inferencekey.workloads.support-bot.";

	private static final String KEY = BOT + "api-key=" + WireServer.KEY;

	private FailedStart start;

	@BeforeEach
	void start(CapturedOutput output) {
		this.start = new FailedStart(output);
	}

	@Nested
	class UnknownProperties {

		@ParameterizedTest
		@CsvSource({ "inferencekey.workload.support-bot.model, inferencekey.workloads.support-bot.model",
				"inferencekey.workloads.support-bot.timeot.total, inferencekey.workloads.support-bot.timeout.total",
				"inferencekey.workloads.support-bot.apikeyy, inferencekey.workloads.support-bot.api-key",
				"inferencekey.workloads.support-bot.timeout.totl, inferencekey.workloads.support-bot.timeout.total",
				"inferencekey.workloads.support-bot.read-timeout, inferencekey.workloads.support-bot.http.read-timeout",
				"inferencekey.workloads.support.bot.model, inferencekey.workloads.support-bot.model",
				"inferencekey.support-bot.model, inferencekey.workloads.support-bot.model",
				"inferencekey.baseurl-x, inferencekey.base-url",
				"inferencekey.temperature, inferencekey.defaults.temperature",
				"inferencekey.http.sssl.bundle, inferencekey.http.ssl.bundle" })
		void startWhenANameIsCloseThenItIsSuggested(String property, String suggestion) {
			String analysis = FailureAnalysisTests.this.start.with(PROJECT, KEY, property + "=1");
			assertThat(analysis).contains("Unknown property " + property).contains("Did you mean " + suggestion + "?");
		}

		@ParameterizedTest
		@CsvSource(delimiter = '|',
				textBlock = """
						inferencekey.quantum-flux | Below inferencekey there are allow-insecure-http, api-key,
						inferencekey.timeout.flux | Below inferencekey.timeout there are first-chunk, idle, total.
						inferencekey.workloads.support-bot.quantum-flux | Below inferencekey.workloads.<name> there are api-key,
						inferencekey.workloads.support-bot.timeout.flux | Below inferencekey.workloads.<name>.timeout there are first-chunk, idle, total.
						""")
		void startWhenNothingIsCloseThenTheNamesBesideItAreListed(String property, String names) {
			String analysis = FailureAnalysisTests.this.start.with(PROJECT, KEY, property + "=1");
			assertThat(analysis).contains(property).doesNotContain("Did you mean").contains(names);
		}

		@Test
		void startWhenThereAreManyThenAFewAreListed() {
			String analysis = FailureAnalysisTests.this.start.with(PROJECT, KEY, "inferencekey.aaaa=1",
					"inferencekey.bbbb=1", "inferencekey.cccc=1", "inferencekey.dddd=1", "inferencekey.eeee=1");
			assertThat(analysis).contains("inferencekey.aaaa").contains("and 2 more");
		}

		@Test
		void startWhenTheRootOfTheWorkloadsIsMisspeltAndAnEndpointIsMissingThenTheRootIsNamed() {
			String analysis = FailureAnalysisTests.this.start.of(FailedStart.NeedsBilling.class)
				.with(PROJECT, "inferencekey.workload.billing.api-key=" + WireServer.KEY);
			assertThat(analysis).contains("inferencekey.workload.billing.api-key")
				.contains("Did you mean inferencekey.workloads.billing.api-key?");
		}

		@Test
		void startWhenThePrefixIsMisspeltAndAnEndpointIsMissingThenThePrefixIsNamed() {
			String analysis = FailureAnalysisTests.this.start.of(FailedStart.NeedsBilling.class)
				.with("inferencekeys.workloads.billing.api-key=" + WireServer.KEY);
			assertThat(analysis).contains("inferencekeys");
		}

		@ParameterizedTest
		@ValueSource(strings = { "inferencekey.KEY", "inferencekey.workloads.support-bot.KEY",
				"inferencekey.workloads.KEY.model", "inferencekey.workload.KEY" })
		void startWhenAKeyIsPartOfTheNameThenItIsNotShown(String property) {
			String analysis = FailureAnalysisTests.this.start.with(PROJECT, KEY,
					property.replace("KEY", WireServer.KEY) + "=x");
			assertThat(analysis.replace("-", "").replace("_", "")).doesNotContain("5ec2e7");
		}

	}

	@Nested
	class Values {

		static Stream<Arguments> values() {
			return Stream.of(Arguments.of("http.read-timeout", WireServer.KEY, List.of("valid duration", "10s")),
					Arguments.of("timeout.total", "ten", List.of("valid duration", "10s")),
					Arguments.of("http.redirects", "maybe", List.of("follow-when-possible, follow, dont-follow")),
					Arguments.of("retry.max-attempts", "many", List.of("whole number")),
					Arguments.of("defaults.temperature", "hot", List.of("number")),
					Arguments.of("circuit-breaker", "perhaps", List.of("true or false")),
					Arguments.of("timeout", "5s", List.of("only properties below it", BOT + "timeout.total")),
					Arguments.of("timeout.total", "${NOT_SET_ANYWHERE}s", List.of("${NOT_SET_ANYWHERE}", "not set")),
					Arguments.of("base-url", "https://${NOT_SET_ANYWHERE}/x",
							List.of("${NOT_SET_ANYWHERE}", "not set")),
					Arguments.of("base-url", "https://acme.com/" + WireServer.KEY, List.of("looks like a key")),
					Arguments.of("timeout.total[0]", "5s", List.of("Did you mean " + BOT + "timeout.total?")),
					Arguments.of("project[0]", "acme", List.of("Did you mean " + BOT + "project?")),
					Arguments.of("timeout.total", "${NOT_SET_ANYWHERE}", List.of("${NOT_SET_ANYWHERE}", "not set")),
					Arguments.of("api-key", "${NOT_SET_ANYWHERE}", List.of("${NOT_SET_ANYWHERE}", "not set")),
					Arguments.of("base-url", "${NOT_SET_ANYWHERE}", List.of("${NOT_SET_ANYWHERE}", "not set")),
					Arguments.of("defaults.temperature", "2.1", List.of("2.1", "from 0 to 2")),
					Arguments.of("defaults.temperature", "NaN", List.of("from 0 to 2")),
					Arguments.of("defaults.top-p", "0", List.of("above 0, up to 1")),
					Arguments.of("defaults.max-tokens", "0", List.of("at least 1")),
					Arguments.of("defaults.presence-penalty", "-3", List.of("from -2 to 2")),
					Arguments.of("defaults.frequency-penalty", "3", List.of("from -2 to 2")),
					Arguments.of("timeout.idle", "0s", List.of("0ms", "above zero")),
					Arguments.of("retry.max-attempts", "0", List.of("at least 1")),
					Arguments.of("retry.max-backoff", "-1s", List.of("zero or more")),
					Arguments.of("concurrency.max-in-flight", "0", List.of("at least 1")),
					Arguments.of("embedding.batch-size", "0", List.of("at least 1")),
					Arguments.of("embedding.max-concurrent-batches", "0", List.of("at least 1")),
					Arguments.of("task", "rerank", List.of("Did you mean reranker?", "text2text, embedding, ")),
					Arguments.of("task", WireServer.KEY, List.of("one of text2text")),
					Arguments.of("http.ssl.bundle", "mine", List.of("mine")),
					Arguments.of("slug", "Support Bot", List.of("slug")),
					Arguments.of("slug", WireServer.KEY, List.of("looks like a key")),
					Arguments.of("model", WireServer.KEY, List.of("looks like a key")),
					Arguments.of("project", WireServer.KEY, List.of("looks like a key")));
		}

		@ParameterizedTest
		@MethodSource("values")
		void startWhenAValueCannotWorkThenItsPropertyAndTheFixAreNamed(String property, String value,
				List<String> says) {
			String key = property.equals("api-key") ? BOT + "model=m" : KEY;
			String analysis = FailureAnalysisTests.this.start.with(PROJECT, key, BOT + property + "=" + value);
			assertThat(analysis).contains(BOT + property).contains(says);
		}

		@Test
		void startWhenAListHasAGapThenItsPropertyIsNamed() {
			String analysis = FailureAnalysisTests.this.start.with(PROJECT, KEY, BOT + "request-id-headers[1]=x-id");
			assertThat(analysis).contains(BOT + "request-id-headers is not a list without gaps")
				.contains("from [0] on");
		}

		@Test
		void startWhenADefaultOfAllWorkloadsIsOutOfRangeThenItsPropertyIsNamed() {
			String analysis = FailureAnalysisTests.this.start.with(PROJECT, KEY, "inferencekey.defaults.top-p=1.5");
			assertThat(analysis).contains("inferencekey.defaults.top-p").contains("1.5");
		}

		@ParameterizedTest
		@ValueSource(strings = { "a/../b", "ik_live_a1b2c3d4_f00", "ik_live_short" })
		void startWhenTheProjectIsNotASlugThenItsPropertyIsNamed(String project) {
			String analysis = FailureAnalysisTests.this.start.with("inferencekey.project=" + project, KEY);
			assertThat(analysis).contains("inferencekey.project").doesNotContain(project);
		}

		@Test
		void startWhenThereIsNoProjectThenPropertyAndVariableAreNamed() {
			String analysis = FailureAnalysisTests.this.start.with(KEY);
			assertThat(analysis).contains("inferencekey.project", "INFERENCEKEY_PROJECT");
		}

	}

	@Nested
	class Addresses {

		@ParameterizedTest
		@CsvSource({ "http://platform.internal, plain http", "https://api.acme.com/v1, ends in /v1",
				"https://api.acme.com/v1/, ends in /v1", "https://api.acme.com/v1/chat/completions, /chat/completions",
				"https://api.acme.com/endpoint/acme/support-bot/v1, path of a workload",
				"https://api.acme.com/endpoint/acme, path of a workload", "http://support_bot:8080, underscore",
				"https://user:secret@acme.com, user information", "https://acme.com?a=b, query", "acme.com, https://",
				"ftp://acme.com, https://" })
		void startWhenABaseUrlCannotWorkThenItsPropertyIsNamed(String url, String says) {
			String common = FailureAnalysisTests.this.start.with(PROJECT, KEY, "inferencekey.base-url=" + url);
			assertThat(common).contains("inferencekey.base-url").contains(says);
		}

		@Test
		void startWhenTheBaseUrlOfAWorkloadCannotWorkThenItsOwnPropertyIsNamed() {
			String analysis = FailureAnalysisTests.this.start.with(PROJECT, KEY, BOT + "base-url=https://acme.com/v1");
			assertThat(analysis).contains(BOT + "base-url").contains("ends in /v1");
		}

		@ParameterizedTest
		@CsvSource({ "localhost:11434, https://", "http://localhost:11434/v1/chat/completions, /chat/completions",
				"http://localhost:11434/v1/embeddings/, /embeddings", "http://localhost:11434/api/Chat, /Chat",
				"http://my_engine:8080/v1, underscore", "http://engine.internal/v1, allow-insecure-http" })
		void startWhenAUrlCannotWorkThenItsPropertyIsNamed(String url, String says) {
			String analysis = FailureAnalysisTests.this.start.with(KEY, BOT + "url=" + url);
			assertThat(analysis).contains(BOT + "url").contains(says);
		}

		@Test
		void startWhenABaseUrlIsAKeyThenItIsNotShown() {
			String analysis = FailureAnalysisTests.this.start.with(PROJECT, KEY,
					"inferencekey.base-url=" + WireServer.KEY);
			assertThat(analysis).contains("inferencekey.base-url");
		}

	}

}
