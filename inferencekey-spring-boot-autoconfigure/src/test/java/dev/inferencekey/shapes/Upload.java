/*
 * Copyright 2026 the original author or authors.
 *
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * You may obtain a copy of the License at
 *
 *      https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software
 * distributed under the License is distributed on an "AS IS" BASIS,
 * WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied.
 * See the License for the specific language governing permissions and
 * limitations under the License.
 */

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
