package dev.inferencekey.readme;

import dev.inferencekey.Endpoint;

import org.springframework.stereotype.Service;

@Service
class Support {

	private final Endpoint supportBot;

	Support(Endpoint supportBot) {
		this.supportBot = supportBot;
	}

	String answer(String question) {
		return this.supportBot.generateText(question).text();
	}

}
