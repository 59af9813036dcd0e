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

package dev.inferencekey.exchange;

import java.util.concurrent.RejectedExecutionException;

import io.netty.channel.Channel;
import io.netty.channel.EventLoop;
import org.jspecify.annotations.Nullable;
import reactor.netty.channel.ChannelOperations;

import org.springframework.http.client.reactive.ClientHttpRequest;

/**
 * The connection of one attempt, which is closed when the attempt ends before its answer.
 * Spring keeps reading when it is cancelled between the head of an answer and its body,
 * so that a workload whose caller has gone would keep generating.
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
	 * Tell a listener of pauses only once everything that has arrived is read.
	 * @param listener is told
	 * @return the same, told less often
	 */
	StreamListener batched(StreamListener listener) {
		return listener.equals(StreamListener.NONE) ? listener : new BatchedListener(listener, () -> this.loop);
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
