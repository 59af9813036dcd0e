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

import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

import dev.inferencekey.error.ApiException;
import dev.inferencekey.error.FailureOrigin;
import dev.inferencekey.error.ValidationException;
import dev.inferencekey.text.ObjectNegotiation.OfCall;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What is remembered of schemas that a server refuses.
 */
class ObjectNegotiationTests {

	private static final TextRequest REQUEST = TextRequest.of("Which city?");

	private final AtomicLong now = new AtomicLong();

	private final ObjectNegotiation negotiation = new ObjectNegotiation(this.now::get);

	private static ResponseFormat schema(String name) {
		return ResponseFormat.jsonSchema(name, "{\"title\":\"" + name + "\"}");
	}

	private static @Nullable String type(@Nullable TextRequest request) {
		Object format = (request != null) ? request.parameters().get("response_format") : null;
		return (format instanceof ResponseFormat asked) ? asked.type() : null;
	}

	private @Nullable String asked(String schema) {
		return type(this.negotiation.ofCall(REQUEST, schema(schema)).request());
	}

	private void accept(String schema) {
		this.negotiation.ofCall(REQUEST, schema(schema)).answered();
	}

	private void refuse(String schema) {
		OfCall call = this.negotiation.ofCall(REQUEST, schema(schema));
		assertThat(type(call.instead(refusal()))).isEqualTo("json_object");
		call.answered();
	}

	private static ValidationException refusal() {
		return refusal(400, "unknown keyword in the JSON schema.");
	}

	private static ValidationException refusal(int status, String message) {
		return new ValidationException("The server answered " + status + ": " + message,
				FailureOrigin.of("support-bot", status));
	}

	@Test
	void requestWhenOneSchemaWasRefusedThenOthersAreSentAsSchemas() {
		refuse("a");

		assertThat(asked("a")).isEqualTo("json_object");
		assertThat(asked("b")).isEqualTo("json_schema");
	}

	@Test
	void requestWhenAnotherSchemaWasAcceptedBeforeThenARefusedOneIsRemembered() {
		accept("a");
		refuse("b");

		assertThat(asked("b")).isEqualTo("json_object");
		assertThat(asked("a")).isEqualTo("json_schema");
	}

	@Test
	void requestWhenThreeSchemasWereRefusedAndNoneAcceptedThenNewOnesBeginLooser() {
		refuse("a");
		refuse("b");
		assertThat(asked("new")).isEqualTo("json_schema");
		refuse("c");

		assertThat(asked("new")).isEqualTo("json_object");
	}

	@Test
	void requestWhenManySchemasWereRefusedButOneAcceptedThenNewOnesAreSentAsSchemas() {
		refuse("a");
		refuse("b");
		accept("c");
		refuse("d");

		assertThat(asked("new")).isEqualTo("json_schema");
	}

	@Test
	void requestWhenAnHourHasPassedThenTheSchemaIsSentAgain() {
		refuse("a");
		this.now.addAndGet(Duration.ofMinutes(59).toNanos());
		assertThat(asked("a")).isEqualTo("json_object");
		this.now.addAndGet(Duration.ofMinutes(2).toNanos());

		assertThat(asked("a")).isEqualTo("json_schema");
	}

	@Test
	void requestWhenSchemasDifferWithoutEndThenMemoryIsBounded() {
		refuse("first");
		for (int i = 0; i < 1000; i++) {
			accept("schema" + i);
		}

		assertThat(asked("first")).isEqualTo("json_schema");
	}

	@Test
	void requestWhenTheSchemaWasIgnoredThenTheModelIsToldItAndSoItIsLater() {
		OfCall call = this.negotiation.ofCall(REQUEST, schema("a"));
		call.answered();
		call.ignored();

		assertThat(asked("a")).isEqualTo("json_object");
		OfCall looser = this.negotiation.ofCall(REQUEST, schema("a"));
		looser.answered();
		looser.ignored();
		assertThat(asked("a")).as("there is nothing to gain by asking for less").isEqualTo("json_object");
	}

	@Test
	void insteadWhenTheSchemaWasIgnoredAndAnObjectIsRefusedThenWords() {
		for (String message : List.of("Invalid argument.", "response_format is not supported.")) {
			OfCall call = this.negotiation.ofCall(REQUEST, schema(message));
			call.answered();
			call.ignored();
			OfCall looser = this.negotiation.ofCall(REQUEST, schema(message));
			assertThat(looser.instead(refusal(400, message))).isNotNull()
				.satisfies((words) -> assertThat(type(words)).isNull());
			looser.answered();
		}

		assertThat(asked("response_format is not supported.")).as("remembered").isNull();
	}

	@Test
	void requestWhenATextCameBesideToolsThenTheSchemaIsAskedForAgain() {
		TextRequest tools = TextRequest.of((request) -> request.user("Hi").tools(Tool.declare("pay", "Pays", "{}")));
		OfCall call = this.negotiation.ofCall(tools, schema("a"));
		call.answered();
		call.ignored();

		assertThat(asked("a")).isEqualTo("json_schema");
	}

	@Test
	void insteadWhenOnlyAnotherSchemaWasAcceptedThenARefusalThatSaysNothingMayBeAboutThisOne() {
		accept("a");

		assertThat(type(this.negotiation.ofCall(REQUEST, schema("b")).instead(refusal(400, "Invalid argument."))))
			.isEqualTo("json_object");
		assertThat(this.negotiation.ofCall(REQUEST, schema("a")).instead(refusal(400, "Invalid argument."))).isNull();
	}

	@Test
	void insteadWhenAnotherCallHasFoundALooserWayMeanwhileThenStillTried() {
		OfCall call = this.negotiation.ofCall(REQUEST, schema("a"));
		OfCall another = this.negotiation.ofCall(REQUEST, schema("a"));
		for (OfCall each : List.of(call, another)) {
			assertThat(type(each.instead(refusal()))).isEqualTo("json_object");
		}
		assertThat(another.instead(refusal())).isNotNull();
		another.answered();

		assertThat(call.instead(refusal(400, "Invalid argument."))).isNotNull();
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|',
			value = { "response_format type must be one of text or json_object | true",
					"failed to parse grammar | true", "Unsupported json_schema | true",
					"Failed to parse the JSON body | false", "no further message | false", "out of memory | false" })
	void insteadWhenTheServerFailsThenOnlyARefusalThatNamesTheFormat(String message, boolean refusal) {
		OfCall call = this.negotiation.ofCall(REQUEST, schema("a"));

		assertThat(call.instead(new ApiException("The server answered 500: " + message + ".",
				FailureOrigin.of("support-bot", 500))) != null)
			.isEqualTo(refusal);
	}

}
