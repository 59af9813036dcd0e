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
 * Whether a choice of a stream is complete when the stream ends, from what its frames
 * said. Engines disagree: some leave out {@code [DONE]}, some the finish reason, some
 * give a reason with every frame, and one cuts a running stream and sends {@code [DONE]}.
 * Implements "Streaming" of the wire contract.
 */
final class StreamEnd {

	private boolean reasonField;

	private boolean finished;

	private boolean content;

	// The last reason came with content.
	private boolean reasonWithContent;

	// Content came after a reason, so that a reason with content says nothing.
	private boolean reasonsMislead;

	/**
	 * Note a frame of which only the text is new.
	 * @param content whether it has any
	 */
	void text(boolean content) {
		this.content |= content;
		this.reasonsMislead |= content && this.finished;
	}

	/**
	 * Note a frame.
	 * @param choice what it says
	 */
	void frame(ChoiceFields choice) {
		text(choice.hasContent());
		this.reasonField |= choice.hasReasonField();
		if (choice.finishReason() != null) {
			this.finished = true;
			this.reasonWithContent = choice.hasContent();
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
	 * Whether frames have the field {@code finish_reason}, whatever it says.
	 * @return {@code true} once one had it
	 */
	boolean hasReasonField() {
		return this.reasonField;
	}

	/**
	 * Whether the choice has said anything.
	 * @return {@code true} once a frame had content
	 */
	boolean hasContent() {
		return this.content;
	}

	/**
	 * Whether the choice is complete if the stream ends now.
	 * @param terminated whether {@code [DONE]} has come
	 * @param reasonExpected whether that completes only what has a finish reason
	 * @return {@code false} if something must be missing
	 */
	boolean isComplete(boolean terminated, boolean reasonExpected) {
		if (terminated) {
			return this.finished || !reasonExpected;
		}
		return this.finished && !(this.reasonsMislead && this.reasonWithContent);
	}

}
