package dev.inferencekey.transport;

import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;

import io.netty.channel.Channel;
import io.netty.channel.EventLoop;
import org.jspecify.annotations.Nullable;
import reactor.netty.channel.ChannelOperations;

import org.springframework.http.client.reactive.ClientHttpRequest;

/**
 * The connection of one attempt, to be closed when the attempt ends before its answer.
 * Spring reads on when it is cancelled between the head of an answer and its body, so
 * that a workload whose caller has gone would go on generating.
 */
@SuppressWarnings("ReferenceEquality")
final class OpenConnection {

	private final boolean stream;

	private volatile @Nullable ChannelOperations<?, ?> connection;

	private volatile @Nullable EventLoop loop;

	private volatile boolean closed;

	/**
	 * Create an instance.
	 * @param stream whether the answer comes in many small parts
	 */
	OpenConnection(boolean stream) {
		this.stream = stream;
	}

	void opened(ClientHttpRequest request) {
		// Only Reactor Netty lets go of a connection so.
		if (request.getNativeRequest() instanceof ChannelOperations<?, ?> exchange
				&& exchange.channel().isRegistered()) {
			// Kept, since a channel that has closed does not know its loop any more.
			this.loop = exchange.channel().eventLoop();
			this.connection = exchange;
			ResponseHeads.addTo(exchange.channel());
			if (this.stream) {
				ContentJoiner.addTo(exchange.channel());
			}
			if (this.closed) {
				close();
			}
		}
	}

	/**
	 * Tell a listener of pauses only when everything is read that has arrived. Each frame
	 * is a chunk of HTTP and comes by itself, some dozens one after the other; without
	 * this, half of the time of a blocking reader would go into waking it for each.
	 * @param listener who is told
	 * @return the same, told less often
	 */
	StreamListener batched(StreamListener listener) {
		if (listener.equals(StreamListener.NONE)) {
			return listener;
		}
		AtomicBoolean scheduled = new AtomicBoolean();
		Runnable task = () -> {
			scheduled.set(false);
			listener.paused();
		};
		return new StreamListener() {

			@Override
			public void opened() {
				listener.opened();
			}

			@Override
			public void paused() {
				if (scheduled.compareAndSet(false, true)) {
					afterReading(task);
				}
			}

		};
	}

	// An event loop runs its tasks when it has read what there is.
	private void afterReading(Runnable task) {
		EventLoop reading = this.loop;
		if (reading != null && reading.inEventLoop()) {
			try {
				reading.execute(task);
				return;
			}
			catch (RejectedExecutionException ex) {
				// The event loop is about to end; there is nothing to wait for.
			}
		}
		task.run();
	}

	// On the thread of the channel, where it can be told whether the exchange is still
	// the one that has it, or it is another call's by now.
	void close() {
		this.closed = true;
		ChannelOperations<?, ?> exchange = this.connection;
		EventLoop owner = this.loop;
		if (exchange == null || owner == null) {
			return;
		}
		Channel channel = exchange.channel();
		try {
			owner.execute(() -> {
				if (ChannelOperations.get(channel) == exchange) {
					exchange.dispose();
				}
				else {
					releaseRest(exchange);
				}
			});
		}
		catch (RejectedExecutionException ex) {
			// The event loop has ended, and its connections with it.
		}
	}

	// The whole answer has come, the connection may be another call's, and nobody will
	// read what was kept for a reader. If there was one, this one is refused.
	private static void releaseRest(ChannelOperations<?, ?> exchange) {
		exchange.receive().subscribe((released) -> {
		}, (refused) -> {
		});
	}

}
