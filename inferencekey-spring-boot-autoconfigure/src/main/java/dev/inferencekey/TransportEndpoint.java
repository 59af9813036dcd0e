package dev.inferencekey;

import java.util.concurrent.atomic.AtomicBoolean;

import dev.inferencekey.embedding.EmbedOperation;
import dev.inferencekey.embedding.EmbedRequest;
import dev.inferencekey.embedding.EmbedResult;
import dev.inferencekey.rerank.RerankOperation;
import dev.inferencekey.rerank.RerankRequest;
import dev.inferencekey.rerank.RerankResult;
import dev.inferencekey.text.TextChunk;
import dev.inferencekey.text.TextOperations;
import dev.inferencekey.text.TextRequest;
import dev.inferencekey.text.TextResult;
import dev.inferencekey.transport.StreamListener;
import dev.inferencekey.transport.Transport;
import dev.inferencekey.transport.WorkloadMonitor;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * The one implementation: operations over the pipeline of a workload.
 */
final class TransportEndpoint implements ReactiveEndpoint {

	private final Transport transport;

	private final TextRequest textDefaults;

	// Set once a server refused base64 and accepted the same request without it.
	private volatile boolean numbersOnly;

	// Set once a server accepted base64; what it refuses later it refuses for another
	// reason.
	private volatile boolean base64Accepted;

	TransportEndpoint(Transport transport, TextRequest textDefaults) {
		this.transport = transport;
		this.textDefaults = textDefaults;
	}

	@Override
	public String workload() {
		return this.transport.workload();
	}

	@Override
	public Mono<TextResult> generateText(TextRequest request) {
		return this.transport.call(TextOperations.GENERATE, request.orElse(this.textDefaults));
	}

	@Override
	public Flux<TextChunk> generateTextStream(TextRequest request) {
		return this.transport.stream(TextOperations.STREAM, request.orElse(this.textDefaults));
	}

	/**
	 * Generate text and tell of the course of the stream.
	 * @param request what to generate from and how
	 * @param listener is told besides
	 * @return the text in chunks
	 */
	Flux<TextChunk> generateTextStream(TextRequest request, StreamListener listener) {
		return this.transport.rawStream(TextOperations.STREAM, request.orElse(this.textDefaults), listener);
	}

	@Override
	public Mono<EmbedResult> embed(EmbedRequest request) {
		if (request.hasEncodingFormat()) {
			return this.transport.call(EmbedOperation.EMBED, request);
		}
		return Mono.defer(
				() -> this.numbersOnly ? this.transport.call(EmbedOperation.EMBED, request) : embedAsBase64(request));
	}

	private Mono<EmbedResult> embedAsBase64(EmbedRequest request) {
		AtomicBoolean refused = new AtomicBoolean();
		return this.transport.call(EmbedOperation.EMBED, request.asBase64(), (failure) -> {
			// Once: whoever refuses numbers too refuses something else.
			return (this.base64Accepted || refused.getAndSet(true)) ? null : request;
		}).doOnNext((result) -> {
			if (refused.get()) {
				this.numbersOnly = true;
			}
			else {
				this.base64Accepted = true;
			}
		});
	}

	/**
	 * How the workload is doing.
	 * @return a view of the pipeline
	 */
	WorkloadMonitor monitor() {
		return this.transport.monitor();
	}

	@Override
	public Mono<RerankResult> rerank(RerankRequest request) {
		return this.transport.call(RerankOperation.RERANK, request);
	}

	@Override
	public String toString() {
		return "ReactiveEndpoint[" + workload() + "]";
	}

}
