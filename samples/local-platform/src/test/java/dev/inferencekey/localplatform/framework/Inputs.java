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

package dev.inferencekey.localplatform.framework;

import java.util.List;

/**
 * What is asked, what is retrieved from, and a picture of one pixel.
 */
final class Inputs {

	static final String REFUND = "How do I get a refund?";

	static final String ORDER = "Where is my order 4711?";

	static final String SEARCH = "How long does a refund take?";

	static final String BEST = "You get your money back within five days.";

	static final List<String> TEXTS = List.of("Cats sleep most of the day.", "Refunds are not given for gift cards.",
			"The invoice is under my orders.", BEST);

	static final String PNG = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==";

	private Inputs() {
	}

}
