package dev.inferencekey.test.application;

import org.springframework.stereotype.Component;

/**
 * Cannot be made in a test, as a database without a network cannot.
 */
@Component
class Unreachable {

	Unreachable() {
		throw new IllegalStateException("no slice makes this");
	}

}
