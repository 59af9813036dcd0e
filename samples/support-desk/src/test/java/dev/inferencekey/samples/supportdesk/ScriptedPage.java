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

import java.time.Duration;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import dev.inferencekey.test.AutoConfigureInferenceKey;
import dev.inferencekey.test.ScriptedPlatform;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.web.server.LocalServerPort;

/**
 * Base class for tests of the page that script the platform. The handbook has four
 * passages, of which all are relevant.
 */
@SpringBootTest(webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT,
		properties = { "inferencekey.retry.max-attempts=1", "support-desk.handbook=classpath:small-handbook.md" })
@AutoConfigureInferenceKey
abstract class ScriptedPage {

	/**
	 * A sentence that rests on the first passage of the handbook.
	 */
	static final String CANCEL = "Press Cancel under My orders.";

	@LocalServerPort
	int port;

	@Autowired
	ScriptedPlatform platform;

	Browser page;

	@BeforeEach
	void open() {
		this.platform.workload("embedder").embeds(16);
		this.platform.workload("reranker").reranks(0.9, 0.8, 0.7, 0.6);
		this.page = Browser.desktop().open(this.port);
	}

	@AfterEach
	void close() {
		if (this.page != null) {
			this.page.close();
		}
	}

	/**
	 * Stream a sentence that rests on a passage and then {@code word0 word1 …}, one word
	 * per chunk.
	 */
	void streamsWords(int count, Duration pause) {
		this.platform.workload("support-bot")
			.streams(Stream
				.concat(Stream.of(CANCEL + " ", "More: "), IntStream.range(0, count).mapToObj((i) -> "word" + i + " "))
				.toArray(String[]::new))
			.pauses(pause);
	}

	void awaitWord(int number) {
		this.page.await(() -> this.page.last(".answer").contains("word" + number + " "));
	}

}
