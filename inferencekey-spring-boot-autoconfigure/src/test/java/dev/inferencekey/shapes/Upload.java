package dev.inferencekey.shapes;

import java.nio.file.Path;

import dev.inferencekey.operation.MultipartBody;
import dev.inferencekey.wire.WireServer;

/**
 * Sends a file and prints the answer.
 */
final class Upload {

	private Upload() {
	}

	public static void main(String[] arguments) {
		MultipartBody body = MultipartBody.builder()
			.text("language", "pt")
			.file("file", "audio/wav", Path.of(arguments[1]))
			.build();
		try (Pipeline pipeline = new Pipeline(arguments[0], WireServer.KEY)) {
			System.out.println(pipeline.transport().call(Shapes.TRANSCRIBE, body).block());
		}
	}

}
