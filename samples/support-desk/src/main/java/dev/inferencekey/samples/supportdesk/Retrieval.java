package dev.inferencekey.samples.supportdesk;

import java.util.List;
import java.util.concurrent.locks.ReentrantLock;

import dev.inferencekey.Endpoint;
import dev.inferencekey.error.InferenceKeyException;
import dev.inferencekey.rerank.RerankRequest;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

import org.springframework.stereotype.Component;

/**
 * Finds the passages that an answer rests on: the nearest by their vectors, the best of
 * them by the reranker. The handbook is read when the first question comes, so that the
 * application starts whatever the embedder does, and is tried again when that failed.
 */
@Component
class Retrieval {

	private static final Log logger = LogFactory.getLog(Retrieval.class);

	private final Endpoint embedder;

	private final Endpoint reranker;

	private final SupportDeskProperties properties;

	// Not synchronized: that would hold the carrier of a virtual thread.
	private final ReentrantLock reading = new ReentrantLock();

	private volatile @Nullable VectorIndex index;

	Retrieval(Endpoint embedder, Endpoint reranker, SupportDeskProperties properties) {
		this.embedder = embedder;
		this.reranker = reranker;
		this.properties = properties;
	}

	Found find(String question) {
		VectorIndex index = index();
		List<Passage> nearest = index.nearest(this.embedder.embed(question).embeddings().get(0),
				this.properties.candidates());
		try {
			List<Source> best = this.reranker
				.rerank(RerankRequest.builder()
					.query(question)
					.documents(nearest.stream().map((passage) -> passage.title() + "\n" + passage.text()).toList())
					.topN(Math.min(this.properties.sources(), nearest.size()))
					.build())
				.results()
				.stream()
				.limit(this.properties.sources())
				.map((item) -> new Source(nearest.get(item.index()), item.relevanceScore()))
				.toList();
			return new Found(best, true);
		}
		catch (InferenceKeyException ex) {
			// A rough order is better than no answer; the client has logged the call.
			logger.debug("Going on without the reranker", ex);
			return new Found(nearest.stream()
				.limit(this.properties.sources())
				.map((passage) -> new Source(passage, null))
				.toList(), false);
		}
	}

	private VectorIndex index() {
		VectorIndex current = this.index;
		if (current != null) {
			return current;
		}
		this.reading.lock();
		try {
			current = this.index;
			if (current == null) {
				List<Passage> passages = Passage.read(this.properties.handbook());
				current = new VectorIndex(passages,
						this.embedder
							.embed(passages.stream().map((passage) -> passage.title() + "\n" + passage.text()).toList())
							.embeddings());
				this.index = current;
			}
			return current;
		}
		finally {
			this.reading.unlock();
		}
	}

	/**
	 * What an answer rests on.
	 *
	 * @param sources the passages, best first
	 * @param ranked whether the reranker put them in order
	 */
	record Found(List<Source> sources, boolean ranked) {
	}

	/**
	 * A passage that an answer rests on.
	 *
	 * @param passage the passage
	 * @param score what the reranker says of it, {@code null} without one
	 */
	record Source(Passage passage, @Nullable Double score) {
	}

}
