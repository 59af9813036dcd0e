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

package dev.inferencekey;

import java.util.Iterator;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import reactor.core.publisher.Operators;

import static org.assertj.core.api.Assertions.assertThat;

@Timeout(60)
class BlockingStreamTests {

	private static final int PIECES = 10_000_000;

	// As many come with one read of a socket.
	private static final int READ = 100;

	// The queue counts a piece a moment before it has it.
	@Test
	void iteratorWhenItMeetsThePieceThatIsBeingAddedThenReadsAllOfThem() {
		BlockingStream<Integer, String> stream = new BlockingStream<>("support-bot", () -> "");
		stream.onSubscribe(Operators.emptySubscription());
		Thread network = new Thread(() -> {
			for (int i = 0; i < PIECES; i++) {
				stream.onNext(i);
				if (i % READ == 0) {
					stream.paused();
				}
			}
			stream.onComplete();
		});
		network.start();

		int read = 0;
		for (Iterator<Integer> pieces = stream.iterator(); pieces.hasNext() && pieces.next() == read;) {
			read++;
		}
		assertThat(read).isEqualTo(PIECES);
	}

}
