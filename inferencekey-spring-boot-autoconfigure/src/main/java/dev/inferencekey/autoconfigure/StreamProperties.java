package dev.inferencekey.autoconfigure;

import org.jspecify.annotations.Nullable;

/**
 * How streams are read.
 */
public class StreamProperties {

	/**
	 * Whether a stream whose frames have the field finish_reason must say why it ends.
	 * Set it to false for engines that never do; [DONE] then completes a stream in any
	 * case. By default true.
	 */
	private @Nullable Boolean requireFinishReason;

	public @Nullable Boolean getRequireFinishReason() {
		return this.requireFinishReason;
	}

	public void setRequireFinishReason(@Nullable Boolean requireFinishReason) {
		this.requireFinishReason = requireFinishReason;
	}

}
