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

/**
 * Whether a stream is complete when it ends, from what its frames said. Engines disagree:
 * some leave out {@code [DONE]}, some the finish reason, some give a reason with every
 * frame, and one cuts a running stream and sends {@code [DONE]}. Implements "Streaming"
 * of the wire contract.
 */
final class StreamEnd {

	private final boolean requireFinishReason;

	private boolean reasonField;

	private boolean finished;

	// The last reason came with a text.
	private boolean reasonWithText;

	// Text came after a reason, so that a reason with a text says nothing.
	private boolean reasonsMislead;

	StreamEnd(boolean requireFinishReason) {
		this.requireFinishReason = requireFinishReason;
	}

	/**
	 * Note a frame of which only the text is new.
	 * @param text whether it has any
	 */
	void text(boolean text) {
		this.reasonsMislead |= text && this.finished;
	}

	/**
	 * Note a frame.
	 * @param fields what it says
	 * @param text whether it has any text
	 */
	void frame(CompletionFields fields, boolean text) {
		text(text);
		this.reasonField |= fields.hasReasonField();
		if (fields.finishReason() != null) {
			this.finished = true;
			this.reasonWithText = text;
		}
	}

	/**
	 * Whether a reason has come that can be the last word.
	 * @return {@code true} after a finish reason
	 */
	boolean isFinished() {
		return this.finished;
	}

	/**
	 * Whether the stream is complete if it ends now.
	 * @param terminated whether {@code [DONE]} has come
	 * @return {@code false} if something must be missing
	 */
	boolean isComplete(boolean terminated) {
		if (terminated) {
			return this.finished || !this.reasonField || !this.requireFinishReason;
		}
		return this.finished && !(this.reasonsMislead && this.reasonWithText);
	}

}
