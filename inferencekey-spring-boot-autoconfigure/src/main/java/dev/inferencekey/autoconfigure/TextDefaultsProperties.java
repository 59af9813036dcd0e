package dev.inferencekey.autoconfigure;

import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * Parameters of text generation that calls leave open.
 */
public class TextDefaultsProperties {

	/**
	 * How much chance there is in the choice of tokens, from 0 to 2.
	 */
	private @Nullable Double temperature;

	/**
	 * The most tokens that an answer may have.
	 */
	private @Nullable Integer maxTokens;

	/**
	 * The share of the probability mass that tokens are chosen from, above 0 up to 1.
	 */
	private @Nullable Double topP;

	/**
	 * Texts that end an answer.
	 */
	private @Nullable List<String> stop;

	/**
	 * Makes sampling repeatable, as far as the engine can.
	 */
	private @Nullable Long seed;

	/**
	 * Makes tokens that occurred at all less likely, from -2 to 2.
	 */
	private @Nullable Double presencePenalty;

	/**
	 * Makes tokens less likely the more often they occurred, from -2 to 2.
	 */
	private @Nullable Double frequencyPenalty;

	/**
	 * Whether streams are asked to tell what they cost (stream_options.include_usage). By
	 * default true.
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
