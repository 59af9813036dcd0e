package dev.inferencekey.autoconfigure;

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
	private static final int PHASE = SmartLifecycle.DEFAULT_PHASE - 4096;

	private final ConfigurableListableBeanFactory beanFactory;

	private final String beanName;

	private volatile boolean running;

	DataClientLifecycle(ConfigurableListableBeanFactory beanFactory, String beanName) {
		this.beanFactory = beanFactory;
		this.beanName = beanName;
	}

	@Override
	public void start() {
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
		// The client is lazy, and not to be made now.
		if (this.beanFactory.containsSingleton(this.beanName)) {
			this.beanFactory.getBean(this.beanName, DataClient.class)
				.shutdown()
				.whenComplete((result, failure) -> callback.run());
		}
		else {
			callback.run();
		}
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
