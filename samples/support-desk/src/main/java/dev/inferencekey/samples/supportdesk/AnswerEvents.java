package dev.inferencekey.samples.supportdesk;

import java.io.IOException;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;

import org.springframework.web.servlet.mvc.method.annotation.SseEmitter;

/**
 * An answer as server-sent events: {@code sources}, any number of {@code text}, and
 * {@code done} or {@code failure}.
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
	 * Send a comment, which pages ignore: only writing shows that a page has gone, and a
	 * workload that thinks gives nothing to write.
	 * @return whether the page seems to be there still
	 */
	boolean reachPage() {
		// Whoever is sending right now finds out by itself.
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
