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

package dev.inferencekey.localplatform;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

import dev.inferencekey.credential.ApiKey;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class LocalPlatformTests {

	private static final String EMBED = """
			{"model": "embedder", "input": ["a", "b", "c"]}""";

	private static final ApiKey DATA_KEY = ApiKey.of("ik_live_0123abcd_" + "5".repeat(64));

	private static final ApiKey CONTROL_TOKEN = ApiKey.of("ik_sdk_0123abcd_" + "7".repeat(64));

	@Test
	void startWhenDefaultsThenLoopbackRandomPortAndThreeWorkloads() {
		try (LocalPlatform platform = LocalPlatform.start()) {
			assertThat(platform.port()).isPositive();
			assertThat(platform.baseUrl()).isEqualTo("http://127.0.0.1:" + platform.port());
			assertThat(platform.project()).isEqualTo("acme");
			assertThat(platform.workloads()).extracting(Workload::slug)
				.containsExactly("support-bot", "embedder", "reranker");
		}
	}

	@Test
	void closeWhenTheModelWasUsedThenNothingKeepsTheProcessAlive() {
		Set<Thread> before = Thread.getAllStackTraces().keySet();
		LocalPlatform platform = LocalPlatform.start();
		Caller caller = new Caller(platform.baseUrl());
		assertThat(caller.post("/endpoint/acme/embedder/v1/embeddings", platform.apiKey("embedder"), EMBED).status())
			.isEqualTo(200);
		platform.close();
		assertThat(Thread.getAllStackTraces().keySet()).filteredOn((thread) -> !before.contains(thread))
			.allMatch(Thread::isDaemon);
	}

	@Test
	void keysWhenGeneratedThenOfThePlatformsShapeAndEachItsOwn() {
		try (LocalPlatform platform = LocalPlatform.start()) {
			assertThat(platform.apiKey("support-bot").reveal()).matches("ik_live_[0-9a-f]{8}_[0-9a-f]{64}");
			assertThat(platform.controlToken().reveal()).matches("ik_sdk_[0-9a-f]{8}_[0-9a-f]{64}");
			assertThat(platform.apiKey("support-bot")).isEqualTo(platform.apiKey("support-bot"))
				.isNotEqualTo(platform.apiKey("embedder"))
				.isNotEqualTo(platform.issueKey("acme/support-bot"));
		}
	}

	@Test
	void startWhenKeysAreGivenThenTheyOpen() {
		LocalPlatform.Builder builder = LocalPlatform.builder()
			.apiKey(DATA_KEY, "acme/support-bot")
			.controlToken(CONTROL_TOKEN);
		try (LocalPlatform platform = builder.start()) {
			Caller caller = new Caller(platform.baseUrl());
			assertThat(platform.controlToken()).isEqualTo(CONTROL_TOKEN);
			assertThat(caller.get("/endpoint/acme/support-bot/v1/models", DATA_KEY).status()).isEqualTo(200);
			assertThat(caller.get("/endpoint/acme/embedder/v1/models", DATA_KEY).status()).isEqualTo(403);
			assertThat(caller.get("/api", CONTROL_TOKEN).status()).isEqualTo(404);
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "ik_live_0123abcd_short", "ik_live_secretsecret" })
	void startWhenGivenKeyIsMalformedThenFailsWithoutTheSecret(String key) {
		ApiKey malformed = ApiKey.of(key);
		assertThatIllegalArgumentException()
			.isThrownBy(() -> LocalPlatform.builder().apiKey(malformed, "acme/*").start())
			.satisfies((ex) -> assertThat(ex.getMessage()).doesNotContain(key));
	}

	@Test
	void builderWhenKindsAreSwappedThenFails() {
		LocalPlatform.Builder builder = LocalPlatform.builder();
		assertThatIllegalArgumentException().isThrownBy(() -> builder.apiKey(CONTROL_TOKEN, "acme/*"))
			.withMessageContaining("ik_sdk_0123abcd…");
		assertThatIllegalArgumentException().isThrownBy(() -> builder.controlToken(DATA_KEY));
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "acme", "acme/", "/support-bot", "acme/a/b", "Acme/*", "acme/Support", "*/*" })
	void issueKeyWhenScopeIsMalformedThenFails(String scope) {
		try (LocalPlatform platform = LocalPlatform.start()) {
			assertThatIllegalArgumentException().isThrownBy(() -> platform.issueKey(scope));
			assertThatIllegalArgumentException().isThrownBy(platform::issueKey);
		}
	}

	@Test
	void startWhenProjectAndWorkloadsAreConfiguredThenServesThem() {
		LocalPlatform.Builder builder = LocalPlatform.builder()
			.project("globe")
			.workload(Workload.chat("faq", List.of("classpath:dev/inferencekey/localplatform/faq.md")));
		try (LocalPlatform platform = builder.start()) {
			Caller.Answer answer = new Caller(platform.baseUrl()).post("/endpoint/globe/faq/v1/chat/completions",
					platform.apiKey("faq"),
					"{\"model\": \"faq\", \"messages\": [{\"role\": \"user\", \"content\": \"How high is it?\"}]}");
			assertThat(answer.json().at("/choices/0/message/content").asString()).isEqualTo("It is 384 metres high.");
			assertThat(answer.json().at("/model").asString()).isEqualTo("globe-faq-extractive-minilm-l6-v2-q");
		}
	}

	@Test
	void startWhenDocumentIsMissingThenFailsAndLeavesNoThread() {
		Set<Thread> before = Thread.getAllStackTraces().keySet();
		LocalPlatform.Builder builder = LocalPlatform.builder()
			.workload(Workload.chat("faq", List.of("classpath:nowhere.md")));
		assertThatExceptionOfType(UncheckedIOException.class).isThrownBy(builder::start)
			.withMessageContaining("nowhere.md");
		assertEnded(threadsOfThePlatform(before));
	}

	@Test
	void closeWhenTheModelIsStillLoadingThenThatIsNoFailure() {
		Set<Thread> before = Thread.getAllStackTraces().keySet();
		LocalPlatform platform = LocalPlatform.builder().preload().start();
		Set<Thread> threads = threadsOfThePlatform(before);
		platform.close();
		assertEnded(threads);
		assertThat(MiniLm.get().countTokens("refund")).isEqualTo(2);
	}

	@Test
	void closeWhenItHasAnsweredThenNoThreadIsLeftAndThePortIsFree() {
		Set<Thread> before = Thread.getAllStackTraces().keySet();
		LocalPlatform platform = LocalPlatform.builder().tokenDelay(Duration.ofMillis(1)).start();
		Caller.Answer answer = new Caller(platform.baseUrl()).post("/endpoint/acme/embedder/v1/embeddings",
				platform.apiKey("embedder"), EMBED);
		assertThat(answer.status()).isEqualTo(200);
		Set<Thread> threads = threadsOfThePlatform(before);
		assertThat(threads).isNotEmpty().allMatch(Thread::isDaemon);
		platform.close();
		assertEnded(threads);
		assertThatExceptionOfType(IOException.class).isThrownBy(() -> new Socket("127.0.0.1", platform.port()).close());
	}

	private static void assertEnded(Set<Thread> threads) {
		assertThat(threads).allSatisfy((thread) -> {
			thread.join(5000);
			assertThat(thread.isAlive()).isFalse();
		});
	}

	private static Set<Thread> threadsOfThePlatform(Set<Thread> before) {
		return Thread.getAllStackTraces()
			.keySet()
			.stream()
			.filter((thread) -> !before.contains(thread))
			.filter((thread) -> thread.getName().startsWith("local-platform"))
			.collect(Collectors.toSet());
	}

}
