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
import java.util.Objects;

import org.assertj.core.api.AbstractAssert;
import tools.jackson.databind.JsonNode;

/**
 * Assertions on a request.
 */
public final class RecordedRequestAssert extends AbstractAssert<RecordedRequestAssert, RecordedRequest> {

	private static final Duration PATIENCE = Duration.ofSeconds(5);

	RecordedRequestAssert(RecordedRequest actual) {
		super(actual, RecordedRequestAssert.class);
	}

	/**
	 * A message of a role has this text.
	 * @param role the role, such as {@code user}
	 * @param content the whole text, joined if the message has several parts of text
	 * @return this
	 */
	public RecordedRequestAssert hasMessage(String role, String content) {
		if (this.actual.messages()
			.stream()
			.noneMatch((message) -> message.role().equals(role) && message.text().equals(content))) {
			failWithMessage("Expected a message of the %s with the text%n  %s%nbut the messages are%n  %s", role,
					content, this.actual.body().path("messages"));
		}
		return this;
	}

	/**
	 * A message of the user has this text.
	 * @param content the whole text
	 * @return this
	 */
	public RecordedRequestAssert hasUserMessage(String content) {
		return hasMessage("user", content);
	}

	/**
	 * A message of the system has this text.
	 * @param content the whole text
	 * @return this
	 */
	public RecordedRequestAssert hasSystemMessage(String content) {
		return hasMessage("system", content);
	}

	/**
	 * The body has a field with this value.
	 * @param name the name on the wire, such as {@code max_tokens}
	 * @param value the value, compared as JSON, with numbers by their value: 1 is 1.0
	 * @return this
	 */
	public RecordedRequestAssert hasField(String name, Object value) {
		JsonNode expected = ScriptedBody.MAPPER.readTree(ScriptedBody.MAPPER.writeValueAsString(value));
		if (!this.actual.body().path(name).equals(RecordedRequestAssert::compare, expected)) {
			failWithMessage("Expected the field %s to be%n  %s%nbut the body is%n  %s", name, expected,
					this.actual.body());
		}
		return this;
	}

	private static int compare(JsonNode one, JsonNode other) {
		if (one.isNumber() && other.isNumber()) {
			return one.decimalValue().compareTo(other.decimalValue());
		}
		return one.equals(other) ? 0 : 1;
	}

	/**
	 * The body has no such field.
	 * @param name the name on the wire, such as {@code max_tokens}
	 * @return this
	 */
	public RecordedRequestAssert hasNoField(String name) {
		if (this.actual.body().has(name)) {
			failWithMessage("Expected no field %s but the body is%n  %s", name, this.actual.body());
		}
		return this;
	}

	/**
	 * The request has a header with this value.
	 * @param name the name in any case
	 * @param value the value
	 * @return this
	 */
	public RecordedRequestAssert hasHeader(String name, String value) {
		if (!Objects.equals(this.actual.header(name), value)) {
			// The value that there is may be a key.
			failWithMessage("Expected the header %s to be%n  %s%nbut it %s", name, value,
					(this.actual.header(name) != null) ? "has another value" : "is missing");
		}
		return this;
	}

	/**
	 * A stream was asked for.
	 * @return this
	 */
	public RecordedRequestAssert isStreamed() {
		if (!this.actual.isStreamed()) {
			failWithMessage("Expected a request for a stream but it is%n  %s", this.actual);
		}
		return this;
	}

	/**
	 * A whole answer was asked for.
	 * @return this
	 */
	public RecordedRequestAssert isNotStreamed() {
		if (this.actual.isStreamed()) {
			failWithMessage("Expected a request for a whole answer but it is%n  %s", this.actual);
		}
		return this;
	}

	/**
	 * The client closed the connection before the platform had sent the whole answer, so
	 * that a workload stops generating: the call was cancelled, its stream was closed, or
	 * one of its deadlines passed. An answer that is sent at once is not abandoned,
	 * however little of it was read; let it take its time, with
	 * {@link ScriptedWorkload#pauses(Duration) pauses},
	 * {@link ScriptedWorkload#delays(Duration) delays} or {@link ScriptedWorkload#hangs()
	 * hangs}. Waits five seconds for it at most.
	 * @return this
	 */
	public RecordedRequestAssert wasAbandoned() {
		RecordedRequest.End end = this.actual.endWithin(PATIENCE);
		if (end != RecordedRequest.End.ABANDONED) {
			failWithMessage("Expected the client to leave before the end of the answer, but %s:%n  %s",
					(end != null) ? end.description() : "it is still waiting for that", this.actual);
		}
		return this;
	}

}
