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

import java.util.Locale;

/**
 * What is measured.
 */
public enum Work {

	STREAM("chat stream of 1,000 chunks"),

	MIXED("the same, a third of it with accents or escapes"),

	CODE("the same, nearly all of it escapes"),

	CJK("the same, Chinese, Japanese, Korean and emoji"),

	TIME("the same, with a time stamp that moves"),

	USAGE("the same, with the usage in every frame"),

	PADDING("the same, with padding of random length"),

	TOOLS("the same, a tool call in fragments"),

	UNARY("unary chat call", 40_000),

	NUMBERS("embeddings 128 × 1,024 as numbers", 400),

	BASE64("embeddings 128 × 1,024 as base64", 400);

	// What runs once in a call is compiled for good only after some 5,000 calls, and
	// again when what it calls has been. With 3,000, a stream cost up to a fifth more.
	private static final int STREAMS = 10_000;

	final String title;

	final int warmUp;

	Work(String title) {
		this(title, STREAMS);
	}

	Work(String title, int warmUp) {
		this.title = title;
		this.warmUp = warmUp;
	}

	boolean isStream() {
		return ordinal() <= TOOLS.ordinal();
	}

	/**
	 * The model to ask for, by which the server knows what to send.
	 * @return the name of the model
	 */
	String model() {
		return (!isStream() || this == STREAM) ? "bench" : name().toLowerCase(Locale.ROOT);
	}

}
