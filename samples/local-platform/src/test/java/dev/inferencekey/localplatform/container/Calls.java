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

package dev.inferencekey.localplatform.container;

import java.util.List;

import dev.inferencekey.Endpoint;
import dev.inferencekey.text.TextResult;
import dev.inferencekey.text.TextStream;

import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Import;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * An application that does not know where its workloads are.
 */
class Calls {

	private static final String QUESTION = "I want to cancel my order";

	private final Endpoint supportBot;

	private final Endpoint embedder;

	private final Endpoint reranker;

	Calls(Endpoint supportBot, Endpoint embedder, Endpoint reranker) {
		this.supportBot = supportBot;
		this.embedder = embedder;
		this.reranker = reranker;
	}

	void succeed() {
		TextResult whole = this.supportBot.generateText(QUESTION);
		assertThat(whole.text()).startsWith("You can cancel an order free of charge");
		try (TextStream stream = this.supportBot.generateTextStream(QUESTION)) {
			assertThat(stream.result().text()).isEqualTo(whole.text());
		}
		assertThat(this.embedder.embed("one", "two").embeddings()).hasSize(2)
			.allSatisfy((vector) -> assertThat(vector).hasSize(384));
		assertThat(this.reranker.rerank(QUESTION, List.of("Shipping to Spain", "How to cancel an order"))
			.results()
			.get(0)
			.index()).isEqualTo(1);
	}

	@SpringBootConfiguration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	@Import(Calls.class)
	static class Application {

	}

}
