package dev.inferencekey.autoconfigure;

import java.util.Arrays;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.stream.Stream;

import dev.inferencekey.DataClient;

import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.context.SmartLifecycle;

/**
 * Refuses new calls when the context closes and gives running ones the time that
 * {@code spring.lifecycle.timeout-per-shutdown-phase} allows. Stops after the web server,
 * whose last requests may still make calls.
 */
class DataClientLifecycle implements SmartLifecycle {

	// The web server drains at 1024 below and stops at 2048 below the default.
	static final int PHASE = SmartLifecycle.DEFAULT_PHASE - 4096;

	private final ConfigurableListableBeanFactory beanFactory;

	private volatile boolean running;

	DataClientLifecycle(ConfigurableListableBeanFactory beanFactory) {
		this.beanFactory = beanFactory;
	}

	@Override
	public void start() {
		clients().forEach(DataClient::resume);
		this.running = true;
	}

	@Override
	public void stop() {
		stop(() -> {
		});
	}

	@Override
	public void stop(Runnable callback) {
		this.running = false;
		CompletionStage<Void> idle = CompletableFuture
			.allOf(clients().map((client) -> client.shutdown().toCompletableFuture())
				.toArray(CompletableFuture<?>[]::new));
		idle.whenComplete((result, failure) -> callback.run());
	}

	// Also those of the application. A client that is lazy is not made for this.
	private Stream<DataClient> clients() {
		return Arrays.stream(this.beanFactory.getBeanNamesForType(DataClient.class, false, false))
			.filter(this.beanFactory::containsSingleton)
			.map((name) -> this.beanFactory.getBean(name, DataClient.class));
	}

	@Override
	public boolean isRunning() {
		return this.running;
	}

	@Override
	public int getPhase() {
		return PHASE;
	}

}
