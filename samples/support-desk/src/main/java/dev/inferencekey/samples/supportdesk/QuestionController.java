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
 * Streams answers to a page. The client of the workloads has time-outs of its own, so
 * that the response needs none.
 */
@RestController
class QuestionController {

	private static final Duration BEAT = Duration.ofSeconds(1);

	private final SupportDesk desk;

	private final AsyncTaskExecutor executor;

	private final TaskScheduler scheduler;

	QuestionController(SupportDesk desk, @Qualifier("applicationTaskExecutor") AsyncTaskExecutor executor,
			TaskScheduler scheduler) {
		this.desk = desk;
		this.executor = executor;
		this.scheduler = scheduler;
	}

	@PostMapping(path = "/api/questions", produces = MediaType.TEXT_EVENT_STREAM_VALUE)
	SseEmitter ask(@RequestBody @Valid Question question) {
		AnswerEvents events = new AnswerEvents();
		// An interrupt cancels the call that the thread waits for.
		Future<?> answering = this.executor.submit(() -> answer(question.text().strip(), events));
		Future<?> beating = this.scheduler.scheduleWithFixedDelay(() -> {
			if (!events.reachPage()) {
				answering.cancel(true);
			}
		}, BEAT);
		events.emitter().onCompletion(() -> {
			beating.cancel(false);
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
			// The reader has gone, or something here is broken: the container knows
			// which.
			events.emitter().completeWithError(ex);
		}
	}

	/**
	 * A question.
	 *
	 * @param text what a person wants to know
	 */
	record Question(@NotBlank @Size(max = 2000) String text) {
	}

}
