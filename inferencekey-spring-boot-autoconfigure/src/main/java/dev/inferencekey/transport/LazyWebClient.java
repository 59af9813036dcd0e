package dev.inferencekey.transport;

import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;

import org.springframework.util.function.SingletonSupplier;
import org.springframework.web.reactive.function.client.WebClient;

/**
 * The client that carries the bytes of one workload or of several, made when it is first
 * needed. Thread-safe.
 */
public final class LazyWebClient {

	private final SingletonSupplier<Made> made;

	/**
	 * Create an instance.
	 * @param builder gives the builder of the client, once
	 */
	public LazyWebClient(Supplier<WebClient.Builder> builder) {
		this.made = SingletonSupplier.of(() -> Made.by(builder.get()));
	}

	WebClient get() {
		return this.made.obtain().client;
	}

	/**
	 * Whether filters see the requests, which are code of the application.
	 * @return {@code false} when nobody but this library has to do with them
	 */
	boolean hasFilters() {
		return this.made.obtain().filters;
	}

	private record Made(WebClient client, boolean filters) {

		static Made by(WebClient.Builder builder) {
			AtomicBoolean filters = new AtomicBoolean();
			builder.filters((all) -> filters.set(!all.isEmpty()));
			return new Made(builder.build(), filters.get());
		}

	}

}
