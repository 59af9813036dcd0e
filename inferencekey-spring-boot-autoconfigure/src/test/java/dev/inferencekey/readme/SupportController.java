package dev.inferencekey.readme;

import java.util.Map;

import dev.inferencekey.ReactiveEndpoint;
import reactor.core.publisher.Flux;

import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

@RestController
class SupportController {

	private final ReactiveEndpoint supportBot;

	SupportController(ReactiveEndpoint supportBot) {
		this.supportBot = supportBot;
	}

	@GetMapping(path = "/ask", produces = MediaType.TEXT_EVENT_STREAM_VALUE)
	Flux<Map<String, String>> ask(@RequestParam String question) {
		return this.supportBot.generateTextStream(question).map((chunk) -> Map.of("text", chunk.text()));
	}

}
