package dev.inferencekey.shapes;

import dev.inferencekey.wire.WireServer;

/**
 * Reads the bytes of one answer and prints whether they were right.
 */
final class Download {

	private Download() {
	}

	public static void main(String[] arguments) {
		Pattern.Check check = new Pattern.Check();
		try (Pipeline pipeline = new Pipeline(arguments[0], WireServer.KEY)) {
			pipeline.transport()
				.stream(Shapes.SPEAK, "hello")
				.doOnNext((bytes) -> check.add(bytes, 0, bytes.length))
				.blockLast();
		}
		System.out.println((check.isRight() ? "whole " : "wrong ") + check.count());
	}

}
