package com.acme.support;

import dev.inferencekey.Endpoint;

import org.springframework.stereotype.Service;

@Service
public class Support {

	private final Endpoint supportBot;

	Support(Endpoint supportBot) {
		this.supportBot = supportBot;
	}

	public String answer(String question) {
		return this.supportBot.generateText(question).text();
	}

}
