package dev.inferencekey;

import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.Objects;
import java.util.Queue;
import java.util.Spliterator;
import java.util.Spliterators;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

import dev.inferencekey.text.TextChunk;
import dev.inferencekey.text.TextResult;
import dev.inferencekey.text.TextStream;
import dev.inferencekey.transport.StreamListener;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Subscription;
import reactor.core.publisher.BaseSubscriber;
import reactor.util.concurrent.Queues;

/**
 * Chunks from the thread of the network to the one thread that reads. Reactor's blocking
 * iterator takes a lock for each chunk and opens lazily; this one wakes the reader once
 * for what came together, if it waits, and knows when the call was accepted.
 */
final class BlockingTextStream extends BaseSubscriber<TextChunk> implements TextStream, StreamListener {

	private static final int PREFETCH = 1024;

	private static final int REFILL = PREFETCH - (PREFETCH >> 2);

	private final String workload;

	private final Queue<TextChunk> chunks = Queues.<TextChunk>unbounded(256).get();

	private final AtomicBoolean taken = new AtomicBoolean();

	private final TextAssembly assembly = new TextAssembly();

	private volatile boolean open;

	private volatile boolean ended;

	private volatile boolean closed;

	private volatile @Nullable Thread waiting;

	private @Nullable Throwable failure;

	// Of the one thread that reads.
	private @Nullable RuntimeException thrown;

	private int consumed;

	BlockingTextStream(String workload) {
		this.workload = workload;
	}

	@Override
	public void opened() {
		this.open = true;
		wake();
	}

	// A wake-up for each chunk would cost more than all that is done with it.
	@Override
	public void paused() {
		wake();
	}

	/**
	 * Wait until the workload has accepted the call, or throw what it failed with.
	 */
	void awaitOpen() {
		await(() -> this.open || this.ended);
		if (!this.open) {
			throwFailure();
		}
	}

	@Override
	protected void hookOnSubscribe(Subscription subscription) {
		subscription.request(PREFETCH);
	}

	@Override
	protected void hookOnNext(TextChunk chunk) {
		this.chunks.add(chunk);
	}

	@Override
	protected void hookOnError(Throwable throwable) {
		this.failure = throwable;
		this.ended = true;
		wake();
	}

	@Override
	protected void hookOnComplete() {
		this.ended = true;
		wake();
	}

	private void wake() {
		Thread thread = this.waiting;
		if (thread != null) {
			LockSupport.unpark(thread);
		}
	}

	private void await(BooleanSupplier condition) {
		if (condition.getAsBoolean()) {
			return;
		}
		BlockingEndpoint.checkMayBlock(this.workload);
		this.waiting = Thread.currentThread();
		try {
			while (!condition.getAsBoolean()) {
				if (Thread.interrupted()) {
					close();
					Thread.currentThread().interrupt();
					throw BlockingEndpoint.interrupted(this.workload, new InterruptedException());
				}
				LockSupport.park(this);
			}
		}
		finally {
			this.waiting = null;
		}
	}

	private void throwFailure() {
		Throwable failed = this.failure;
		if (failed != null && this.thrown == null) {
			this.thrown = BlockingEndpoint.rethrow(failed);
		}
		if (this.thrown != null) {
			throw this.thrown;
		}
	}

	@Override
	public Iterator<TextChunk> iterator() {
		if (!this.taken.compareAndSet(false, true)) {
			throw new IllegalStateException("a TextStream can be read only once");
		}
		return new ChunkIterator();
	}

	@Override
	public Stream<TextChunk> stream() {
		return StreamSupport
			.stream(Spliterators.spliteratorUnknownSize(iterator(), Spliterator.ORDERED | Spliterator.NONNULL), false)
			.onClose(this::close);
	}

	@Override
	public TextResult result() {
		ChunkIterator rest = new ChunkIterator();
		this.taken.set(true);
		while (rest.hasNext()) {
			rest.next();
		}
		return this.assembly.result();
	}

	@Override
	public void close() {
		if (!this.ended) {
			this.closed = true;
			cancel();
			wake();
		}
	}

	private final class ChunkIterator implements Iterator<TextChunk> {

		@Override
		public boolean hasNext() {
			BlockingTextStream stream = BlockingTextStream.this;
			if (stream.closed) {
				throw new IllegalStateException("the TextStream was closed before its end");
			}
			if (!stream.chunks.isEmpty()) {
				return true;
			}
			stream.await(() -> !stream.chunks.isEmpty() || stream.ended || stream.closed);
			if (!stream.chunks.isEmpty()) {
				return true;
			}
			if (stream.closed) {
				throw new IllegalStateException("the TextStream was closed before its end");
			}
			stream.throwFailure();
			return false;
		}

		@Override
		public TextChunk next() {
			if (!hasNext()) {
				throw new NoSuchElementException();
			}
			BlockingTextStream stream = BlockingTextStream.this;
			TextChunk chunk = Objects.requireNonNull(stream.chunks.poll());
			if (++stream.consumed == REFILL) {
				stream.consumed = 0;
				stream.request(REFILL);
			}
			stream.assembly.add(chunk);
			return chunk;
		}

	}

}
