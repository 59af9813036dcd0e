package dev.inferencekey.samples.supportdesk;

import java.time.Duration;
import java.util.List;
import java.util.Objects;

import dev.inferencekey.Endpoint;
import dev.inferencekey.error.InferenceKeyException;
import dev.inferencekey.rerank.RerankRequest;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

import org.springframework.stereotype.Component;

/**
 * Finds the passages that an answer rests on: the nearest by their vectors, the best of
 * them by the reranker. The handbook is read when the first question comes, so that the
 * application starts whatever the embedder does, and is tried again when that failed.
 */
@Component
class Retrieval {

	private static final Log logger = LogFactory.getLog(Retrieval.class);

	private static final Duration FOREVER = Duration.ofMillis(Long.MAX_VALUE);

	private final Endpoint embedder;

	private final Endpoint reranker;

	private final SupportDeskProperties properties;

	private final Mono<VectorIndex> index;

	Retrieval(Endpoint embedder, Endpoint reranker, SupportDeskProperties properties) {
		this.embedder = embedder;
		this.reranker = reranker;
		this.properties = properties;
		// All who come in the meantime wait for one attempt, which goes on when one of
		// them leaves. A success is kept, a failure is not.
		this.index = Mono.defer(this::index).cache((index) -> FOREVER, (failure) -> Duration.ZERO, () -> Duration.ZERO);
	}

	Found find(String question) {
		List<Passage> nearest = Objects.requireNonNull(this.index.block())
			.nearest(this.embedder.embed(question).embeddings().get(0), this.properties.candidates());
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

	private Mono<VectorIndex> index() {
		List<Passage> passages = Passage.read(this.properties.handbook());
		return this.embedder.reactive()
			.embed(passages.stream().map((passage) -> passage.title() + "\n" + passage.text()).toList())
			// Building an index is no work for the thread of the network.
			.publishOn(Schedulers.boundedElastic())
			.map((embedded) -> new VectorIndex(passages, embedded.embeddings()));
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
