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
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;

import org.springframework.web.servlet.mvc.method.annotation.SseEmitter;

/**
 * Sends an answer as server-sent events: one {@code sources} event, any number of
 * {@code step}, {@code text} and {@code citation} events, then either {@code done} or
 * {@code failure}.
 */
final class AnswerEvents implements AnswerReader {

	private final SseEmitter emitter = new SseEmitter(0L);

	private final ReentrantLock sending = new ReentrantLock();

	SseEmitter emitter() {
		return this.emitter;
	}

	@Override
	public void passages(Retrieval.Found found, Locale language) throws IOException {
		send("sources", new Sources(found.sources(), found.ranked(), language.toLanguageTag()));
	}

	@Override
	public void step(Step step) throws IOException {
		send("step", step);
	}

	@Override
	public void text(String text) throws IOException {
		send("text", Map.of("text", text));
	}

	@Override
	public void citation(Citation citation) throws IOException {
		send("citation", citation);
	}

	@Override
	public void done(Outcome outcome) throws IOException {
		send("done", outcome);
	}

	void failure(Apology apology) throws IOException {
		send("failure", apology);
	}

	private void send(String name, Object data) throws IOException {
		this.sending.lock();
		try {
			this.emitter.send(SseEmitter.event().name(name).data(data));
		}
		finally {
			this.sending.unlock();
		}
	}

	/**
	 * Send a comment, which browsers ignore. A closed page is only noticed on writing,
	 * and there is nothing to write before the model has generated its first token.
	 * @return {@code false} if the page has been closed
	 */
	boolean sendHeartbeat() {
		// A concurrent send notices a closed page itself.
		if (!this.sending.tryLock()) {
			return true;
		}
		try {
			this.emitter.send(SseEmitter.event().comment(""));
			return true;
		}
		catch (IOException | IllegalStateException ex) {
			return false;
		}
		finally {
			this.sending.unlock();
		}
	}

	private record Sources(List<Retrieval.Source> sources, boolean ranked, String language) {
	}

}
