package dev.inferencekey;

import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;

import dev.inferencekey.embedding.EmbedRequest;
import dev.inferencekey.embedding.EmbedResult;
import dev.inferencekey.error.TransportException;
import dev.inferencekey.rerank.RerankRequest;
import dev.inferencekey.rerank.RerankResult;
import dev.inferencekey.text.TextRequest;
import dev.inferencekey.text.TextResult;
import dev.inferencekey.text.TextStream;
import dev.inferencekey.transport.WorkloadMonitor;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/**
 * The blocking view of an endpoint.
 */
final class BlockingEndpoint implements Endpoint {

	private final TransportEndpoint endpoint;

	BlockingEndpoint(TransportEndpoint endpoint) {
		this.endpoint = endpoint;
	}

	@Override
	public String workload() {
		return this.endpoint.workload();
	}

	@Override
	public TextResult generateText(TextRequest request) {
		return await(this.endpoint.generateText(request));
	}

	@Override
	public TextStream generateTextStream(TextRequest request) {
		checkMayBlock(workload());
		BlockingTextStream stream = new BlockingTextStream(workload());
		this.endpoint.generateTextStream(request, stream).subscribe(stream);
		stream.awaitOpen();
		return stream;
	}

	@Override
	public EmbedResult embed(EmbedRequest request) {
		return await(this.endpoint.embed(request));
	}

	@Override
	public RerankResult rerank(RerankRequest request) {
		return await(this.endpoint.rerank(request));
	}

	@Override
	public ReactiveEndpoint reactive() {
		return this.endpoint;
	}

	WorkloadMonitor monitor() {
		return this.endpoint.monitor();
	}

	// Not Mono.block: an interrupt must become an exception that says so and cancels the
	// call.
	private <T> T await(Mono<T> answer) {
		checkMayBlock(workload());
		CompletableFuture<@Nullable T> future = answer.toFuture();
		try {
			return Objects.requireNonNull(future.get(), "a call ended without an answer");
		}
		catch (InterruptedException ex) {
			future.cancel(true);
			Thread.currentThread().interrupt();
			throw interrupted(workload(), ex);
		}
		catch (ExecutionException ex) {
			throw rethrow(Objects.requireNonNullElse(ex.getCause(), ex));
		}
	}

	static TransportException interrupted(String workload, InterruptedException cause) {
		return new TransportException(
				"workload \"" + workload
						+ "\": the waiting thread was interrupted; the call was cancelled and its connection closed.",
				workload, cause);
	}

	/**
	 * Prepare an exception of another thread for throwing in this one.
	 * @param failure what the call failed with
	 * @return the same exception, with the caller's stack trace as a suppressed one
	 */
	static RuntimeException rethrow(Throwable failure) {
		// Once: a key source of the application may throw the same one again and again.
		if (failure.getSuppressed().length == 0) {
			failure.addSuppressed(new Exception("called from here"));
		}
		if (failure instanceof Error error) {
			throw error;
		}
		return (failure instanceof RuntimeException unchecked) ? unchecked : new IllegalStateException(failure);
	}

	static void checkMayBlock(String workload) {
		if (Schedulers.isInNonBlockingThread()) {
			throw new IllegalStateException(
					"A blocking call of workload \"" + workload + "\" on the thread " + Thread.currentThread().getName()
							+ ", which must not block. Use reactive() of this Endpoint, or inject a ReactiveEndpoint.");
		}
	}

	@Override
	public String toString() {
		return "Endpoint[" + workload() + "]";
	}

}
