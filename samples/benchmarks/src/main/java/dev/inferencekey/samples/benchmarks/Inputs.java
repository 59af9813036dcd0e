package dev.inferencekey.samples.benchmarks;

import java.util.Collections;
import java.util.List;

/**
 * What all clients send.
 */
final class Inputs {

	static final String KEY = "ik_live_a1b2c3d4_" + "0".repeat(64);

	static final String PROMPT = "Hola";

	static final List<String> TEXTS = Collections.nCopies(Fixtures.VECTORS, "How do I cancel an order?");

	private Inputs() {
	}

	static String json(String format) {
		return "{\"model\":\"bench\",\"encoding_format\":\"" + format + "\",\"input\":[\"" + String.join("\",\"", TEXTS)
				+ "\"]}";
	}

}
