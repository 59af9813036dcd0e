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

package dev.inferencekey;

import java.time.Duration;
import java.util.List;

import dev.inferencekey.embedding.Base64Negotiation;
import dev.inferencekey.embedding.EmbedBatch;
import dev.inferencekey.embedding.EmbedOperation;
import dev.inferencekey.embedding.EmbedRequest;
import dev.inferencekey.embedding.EmbedResult;
import dev.inferencekey.transport.Transport;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Embeds any number of texts, in as many requests as the workload needs. A batch that a
 * server finds too large is halved; once all its texts are embedded, later batches are no
 * larger than that for some time, unless the server said that it has too many tokens.
 */
final class EmbedBatches {

	static final int DEFAULT_SIZE = 64;

	static final int DEFAULT_CONCURRENCY = 4;

	private static final Duration SHORTEST = Duration.ofMillis(1);

	private final Transport transport;

	private final Base64Negotiation base64;

	private final int size;

	private final int concurrency;

	private final BatchLimit limit = new BatchLimit();

	/**
	 * Create an instance.
	 * @param transport sends the requests
	 * @param base64 decides how vectors are asked for
	 * @param size the most texts in a request that does not set it itself
	 * @param concurrency the most requests of a call at the same time
	 */
	EmbedBatches(Transport transport, Base64Negotiation base64, int size, int concurrency) {
		this.transport = transport;
		this.base64 = base64;
		this.size = size;
		this.concurrency = concurrency;
	}

	Mono<EmbedResult> embed(EmbedRequest request) {
		return Mono.defer(() -> new OfCall(request.timeout()).embed(request));
	}

	Flux<float[]> embedAll(Publisher<String> input) {
		return Flux.defer(() -> {
			OfCall call = new OfCall(null);
			return Flux.from(input)
				.buffer(this.size)
				.index((index, texts) -> EmbedBatch.part(texts, index * this.size))
				.flatMapSequential((batch) -> call.embed(batch).flatMapIterable(EmbedResult::embeddings),
						this.concurrency);
		});
	}

	/**
	 * One call of the caller.
	 */
	private final class OfCall {

		private final @Nullable Duration timeout;

		private final long start = System.nanoTime();

		private OfCall(@Nullable Duration timeout) {
			this.timeout = timeout;
		}

		private Mono<EmbedResult> embed(EmbedRequest request) {
			EmbedBatch whole = EmbedBatch.whole(request);
			Integer own = request.batchSize();
			int most = (own != null) ? own : EmbedBatches.this.size;
			// What is not valid is refused as a whole, before the first part is sent.
			int limit = Math.min(most, EmbedBatches.this.limit.size());
			if (whole.size() <= limit || EmbedOperation.EMBED.problem(request) != null) {
				return send(whole);
			}
			// Parts of a long list are divided when it is their turn: by then, more may
			// be
			// known.
			int size = (whole.size() <= most) ? limit : most;
			return join(whole.split(size), EmbedBatches.this.concurrency);
		}

		private Mono<EmbedResult> embed(EmbedBatch batch) {
			return Mono.defer(() -> {
				int limit = EmbedBatches.this.limit.size();
				return (batch.size() <= limit) ? send(batch) : join(batch.split(limit), 1);
			});
		}

		private Mono<EmbedResult> join(List<EmbedBatch> parts, int concurrency) {
			return Flux.fromIterable(parts)
				.flatMapSequential(this::embed, concurrency, 1)
				.collectList()
				.map(EmbedBatch::join);
		}

		private Mono<EmbedResult> send(EmbedBatch batch) {
			Base64Negotiation.OfCall negotiation = EmbedBatches.this.base64.ofCall(batch.request(remaining()));
			return EmbedBatches.this.transport.call(EmbedOperation.EMBED, negotiation.request(), negotiation::instead)
				.doOnNext(negotiation::answered)
				.doOnNext((result) -> EmbedBatches.this.limit.taken(batch.size()))
				.onErrorResume((failure) -> failed(batch, failure));
		}

		private Mono<EmbedResult> failed(EmbedBatch batch, Throwable failure) {
			if (batch.size() == 1 || !EmbedBatch.isTooLarge(failure)) {
				batch.locate(failure);
				return Mono.error(failure);
			}
			int half = (batch.size() + 1) / 2;
			int limit = EmbedBatches.this.limit.size();
			// Not before both are there: perhaps it is a single text that is too long.
			Mono<EmbedResult> both = join(batch.split(half), 1);
			return EmbedBatch.isAboutTokens(failure) ? both
					: both.doOnNext((result) -> EmbedBatches.this.limit.lower(limit, half));
		}

		private @Nullable Duration remaining() {
			if (this.timeout == null) {
				return null;
			}
			Duration remaining = this.timeout.minusNanos(System.nanoTime() - this.start);
			return (remaining.compareTo(SHORTEST) > 0) ? remaining : SHORTEST;
		}

	}

}
