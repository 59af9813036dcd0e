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

package dev.inferencekey.test;

import java.time.Duration;
import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * What is done with one request.
 *
 * @param end whether there is an answer at all
 * @param status the HTTP status
 * @param headers headers beside those of the body
 * @param body writes the body
 * @param delay the time before the first byte
 * @param pause the time between chunks
 * @param cutAfter after how many chunks the connection is closed, -1 for never
 * @param finishReason why a text ends
 * @param tokens what the answer costs, {@code null} to count words
 */
record ScriptedAnswer(End end, int status, List<ResponseHeader> headers, ScriptedBody body, Duration delay,
		Duration pause, int cutAfter, String finishReason, @Nullable Tokens tokens) {

	private static final ScriptedBody NONE = (request, answer) -> ScriptedBody.Content.json("");

	static ScriptedAnswer of(ScriptedBody body) {
		return of(200, List.of(), body);
	}

	static ScriptedAnswer of(int status, List<ResponseHeader> headers, ScriptedBody body) {
		return of(End.ANSWER, status, headers, body);
	}

	// The form of the platform's own documentation: the wire contract, section "Errors".
	static ScriptedAnswer failure(int status, String code, String message, List<ResponseHeader> headers) {
		String json = ScriptedBody.MAPPER.writeValueAsString(new ErrorBody(new ErrorBody.Detail(code, message)));
		return of(status, headers, (request, answer) -> ScriptedBody.Content.json(json));
	}

	static ScriptedAnswer disconnect() {
		return of(End.DISCONNECT, 0, List.of(), NONE);
	}

	static ScriptedAnswer hang() {
		return of(End.HANG, 0, List.of(), NONE);
	}

	private static ScriptedAnswer of(End end, int status, List<ResponseHeader> headers, ScriptedBody body) {
		return new ScriptedAnswer(end, status, headers, body, Duration.ZERO, Duration.ZERO, -1, "stop", null);
	}

	ScriptedAnswer withDelay(Duration delay) {
		return new ScriptedAnswer(this.end, this.status, this.headers, this.body, delay, this.pause, this.cutAfter,
				this.finishReason, this.tokens);
	}

	ScriptedAnswer withPause(Duration pause) {
		return new ScriptedAnswer(this.end, this.status, this.headers, this.body, this.delay, pause, this.cutAfter,
				this.finishReason, this.tokens);
	}

	ScriptedAnswer withCut(int chunks) {
		return new ScriptedAnswer(this.end, this.status, this.headers, this.body, this.delay, this.pause, chunks,
				this.finishReason, this.tokens);
	}

	ScriptedAnswer withFinishReason(String reason) {
		return new ScriptedAnswer(this.end, this.status, this.headers, this.body, this.delay, this.pause, this.cutAfter,
				reason, this.tokens);
	}

	ScriptedAnswer withBody(ScriptedBody body) {
		return new ScriptedAnswer(this.end, this.status, this.headers, body, this.delay, this.pause, this.cutAfter,
				this.finishReason, this.tokens);
	}

	ScriptedAnswer withTokens(int input, int output) {
		return new ScriptedAnswer(this.end, this.status, this.headers, this.body, this.delay, this.pause, this.cutAfter,
				this.finishReason, new Tokens(input, output));
	}

	/**
	 * How a request ends.
	 */
	enum End {

		ANSWER, DISCONNECT, HANG

	}

	/**
	 * What an answer costs.
	 *
	 * @param input tokens of the request
	 * @param output tokens of the answer
	 */
	record Tokens(int input, int output) {
	}

	private record ErrorBody(Detail error) {

		private record Detail(String code, String message) {
		}

	}

}
