package dev.inferencekey.samples.supportdesk;

import java.io.IOException;
import java.util.Map;

import dev.inferencekey.error.InferenceKeyException;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.Size;

import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.core.task.AsyncTaskExecutor;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.servlet.mvc.method.annotation.SseEmitter;

/**
 * Streams answers as server-sent events: {@code sources}, any number of {@code text}, and
 * {@code done} or {@code failure}. The client of the workloads has time-outs of its own,
 * so that the response needs none.
 */
@RestController
class QuestionController {

	private final SupportDesk desk;

	private final AsyncTaskExecutor executor;

	QuestionController(SupportDesk desk, @Qualifier("applicationTaskExecutor") AsyncTaskExecutor executor) {
		this.desk = desk;
		this.executor = executor;
	}

	@PostMapping(path = "/api/questions", produces = MediaType.TEXT_EVENT_STREAM_VALUE)
	SseEmitter ask(@RequestBody @Valid Question question) {
		SseEmitter emitter = new SseEmitter(0L);
		this.executor.execute(() -> answer(question.text().strip(), emitter));
		return emitter;
	}

	private void answer(String question, SseEmitter emitter) {
		try {
			try {
				this.desk.answer(question, new EmittingReader(emitter));
			}
			catch (InferenceKeyException ex) {
				emitter.send(SseEmitter.event().name("failure").data(Apology.of(ex)));
			}
			emitter.complete();
		}
		catch (IOException | RuntimeException ex) {
			// The reader has gone, or something here is broken: the container knows
			// which.
			emitter.completeWithError(ex);
		}
	}

	/**
	 * A question.
	 *
	 * @param text what a person wants to know
	 */
	record Question(@NotBlank @Size(max = 2000) String text) {
	}

	private record EmittingReader(SseEmitter emitter) implements SupportDesk.Reader {

		@Override
		public void sources(Retrieval.Found found) throws IOException {
			this.emitter.send(SseEmitter.event().name("sources").data(found));
		}

		@Override
		public void text(String text) throws IOException {
			this.emitter.send(SseEmitter.event().name("text").data(Map.of("text", text)));
		}

		@Override
		public void done(SupportDesk.Cost cost) throws IOException {
			this.emitter.send(SseEmitter.event().name("done").data(cost));
		}

	}

}
