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
