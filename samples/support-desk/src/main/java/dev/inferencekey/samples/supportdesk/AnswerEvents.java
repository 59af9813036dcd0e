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
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;

import org.springframework.web.servlet.mvc.method.annotation.SseEmitter;

/**
 * Sends an answer as server-sent events: one {@code sources} event, any number of
 * {@code text} events, then either {@code done} or {@code failure}.
 */
final class AnswerEvents implements SupportDesk.Reader {

	private final SseEmitter emitter = new SseEmitter(0L);

	private final ReentrantLock sending = new ReentrantLock();

	SseEmitter emitter() {
		return this.emitter;
	}

	@Override
	public void sources(Retrieval.Found found) throws IOException {
		send("sources", found);
	}

	@Override
	public void text(String text) throws IOException {
		send("text", Map.of("text", text));
	}

	@Override
	public void done(SupportDesk.Cost cost) throws IOException {
		send("done", cost);
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

}
