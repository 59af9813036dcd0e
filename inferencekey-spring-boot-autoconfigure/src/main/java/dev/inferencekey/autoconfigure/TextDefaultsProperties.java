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

package dev.inferencekey.autoconfigure;

import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * Parameters of text generation for calls that do not set them.
 */
public class TextDefaultsProperties {

	/**
	 * Sampling temperature, from 0 to 2; 0 is as deterministic as the engine allows.
	 */
	private @Nullable Double temperature;

	/**
	 * Maximum number of tokens to generate.
	 */
	private @Nullable Integer maxTokens;

	/**
	 * Nucleus sampling: the probability mass that tokens are chosen from, above 0 and up
	 * to 1.
	 */
	private @Nullable Double topP;

	/**
	 * Sequences that stop the generation.
	 */
	private @Nullable List<String> stop;

	/**
	 * Seed that makes sampling repeatable, as far as the engine allows.
	 */
	private @Nullable Long seed;

	/**
	 * Penalty for tokens that have occurred before, from -2 to 2.
	 */
	private @Nullable Double presencePenalty;

	/**
	 * Penalty for tokens by how often they have occurred, from -2 to 2.
	 */
	private @Nullable Double frequencyPenalty;

	/**
	 * Whether streams request token usage (stream_options.include_usage). By default
	 * true.
	 */
	private @Nullable Boolean streamUsage;

	public @Nullable Boolean getStreamUsage() {
		return this.streamUsage;
	}

	public void setStreamUsage(@Nullable Boolean streamUsage) {
		this.streamUsage = streamUsage;
	}

	public @Nullable Double getTemperature() {
		return this.temperature;
	}

	public void setTemperature(@Nullable Double temperature) {
		this.temperature = temperature;
	}

	public @Nullable Integer getMaxTokens() {
		return this.maxTokens;
	}

	public void setMaxTokens(@Nullable Integer maxTokens) {
		this.maxTokens = maxTokens;
	}

	public @Nullable Double getTopP() {
		return this.topP;
	}

	public void setTopP(@Nullable Double topP) {
		this.topP = topP;
	}

	public @Nullable List<String> getStop() {
		return this.stop;
	}

	public void setStop(@Nullable List<String> stop) {
		this.stop = stop;
	}

	public @Nullable Long getSeed() {
		return this.seed;
	}

	public void setSeed(@Nullable Long seed) {
		this.seed = seed;
	}

	public @Nullable Double getPresencePenalty() {
		return this.presencePenalty;
	}

	public void setPresencePenalty(@Nullable Double presencePenalty) {
		this.presencePenalty = presencePenalty;
	}

	public @Nullable Double getFrequencyPenalty() {
		return this.frequencyPenalty;
	}

	public void setFrequencyPenalty(@Nullable Double frequencyPenalty) {
		this.frequencyPenalty = frequencyPenalty;
	}

}
