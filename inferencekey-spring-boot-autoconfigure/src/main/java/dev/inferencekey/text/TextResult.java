package dev.inferencekey.text;

import dev.inferencekey.operation.LazyJson;
import dev.inferencekey.operation.Usage;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Generated text.
 */
public final class TextResult {

	private final String text;

	private final @Nullable String model;

	private final @Nullable String finishReason;

	private final @Nullable Usage usage;

	private final LazyJson raw;

	private final String reasoning;

	/**
	 * Create a result.
	 * @param text the generated text
	 * @param model the model that generated it, {@code null} if unknown
	 * @param finishReason why it ends, {@code null} if unknown
	 * @param usage the tokens that it cost, {@code null} if unknown
	 * @param raw the whole answer
	 */
	public TextResult(String text, @Nullable String model, @Nullable String finishReason, @Nullable Usage usage,
			LazyJson raw) {
		this(text, model, finishReason, usage, raw, "");
	}

	private TextResult(String text, @Nullable String model, @Nullable String finishReason, @Nullable Usage usage,
			LazyJson raw, String reasoning) {
		this.reasoning = reasoning;
		this.text = text;
		this.model = model;
		this.finishReason = finishReason;
		this.usage = usage;
		this.raw = raw;
	}

	TextResult withReasoning(@Nullable String reasoning) {
		return (reasoning == null) ? this
				: new TextResult(this.text, this.model, this.finishReason, this.usage, this.raw, reasoning);
	}

	/**
	 * What the model thought before it answered, from {@code reasoning_content},
	 * {@code reasoning} or parts of type {@code thinking}.
	 * @return the reasoning, empty when the server tells none
	 */
	public String reasoning() {
		return this.reasoning;
	}

	/**
	 * The generated text.
	 * @return the text; empty when the model answered with something else, such as tool
	 * calls, which {@link #raw()} shows
	 */
	public String text() {
		return this.text;
	}

	/**
	 * The model that really answered, as opposed to the workload that was asked.
	 * @return the model, or {@code null} when the server did not say
	 */
	public @Nullable String model() {
		return this.model;
	}

	/**
	 * Why the text ends: {@code stop}, {@code length}, {@code tool_calls}, or another
	 * word of the engine.
	 * @return the reason, or {@code null} when the server did not say
	 */
	public @Nullable String finishReason() {
		return this.finishReason;
	}

	/**
	 * What the call cost.
	 * @return the tokens, or {@code null} when the server did not say
	 */
	public @Nullable Usage usage() {
		return this.usage;
	}

	/**
	 * The whole answer, parsed when it is first asked for.
	 * @return the JSON of the answer; for a stream that was drained, what the server
	 * would have answered had it not streamed
	 */
	public JsonNode raw() {
		return this.raw.get();
	}

	@Override
	public String toString() {
		return "TextResult[" + this.text.length() + " characters, model=" + this.model + ", finishReason="
				+ this.finishReason + ", usage=" + this.usage + "]";
	}

}
