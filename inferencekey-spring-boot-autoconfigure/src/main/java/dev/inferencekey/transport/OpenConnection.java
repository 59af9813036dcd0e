package dev.inferencekey.transport;

import org.jspecify.annotations.Nullable;
import reactor.core.Disposable;

import org.springframework.http.client.reactive.ClientHttpRequest;

/**
 * The connection of one attempt, to be closed when the attempt ends before its answer.
 * Spring reads on when it is cancelled between the head of an answer and its body, so
 * that a workload whose caller has gone would go on generating.
 */
final class OpenConnection {

	private volatile @Nullable Disposable connection;

	private volatile boolean closed;

	void opened(ClientHttpRequest request) {
		// The exchange of Reactor Netty; other clients close by themselves.
		if (request.getNativeRequest() instanceof Disposable exchange) {
			this.connection = exchange;
			if (this.closed) {
				exchange.dispose();
			}
		}
	}

	// Does nothing to an exchange that has ended, whose connection may be another's now.
	void close() {
		this.closed = true;
		Disposable exchange = this.connection;
		if (exchange != null) {
			exchange.dispose();
		}
	}

}
