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

package dev.inferencekey.operation;

import java.nio.charset.StandardCharsets;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The shapes of error bodies.
 */
class ErrorBodyTests {

	private static final Json JSON = new Json(JsonMapper.shared());

	private static ErrorBody parse(String body) {
		byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
		return ErrorBody.parse(JSON, bytes, 0, bytes.length);
	}

	@ParameterizedTest
	@CsvSource(quoteCharacter = '\'', delimiter = '|', nullValues = "-", value = {
			"{\"error\":{\"code\":\"wrong_credential_type\",\"message\":\"no\"}}                    | wrong_credential_type | - | no | 0",
			"{\"error\":\"wrong_credential_type\"}                                                  | wrong_credential_type | - | '' | 0",
			"{\"error\":\"A whole sentence.\"}                                                      | - | - | A whole sentence. | 0",
			"{\"error\":{\"message\":\"m\",\"type\":\"invalid_request_error\",\"param\":null,\"code\":null}} | - | invalid_request_error | m | 0",
			"{\"error\":{\"message\":\"m\",\"type\":\"server_error\",\"code\":503}}                 | - | server_error | m | 503",
			"{\"error\":{\"message\":\"m\",\"code\":\"429\"}}                                       | 429 | - | m | 429",
			"{\"object\":\"error\",\"message\":\"m\",\"type\":\"BadRequestError\",\"code\":400}     | - | BadRequestError | m | 400",
			"{\"object\":\"error\",\"message\":{\"detail\":[{\"loc\":[\"body\",0],\"msg\":\"m\"}]}} | - | - | 'body.0: m' | 0",
			"{\"detail\":\"m\"}                                                                     | - | - | m | 0",
			"{\"detail\":[{\"loc\":[\"body\",\"n\"],\"msg\":\"m\"},\"x\"]}                          | - | - | 'body.n: m; x' | 0",
			"{\"detail\":{\"error\":{\"code\":\"c\",\"message\":\"m\"}}}                            | c | - | m | 0",
			"{\"type\":\"error\",\"error\":{\"type\":\"overloaded_error\",\"message\":\"m\"}}       | - | overloaded_error | m | 0",
			"{\"error\":{\"type\":\"overloaded_error\",\"message\":\"m\"},\"type\":\"error\",\"message\":\"x\"} | - | overloaded_error | m | 0",
			"{\"success\":false,\"errors\":[{\"code\":5006,\"message\":\"m\"},{\"code\":1,\"message\":\"x\"}]} | 5006 | - | m | 0",
			"{\"error\":{\"code\":5006,\"type\":\"t\",\"message\":\"m\"}}                           | 5006 | t | m | 0",
			"{\"errors\":[\"m\",\"x\"]}                                                             | - | - | m | 0",
			"{\"error\":[{\"code\":5006,\"message\":\"m\"}]}                                       | 5006 | - | m | 0",
			"{\"code\":500,\"msg\":\"m\"}                                                        | 500 | - | m | 500",
			"{\"choices\":[{\"delta\":{\"error\":{\"code\":502,\"message\":\"m\"}}}]}               | 502 | - | m | 502",
			"{\"choices\":[{\"delta\":{\"content\":\"x\"},\"finish_reason\":\"error\"}]}            | error | - | '' | 0",
			"{\"error_msg\":\"m\"}                                                                  | - | - | m | 0",
			"{\"choices\":[{\"error\":{\"code\":502,\"message\":\"m\"},\"finish_reason\":\"error\"}]} | 502 | - | m | 502" })
	void parseWhenShapeIsKnownThenReadIntoOne(String body, String code, String type, String message, int status) {
		ErrorBody error = parse(body);

		assertThat(error.code()).isEqualTo(code);
		assertThat(error.type()).isEqualTo(type);
		assertThat(error.message()).isEqualTo(message);
		assertThat(error.status()).isEqualTo(status);
	}

	@ParameterizedTest
	@ValueSource(
			strings = { "{\"reason\":\"unknown\"}", "[1,2]", "busy", "{\"error\":{\"text\":\"x\"}}", "{\"error\":" })
	void parseWhenShapeIsUnknownThenTheBodyIsTheMessage(String body) {
		assertThat(parse(body).message()).isEqualTo(body);
	}

	@Test
	void parseWhenPageOfAProxyThenItsTextOnOneLine() {
		ErrorBody error = parse(
				"<html><head><title>x</title></head><body><h1>502 Bad\nGateway</h1><p>ng<b>inx</b></p></body></html>");

		assertThat(error.message()).isEqualTo("502 Bad Gateway nginx");
	}

	@Test
	void parseWhenNothingOrNotTextThenStillAnError() {
		byte[] bytes = { (byte) 0xff, (byte) 0xfe, 'x' };

		assertThat(parse("").message()).isEmpty();
		assertThat(ErrorBody.parse(JSON, bytes, 0, bytes.length).message()).contains("x");
	}

	@Test
	void parseWhenNestedWithoutEndThenNoOverflow() {
		String body = "{\"error\":".repeat(300) + "{\"message\":\"deep\"}" + "}".repeat(300);

		assertThat(parse(body).message()).isNotEmpty();
	}

	@Test
	void parseWhenCodeIsASentenceThenDropped() {
		assertThat(parse("{\"error\":{\"code\":\"not a word\",\"message\":\"m\"}}").code()).isNull();
	}

}
