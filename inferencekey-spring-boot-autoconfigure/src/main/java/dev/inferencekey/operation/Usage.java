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

package dev.inferencekey.operation;

import java.util.Objects;

import org.jspecify.annotations.Nullable;

/**
 * The tokens that a call cost, as the server counted them. Immutable.
 */
public final class Usage {

	private final int inputTokens;

	private final int outputTokens;

	private final int totalTokens;

	private final int cachedInputTokens;

	private final int reasoningTokens;

	private Usage(int inputTokens, int outputTokens, int totalTokens, int cachedInputTokens, int reasoningTokens) {
		this.inputTokens = inputTokens;
		this.outputTokens = outputTokens;
		this.totalTokens = totalTokens;
		this.cachedInputTokens = cachedInputTokens;
		this.reasoningTokens = reasoningTokens;
	}

	/**
	 * Create a usage whose total is the sum.
	 * @param inputTokens tokens of the request
	 * @param outputTokens tokens of the answer, 0 for embeddings and reranking
	 * @return the usage
	 */
	public static Usage of(int inputTokens, int outputTokens) {
		long sum = (long) inputTokens + outputTokens;
		return new Usage(inputTokens, outputTokens, (int) Math.min(sum, Integer.MAX_VALUE), 0, 0);
	}

	/**
	 * Set the total, for servers that count otherwise than by adding.
	 * @param totalTokens all tokens
	 * @return a usage with it
	 */
	public Usage withTotalTokens(int totalTokens) {
		return (totalTokens == this.totalTokens) ? this : new Usage(this.inputTokens, this.outputTokens, totalTokens,
				this.cachedInputTokens, this.reasoningTokens);
	}

	/**
	 * Set the part of the input that came from a cache.
	 * @param cachedInputTokens counted among the input tokens
	 * @return a usage with it
	 */
	public Usage withCachedInputTokens(int cachedInputTokens) {
		return (cachedInputTokens == this.cachedInputTokens) ? this : new Usage(this.inputTokens, this.outputTokens,
				this.totalTokens, cachedInputTokens, this.reasoningTokens);
	}

	/**
	 * Set the part of the output that was reasoning.
	 * @param reasoningTokens counted among the output tokens
	 * @return a usage with it
	 */
	public Usage withReasoningTokens(int reasoningTokens) {
		return (reasoningTokens == this.reasoningTokens) ? this : new Usage(this.inputTokens, this.outputTokens,
				this.totalTokens, this.cachedInputTokens, reasoningTokens);
	}

	/**
	 * Add the usage of another call.
	 * @param other the other usage
	 * @return the sum, each count at most {@link Integer#MAX_VALUE}
	 */
	public Usage plus(Usage other) {
		return new Usage(sum(this.inputTokens, other.inputTokens), sum(this.outputTokens, other.outputTokens),
				sum(this.totalTokens, other.totalTokens), sum(this.cachedInputTokens, other.cachedInputTokens),
				sum(this.reasoningTokens, other.reasoningTokens));
	}

	private static int sum(int one, int other) {
		return (int) Math.min((long) one + other, Integer.MAX_VALUE);
	}

	/**
	 * Tokens of the request.
	 * @return a number of tokens, cached ones included
	 */
	public int inputTokens() {
		return this.inputTokens;
	}

	/**
	 * Tokens of the answer.
	 * @return a number of tokens, reasoning included; 0 for embeddings and reranking
	 */
	public int outputTokens() {
		return this.outputTokens;
	}

	/**
	 * All tokens.
	 * @return what the server says, else the sum of input and output
	 */
	public int totalTokens() {
		return this.totalTokens;
	}

	/**
	 * Input tokens that came from a cache.
	 * @return a number of tokens, 0 when the server does not say
	 */
	public int cachedInputTokens() {
		return this.cachedInputTokens;
	}

	/**
	 * Output tokens that were reasoning.
	 * @return a number of tokens, 0 when the server does not say
	 */
	public int reasoningTokens() {
		return this.reasoningTokens;
	}

	@Override
	public boolean equals(@Nullable Object other) {
		return other instanceof Usage that && this.inputTokens == that.inputTokens
				&& this.outputTokens == that.outputTokens && this.totalTokens == that.totalTokens
				&& this.cachedInputTokens == that.cachedInputTokens && this.reasoningTokens == that.reasoningTokens;
	}

	@Override
	public int hashCode() {
		return Objects.hash(this.inputTokens, this.outputTokens, this.totalTokens, this.cachedInputTokens,
				this.reasoningTokens);
	}

	@Override
	public String toString() {
		return "Usage[input=" + this.inputTokens + ", output=" + this.outputTokens + ", total=" + this.totalTokens
				+ "]";
	}

}
