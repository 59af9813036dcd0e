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

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import dev.inferencekey.operation.UnreadableResponseException;
import dev.inferencekey.operation.Usage;
import org.jspecify.annotations.Nullable;

/**
 * The one place where the chunks of a stream become a result. Chunks are added by one
 * thread at a time; {@link #text()} may be called by any.
 */
public final class TextAccumulator {

	/**
	 * The longest text in characters, which bounds what an endless stream can make this
	 * hold.
	 */
	static final int MAX_TEXT = 64 * 1024 * 1024;

	// What an entry of a list weighs, in characters.
	private static final int ENTRY = 64;

	private volatile ChoiceAccumulator first = new ChoiceAccumulator(0);

	private final Map<Integer, ChoiceAccumulator> others = new HashMap<>();

	// Of everything but the text of the first choice.
	private long size;

	private @Nullable String id;

	private @Nullable String model;

	private @Nullable Usage usage;

	/**
	 * Begin anew, for another attempt of the same call.
	 */
	void clear() {
		this.first = new ChoiceAccumulator(0);
		this.others.clear();
		this.size = 0;
		this.id = null;
		this.model = null;
		this.usage = null;
	}

	/**
	 * Drop all text, for want of memory.
	 */
	void forget() {
		this.first.text().clear();
		this.others.clear();
	}

	/**
	 * Add a chunk.
	 * @param chunk the next chunk of the stream
	 */
	public void add(TextChunk chunk) {
		this.size += size(chunk);
		if (this.size > MAX_TEXT) {
			throw new UnreadableResponseException(
					"what a stream has besides its text is longer than " + MAX_TEXT + " characters");
		}
		ChoiceAccumulator choice = this.first;
		if (chunk.choice() == 0) {
			append(chunk.text());
		}
		else {
			choice = this.others.computeIfAbsent(chunk.choice(), ChoiceAccumulator::new);
			choice.text().append(chunk.text());
		}
		choice.note(chunk);
		this.usage = (chunk.usage() != null) ? chunk.usage() : this.usage;
		identify(chunk);
	}

	/**
	 * Add a chunk of the first choice that has nothing but text.
	 * @param chunk the next chunk of the stream
	 */
	void addText(TextChunk chunk) {
		append(chunk.text());
		identify(chunk);
	}

	private void identify(TextChunk chunk) {
		this.id = (chunk.id() != null) ? chunk.id() : this.id;
		this.model = (chunk.model() != null) ? chunk.model() : this.model;
	}

	private void append(String piece) {
		SharedText text = this.first.text();
		if (text.length() + piece.length() > MAX_TEXT) {
			throw new UnreadableResponseException("the text of a stream is longer than " + MAX_TEXT + " characters");
		}
		text.append(piece);
	}

	private static long size(TextChunk chunk) {
		long size = (chunk.choice() != 0) ? chunk.text().length() : 0;
		size += chunk.reasoning().length() + chunk.refusal().length();
		for (ToolCall call : chunk.toolCalls()) {
			size += ENTRY + call.arguments().length();
		}
		for (TokenLogprob token : chunk.logprobs()) {
			size += (1L + token.alternatives().size()) * ENTRY;
		}
		return size;
	}

	/**
	 * The text so far.
	 * @return the text of all chunks of the first choice
	 */
	public String text() {
		return this.first.text().toString();
	}

	/**
	 * All chunks in one.
	 * @return all choices with their text, and what the last chunks say about it
	 */
	public TextResult result() {
		List<TextChoice> choices = new ArrayList<>();
		this.others.values().forEach((choice) -> choices.add(choice.build()));
		if (choices.isEmpty() || !this.first.isEmpty()) {
			choices.add(this.first.build());
		}
		choices.sort(TextChoice.BY_INDEX);
		return CompletionWriter.result(this.id, this.model, this.usage, choices);
	}

}
