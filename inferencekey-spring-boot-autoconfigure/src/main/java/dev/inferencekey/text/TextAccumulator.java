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

import java.util.List;

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

	private volatile SharedText text = new SharedText();

	private final StringBuilder reasoning = new StringBuilder();

	private @Nullable String model;

	private @Nullable String finishReason;

	private @Nullable Usage usage;

	/**
	 * Begin anew, for another attempt of the same call.
	 */
	void clear() {
		this.text = new SharedText();
		this.reasoning.setLength(0);
		this.model = null;
		this.finishReason = null;
		this.usage = null;
	}

	/**
	 * Add a piece of text. Facts about a chunk are added by {@link #add(TextChunk)}.
	 * @param piece the text
	 */
	void append(String piece) {
		if (this.text.length() + piece.length() > MAX_TEXT) {
			throw new UnreadableResponseException("the text of a stream is longer than " + MAX_TEXT + " characters");
		}
		this.text.append(piece);
	}

	/**
	 * Add a chunk.
	 * @param chunk the next chunk of the stream
	 */
	public void add(TextChunk chunk) {
		append(chunk.text());
		note(chunk);
	}

	void note(TextChunk chunk) {
		if (this.reasoning.length() + chunk.reasoning().length() > MAX_TEXT) {
			throw new UnreadableResponseException(
					"the reasoning of a stream is longer than " + MAX_TEXT + " characters");
		}
		this.reasoning.append(chunk.reasoning());
		this.model = (chunk.model() != null) ? chunk.model() : this.model;
		this.finishReason = (chunk.finishReason() != null) ? chunk.finishReason() : this.finishReason;
		this.usage = (chunk.usage() != null) ? chunk.usage() : this.usage;
	}

	/**
	 * The text so far.
	 * @return the text of all chunks
	 */
	public String text() {
		return this.text.toString();
	}

	/**
	 * All chunks in one.
	 * @return the text of all chunks, and what the last ones say about it
	 */
	public TextResult result() {
		TextChoice choice = TextChoice.builder(0)
			.text(text())
			.reasoning(this.reasoning.toString())
			.finishReason(this.finishReason)
			.build();
		return CompletionWriter.result(null, this.model, this.usage, List.of(choice));
	}

}
