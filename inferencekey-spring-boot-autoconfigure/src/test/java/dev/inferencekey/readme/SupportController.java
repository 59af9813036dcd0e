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

package dev.inferencekey.readme;

import java.util.Map;

import dev.inferencekey.ReactiveEndpoint;
import dev.inferencekey.error.InferenceKeyException;
import reactor.core.publisher.Flux;

import org.springframework.http.MediaType;
import org.springframework.http.codec.ServerSentEvent;
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
	Flux<ServerSentEvent<Map<String, String>>> ask(@RequestParam String question) {
		return this.supportBot.generateTextStream(question)
			.map((chunk) -> event("message", Map.of("text", chunk.text())))
			.onErrorResume(InferenceKeyException.class, (ex) -> Flux.just(event("failed", Map.of())))
			.concatWithValues(event("end", Map.of()));
	}

	private static ServerSentEvent<Map<String, String>> event(String name, Map<String, String> data) {
		return ServerSentEvent.builder(data).event(name).build();
	}

}
