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

package dev.inferencekey.text;

import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

import dev.inferencekey.operation.Json;
import dev.inferencekey.operation.Usage;
import org.jspecify.annotations.Nullable;

/**
 * What the frames of a stream have in common. They differ in a few values in known
 * places, the {@linkplain Slot slots}; all between them is compared with a sample, which
 * the JDK does with vector instructions, and nothing is parsed.
 */
final class ChunkTemplate {

	private final Slot[] slots;

	private final Map<Slot.Kind, Slot> byKind = new EnumMap<>(Slot.Kind.class);

	// Looked up once, since a text is asked for in every frame.
	private final @Nullable Slot text;

	private final boolean textOnly;

	// The arguments of which are in a slot.
	private final @Nullable ToolCallFragment toolCall;

	// The frame recognised last that had other values than the one before.
	private byte[] sample;

	private ChunkFrame frame;

	private boolean differs;

	private ChunkTemplate(Json json, byte[] sample, CompletionFields fields, List<Slot> slots) {
		this.sample = sample;
		this.slots = slots.toArray(Slot[]::new);
		for (Slot slot : slots) {
			this.byKind.put(slot.kind(), slot);
		}
		this.text = this.byKind.get(Slot.Kind.TEXT);
		this.toolCall = toolCall(fields.choices().get(0));
		this.textOnly = this.toolCall == null
				&& slots.stream().map(Slot::kind).allMatch((kind) -> kind == Slot.Kind.TEXT || kind.isIgnored());
		this.frame = new ChunkFrame(json, sample, fields, this.text != null);
	}

	/**
	 * Make a template of a frame that was read.
	 * @param json how JSON is read
	 * @param sample a copy of the frame
	 * @param fields what was read of it
	 * @return the template, or {@code null} if the frame has something that is not in a
	 * slot
	 */
	static @Nullable ChunkTemplate of(Json json, byte[] sample, CompletionFields fields) {
		if (!isOrdinary(fields) || !isOneLine(sample)) {
			return null;
		}
		List<Slot> slots = SlotFinder.find(json, sample);
		if (slots.isEmpty()) {
			return null;
		}
		ChunkTemplate template = new ChunkTemplate(json, sample, fields, slots);
		return template.readsItself(fields) ? template : null;
	}

	private static boolean isOrdinary(CompletionFields fields) {
		if (fields.choices().size() != 1) {
			return false;
		}
		ChoiceFields choice = fields.choices().get(0);
		return choice.index() == 0 && choice.finishReason() == null && isEmpty(choice.refusal())
				&& choice.logprobs().isEmpty() && choice.toolCalls().size() <= 1;
	}

	private static boolean isEmpty(@Nullable String text) {
		return text == null || text.isEmpty();
	}

	// Where frames are recognised, a line feed is the end of a line.
	private static boolean isOneLine(byte[] bytes) {
		for (byte b : bytes) {
			if (b == '\n' || b == '\r') {
				return false;
			}
		}
		return true;
	}

	// Just as the parser did.
	private boolean readsItself(CompletionFields fields) {
		ChoiceFields choice = fields.choices().get(0);
		return text(this.sample).equals(Objects.requireNonNullElse(choice.text(), ""))
				&& reasoning(this.sample).equals(Objects.requireNonNullElse(choice.reasoning(), ""))
				&& Objects.equals(toolCall(this.sample), toolCall(choice)) && Objects.equals(usage(), fields.usage());
	}

	private static @Nullable ToolCallFragment toolCall(ChoiceFields choice) {
		return choice.toolCalls().isEmpty() ? null : choice.toolCalls().get(0);
	}

	ChunkFrame sampleFrame() {
		return this.frame;
	}

	/**
	 * Recognise another frame, before its end is known.
	 * @param bytes holds the other frame
	 * @param from where it begins
	 * @param limit where the bytes end that are there, exclusive
	 * @return where it ends, exclusive, or -1 when it is another or is not all there
	 */
	int end(byte[] bytes, int from, int limit) {
		int end = this.differs ? -1 : endWhenTextDiffers(bytes, from, limit);
		return (end < 0) ? endWhenSlotsDiffer(bytes, from, limit) : end;
	}

	// Two comparisons, where most frames differ in nothing but their text.
	private int endWhenTextDiffers(byte[] bytes, int from, int limit) {
		Slot slot = this.text;
		if (slot == null || !this.textOnly) {
			return -1;
		}
		int value = from + slot.sampleFrom();
		if (value > limit || !Arrays.equals(bytes, from, value, this.sample, 0, slot.sampleFrom())) {
			return -1;
		}
		int at = slot.read(bytes, value, limit);
		int end = at + this.sample.length - slot.sampleTo();
		return (at >= 0 && end <= limit
				&& Arrays.equals(bytes, at, end, this.sample, slot.sampleTo(), this.sample.length)) ? end : -1;
	}

	private int endWhenSlotsDiffer(byte[] bytes, int from, int limit) {
		int at = from;
		int sampleAt = 0;
		boolean differs = false;
		for (Slot slot : this.slots) {
			int value = at + slot.sampleFrom() - sampleAt;
			if (value > limit || !Arrays.equals(bytes, at, value, this.sample, sampleAt, slot.sampleFrom())) {
				return -1;
			}
			at = slot.read(bytes, value, limit, this.sample);
			if (at < 0) {
				return -1;
			}
			differs |= slot.kind() != Slot.Kind.TEXT && !slot.isSame(bytes, this.sample);
			sampleAt = slot.sampleTo();
		}
		this.differs = differs;
		int end = at + this.sample.length - sampleAt;
		return (end <= limit && Arrays.equals(bytes, at, end, this.sample, sampleAt, this.sample.length)) ? end : -1;
	}

	/**
	 * The frame that was recognised. One serves all chunks that differ in nothing but
	 * their text; each of these costs its text and no copy of its JSON.
	 * @param bytes holds the frame
	 * @param from where it begins
	 * @param to where it ends, exclusive
	 * @return the frame
	 */
	ChunkFrame frame(byte[] bytes, int from, int to) {
		if (this.differs) {
			this.sample = Arrays.copyOfRange(bytes, from, to);
			this.frame = this.frame.with(this.sample);
			for (Slot slot : this.slots) {
				slot.rebase(from);
			}
		}
		return this.frame;
	}

	/**
	 * Whether the frames say nothing but text.
	 * @return {@code true} for most streams
	 */
	boolean isTextOnly() {
		return this.textOnly;
	}

	/**
	 * The text of the frame that was recognised.
	 * @param bytes holds the frame
	 * @return the text, perhaps empty
	 */
	String text(byte[] bytes) {
		return (this.text != null) ? this.text.text(bytes) : "";
	}

	/**
	 * The reasoning of the frame that was recognised.
	 * @param bytes holds the frame
	 * @return the reasoning, perhaps empty
	 */
	String reasoning(byte[] bytes) {
		return string(Slot.Kind.REASONING, bytes);
	}

	private String string(Slot.Kind kind, byte[] bytes) {
		Slot slot = this.byKind.get(kind);
		return (slot != null) ? slot.text(bytes) : "";
	}

	/**
	 * What the frame that was recognised says of a tool call.
	 * @param bytes holds the frame
	 * @return the next piece of one, {@code null} for nothing
	 */
	@Nullable ToolCallFragment toolCall(byte[] bytes) {
		ToolCallFragment call = this.toolCall;
		return (call != null)
				? new ToolCallFragment(call.index(), call.id(), call.name(), string(Slot.Kind.ARGUMENTS, bytes)) : null;
	}

	/**
	 * The usage of the frame that was recognised.
	 * @return the usage, {@code null} if it counts nothing
	 */
	@Nullable Usage usage() {
		Slot total = this.byKind.get(Slot.Kind.TOTAL_TOKENS);
		if (total == null && this.byKind.get(Slot.Kind.INPUT_TOKENS) == null
				&& this.byKind.get(Slot.Kind.OUTPUT_TOKENS) == null) {
			return null;
		}
		Usage usage = Usage.of(count(Slot.Kind.INPUT_TOKENS), count(Slot.Kind.OUTPUT_TOKENS));
		return ((total != null) ? usage.withTotalTokens(total.count()) : usage)
			.withCachedInputTokens(count(Slot.Kind.CACHED_TOKENS))
			.withReasoningTokens(count(Slot.Kind.REASONING_TOKENS));
	}

	private int count(Slot.Kind kind) {
		Slot slot = this.byKind.get(kind);
		return (slot != null) ? slot.count() : 0;
	}

}
