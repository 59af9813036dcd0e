package dev.inferencekey.transport;

import dev.inferencekey.credential.ApiKey;
import dev.inferencekey.error.AuthException;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/**
 * The key of one call: read when the call begins, and read again once when the server
 * refuses it.
 */
final class CallKey {

	private final Transport transport;

	private volatile @Nullable ApiKey key;

	private boolean renewed;

	CallKey(Transport transport) {
		this.transport = transport;
		this.key = transport.currentKey();
	}

	/**
	 * Note that the server has taken the key.
	 */
	void accepted() {
		if (this.renewed) {
			this.transport.retries().keyRenewed(true);
		}
	}

	@Nullable ApiKey get() {
		return this.key;
	}

	/**
	 * Read the key again.
	 * @param refused how the server refused it
	 * @return completes when there is another key, and fails with the refusal when there
	 * is none; {@code null} when it was read again before
	 */
	@Nullable Mono<Void> renew(AuthException refused) {
		if (this.renewed) {
			this.transport.retries().keyRenewed(false);
			return null;
		}
		if (!this.transport.retries().mayRenewKey()) {
			return null;
		}
		this.renewed = true;
		// A source may block, which the threads of the network must not. Its failure is a
		// value until it is known that somebody still waits for it.
		return Mono.fromSupplier(() -> read(refused))
			.subscribeOn(Schedulers.fromExecutor(this.transport.resilience().scheduling()))
			.flatMap(Mono::error);
	}

	private @Nullable RuntimeException read(AuthException refused) {
		try {
			String workload = this.transport.workload();
			if (!this.transport.ask((source) -> source.renew(workload, this.key))) {
				return refused;
			}
			this.transport.activity().keyReloaded();
			this.key = this.transport.currentKey();
			return null;
		}
		catch (RuntimeException ex) {
			return ex;
		}
	}

}
