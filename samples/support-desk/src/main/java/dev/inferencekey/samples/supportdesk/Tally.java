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

package dev.inferencekey.samples.supportdesk;

import java.time.Duration;

import dev.inferencekey.operation.Usage;
import dev.inferencekey.text.TextChunk;
import org.jspecify.annotations.Nullable;

/**
 * Adds up what the calls for one answer cost.
 */
final class Tally {

	private final long start = System.nanoTime();

	private @Nullable String model;

	private @Nullable String finishReason;

	private @Nullable Usage usage;

	void add(TextChunk chunk) {
		this.model = (chunk.model() != null) ? chunk.model() : this.model;
		this.finishReason = (chunk.finishReason() != null) ? chunk.finishReason() : this.finishReason;
		Usage cost = chunk.usage();
		if (cost != null) {
			this.usage = (this.usage != null) ? this.usage.plus(cost) : cost;
		}
	}

	AnswerReader.Cost cost(SupportDeskProperties.@Nullable Price price) {
		long millis = Duration.ofNanos(System.nanoTime() - this.start).toMillis();
		Usage usage = this.usage;
		if (usage == null) {
			return new AnswerReader.Cost(this.model, this.finishReason, null, null, null, millis);
		}
		String money = (price != null) ? price.of(usage.inputTokens(), usage.outputTokens()) : null;
		return new AnswerReader.Cost(this.model, this.finishReason, usage.inputTokens(), usage.outputTokens(), money,
				millis);
	}

}
