package dev.inferencekey.samples.benchmarks;

/**
 * What is measured.
 */
enum Work {

	STREAM("chat stream of 1,000 chunks", 3_000),

	UNARY("unary chat call", 40_000),

	NUMBERS("embeddings 128 × 1,024 as numbers", 400),

	BASE64("embeddings 128 × 1,024 as base64", 400);

	final String title;

	final int warmUp;

	Work(String title, int warmUp) {
		this.title = title;
		this.warmUp = warmUp;
	}

}
