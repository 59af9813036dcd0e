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
