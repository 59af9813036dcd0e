package dev.inferencekey;

import java.time.Duration;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * Takes away what makes tests wait for nothing: the tenth of a second before Awaitility
 * first looks, and the two seconds in which Spring Boot, when a context is closed, lets
 * Reactor Netty's threads finish. Together they were two minutes of a run.
 */
public class WithoutPauses implements BeforeAllCallback {

	@Override
	public void beforeAll(ExtensionContext context) {
		Awaitility.setDefaultPollDelay(Duration.ZERO);
		Awaitility.setDefaultPollInterval(Duration.ofMillis(5));
		System.setProperty("spring.reactor.netty.shutdown-quiet-period", "0s");
	}

}
