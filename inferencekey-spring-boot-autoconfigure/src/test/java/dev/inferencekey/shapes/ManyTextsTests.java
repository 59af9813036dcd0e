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

import dev.inferencekey.wire.Embedder;
import dev.inferencekey.wire.WireServer;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * More texts than fit in memory.
 */
class ManyTextsTests {

	// 200 MB of vectors.
	private static final int DIMENSIONS = 512;

	@Test
	void vectorsWhenMoreThanTheHeapThenAllComeInOrder() throws Exception {
		try (WireServer server = new WireServer().then(new Embedder(DIMENSIONS))) {
			SmallProcess.Outcome outcome = SmallProcess.run(EmbedMany.class, "-Xmx128m", server.baseUrl(), "100000");

			assertThat(outcome.output()).isEqualTo("100000 in order");
			assertThat(server.requests()).hasSize(1563);
		}
	}

}
