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
