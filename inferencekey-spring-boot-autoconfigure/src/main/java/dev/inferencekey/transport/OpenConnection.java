package dev.inferencekey.transport;

import java.util.concurrent.RejectedExecutionException;

import io.netty.channel.Channel;
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

	private volatile @Nullable ChannelOperations<?, ?> connection;

	private volatile boolean closed;

	void opened(ClientHttpRequest request) {
		// Only Reactor Netty lets go of a connection so.
		if (request.getNativeRequest() instanceof ChannelOperations<?, ?> exchange) {
			this.connection = exchange;
			if (this.closed) {
				close();
			}
		}
	}

	// On the thread of the channel, where it can be told whether the exchange is still
	// the one that has it, or it is another call's by now.
	void close() {
		this.closed = true;
		ChannelOperations<?, ?> exchange = this.connection;
		if (exchange == null || !exchange.channel().isRegistered()) {
			return;
		}
		Channel channel = exchange.channel();
		try {
			channel.eventLoop().execute(() -> {
				if (ChannelOperations.get(channel) == exchange) {
					exchange.dispose();
				}
			});
		}
		catch (RejectedExecutionException ex) {
			// The event loop has ended, and its connections with it.
		}
	}

}
