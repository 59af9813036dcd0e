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

package dev.inferencekey.test.application;

import java.util.List;

import dev.inferencekey.Endpoint;
import dev.inferencekey.text.TextChunk;
import dev.inferencekey.text.TextStream;

import org.springframework.stereotype.Service;

@Service
public class Answers {

	private final Endpoint supportBot;

	private final Endpoint embedder;

	Answers(Endpoint supportBot, Endpoint embedder) {
		this.supportBot = supportBot;
		this.embedder = embedder;
	}

	public String answer(String question) {
		return this.supportBot.generateText((request) -> request.system("Be brief.").user(question)).text();
	}

	public List<String> stream(String question) {
		try (TextStream stream = this.supportBot.generateTextStream(question)) {
			return stream.stream().map(TextChunk::text).toList();
		}
	}

	public List<float[]> embed(String... texts) {
		return this.embedder.embed(texts).embeddings();
	}

}
