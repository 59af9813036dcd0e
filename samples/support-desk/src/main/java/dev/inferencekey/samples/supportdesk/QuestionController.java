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

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.Future;

import dev.inferencekey.error.InferenceKeyException;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.Size;

import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.core.task.AsyncTaskExecutor;
import org.springframework.http.MediaType;
import org.springframework.scheduling.TaskScheduler;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.servlet.mvc.method.annotation.SseEmitter;

/**
 * Streams answers to the page. The response needs no timeout, since the calls to the
 * workloads have their own.
 */
@RestController
class QuestionController {

	private static final Duration HEARTBEAT_INTERVAL = Duration.ofSeconds(1);

	private final SupportDesk desk;

	private final AsyncTaskExecutor executor;

	private final TaskScheduler scheduler;

	QuestionController(SupportDesk desk, @Qualifier("applicationTaskExecutor") AsyncTaskExecutor executor,
			TaskScheduler scheduler) {
		this.desk = desk;
		this.executor = executor;
		this.scheduler = scheduler;
	}

	@PostMapping(path = "/api/questions", consumes = MediaType.APPLICATION_JSON_VALUE,
			produces = MediaType.TEXT_EVENT_STREAM_VALUE)
	SseEmitter ask(@RequestBody @Valid Question question) {
		AnswerEvents events = new AnswerEvents();
		// Interrupting the thread cancels the call that it is waiting for.
		Future<?> answering = this.executor.submit(() -> answer(question.text().strip(), events));
		Future<?> heartbeat = this.scheduler.scheduleWithFixedDelay(() -> {
			if (!events.sendHeartbeat()) {
				answering.cancel(true);
			}
		}, HEARTBEAT_INTERVAL);
		events.emitter().onCompletion(() -> {
			heartbeat.cancel(false);
			answering.cancel(true);
		});
		return events.emitter();
	}

	private void answer(String question, AnswerEvents events) {
		try {
			try {
				this.desk.answer(question, events);
			}
			catch (InferenceKeyException ex) {
				events.failure(Apology.of(ex));
			}
			events.emitter().complete();
		}
		catch (IOException | RuntimeException ex) {
			// The container knows whether the page was closed or something failed here.
			events.emitter().completeWithError(ex);
		}
	}

	/**
	 * A question.
	 *
	 * @param text what the user wants to know
	 */
	record Question(@NotBlank @Size(max = 2000) String text) {
	}

}
