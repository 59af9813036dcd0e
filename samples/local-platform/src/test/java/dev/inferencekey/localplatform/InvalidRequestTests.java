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

package dev.inferencekey.localplatform;

import dev.inferencekey.credential.ApiKey;
import dev.inferencekey.localplatform.Caller.Answer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Bodies that break a rule, and the field that the answer names. In the rows, {@code '}
 * stands for a quotation mark.
 */
class InvalidRequestTests {

	private static LocalPlatform platform;

	private static Caller caller;

	private static ApiKey key;

	@BeforeAll
	static void start() {
		platform = LocalPlatform.start();
		caller = new Caller(platform.baseUrl());
		key = platform.issueKey("acme/*");
	}

	@AfterAll
	static void stop() {
		platform.close();
	}

	@ParameterizedTest
	@ValueSource(
			strings = { "", "{", "[]", "null", "'text'", "{} {}", "{'model': 'support-bot',}", "model=support-bot" })
	void anyRouteWhenBodyIsNoJsonObjectThenInvalidJson(String body) {
		for (String path : new String[] { "support-bot/v1/chat/completions", "embedder/v1/embeddings",
				"reranker/v1/rerank" }) {
			Answer answer = caller.post("/endpoint/acme/" + path, key, body.replace('\'', '"'));
			assertThat(answer.status()).isEqualTo(400);
			assertThat(answer.errorCode()).isEqualTo("invalid_json");
			assertThat(answer.json().at("/error/type").asString()).isEqualTo("invalid_request_error");
			assertThat(answer.json().at("/error/param").isNull()).isTrue();
		}
	}

	@ParameterizedTest
	@CsvSource(quoteCharacter = '`', delimiter = '|',
			textBlock = """
					'model': 7, 'messages': [{'role': 'user', 'content': 'Hi'}]                           | model
					'model': 'default'                                                                          | messages
					'model': 'default', 'messages': null                                                        | messages
					'model': 'default', 'messages': []                                                          | messages
					'model': 'default', 'messages': 'Hi'                                                        | messages
					'model': 'default', 'messages': ['Hi']                                                      | messages[0]
					'model': 'default', 'messages': [{'content': 'Hi'}]                                         | messages[0].role
					'model': 'default', 'messages': [{'role': 'robot', 'content': 'Hi'}]                        | messages[0].role
					'messages': [{'role': 'function', 'name': 'f', 'content': 'Hi'}]                              | messages[0].role
					'messages': [{'role': 'user', 'content': 'Hi', 'mood': 'good'}]                               | messages[0].mood
					'messages': [{'role': 'user', 'content': [{'type': 'input_audio', 'input_audio': {}}]}]       | messages[0].content[0].type
					'messages': [{'role': 'user', 'content': [{'type': 'file', 'file': {}}]}]                     | messages[0].content[0].type
					'messages': [{'role': 'user', 'content': [{'type': 'text', 'text': ' '}]}]                    | messages[0].content
					'messages': [{'role': 'assistant', 'tool_calls': [{}]}]                                       | messages[0].tool_calls[0].type
					'messages': [{'role': 'assistant', 'tool_calls': []}]                                         | messages[0].content
					'messages': [{'role': 'assistant', 'tool_calls': [{'type': 'function', 'id': 'a', 'function': {'name': 'f', 'arguments': {}}}]}] | messages[0].tool_calls[0].function.arguments
					'messages': [{'role': 'tool', 'content': 'a'}]                                                | messages[0].tool_call_id
					'messages': [{'role': 'tool', 'content': 'a', 'tool_call_id': 'x'}]                           | messages[0].tool_call_id
					'messages': [{'role': 'tool', 'content': null, 'tool_call_id': 'x'}]                          | messages[0].content
					'model': 'default', 'messages': [{'role': 'user'}]                                          | messages[0].content
					'model': 'default', 'messages': [{'role': 'user', 'content': ' '}]                          | messages[0].content
					'model': 'default', 'messages': [{'role': 'user', 'content': []}]                           | messages[0].content
					'model': 'default', 'messages': [{'role': 'user', 'content': [{'type': 'image_url'}]}]      | messages[0].content[0].type
					'model': 'default', 'messages': [{'role': 'user', 'content': [{'type': 'text'}]}]           | messages[0].content[0].text
					'model': 'default', 'messages': [{'role': 'assistant', 'content': null}]                    | messages[0].content
					'model': 'default', 'messages': [{'role': 'system', 'content': 'Be kind.'}]                 | messages
					""")
	void chatWhenMessagesAreInvalidThenBadRequestNamesTheField(String fields, String param) {
		assertInvalid("support-bot/v1/chat/completions", fields, param);
	}

	@ParameterizedTest
	@CsvSource(quoteCharacter = '`', delimiter = '|', textBlock = """
			'temperature': 2.1                         | temperature
			'temperature': -0.1                        | temperature
			'temperature': '0.2'                       | temperature
			'top_p': 1.5                               | top_p
			'presence_penalty': 3                      | presence_penalty
			'frequency_penalty': -3                    | frequency_penalty
			'max_tokens': 0                            | max_tokens
			'max_tokens': 1.5                          | max_tokens
			'max_tokens': 99999999999                  | max_tokens
			'max_completion_tokens': '5'               | max_completion_tokens
			'n': 2                                     | n
			'n': 0                                     | n
			'logprobs': true                           | logprobs
			'top_logprobs': 3                          | logprobs
			'logprobs': 1                              | logprobs
			'logit_bias': {'5': 1}                     | logit_bias
			'store': true                              | store
			'modalities': ['text', 'audio']            | modalities
			'reasoning_effort': 'high'                 | reasoning_effort
			'anything': 1                              | anything
			'stream': true, 'stream_options': {'a': 1} | stream_options.a
			'stream': 'true'                           | stream
			'stream_options': {'include_usage': true}  | stream_options
			'stream': true, 'stream_options': []       | stream_options
			'stream': true, 'stream_options': {'include_usage': 1} | stream_options.include_usage
			'stop': 5                                  | stop
			'stop': ''                                 | stop
			'stop': ['a', '']                          | stop
			'stop': ['a', 'b', 'c', 'd', 'e']          | stop
			""")
	void chatWhenOptionIsInvalidThenBadRequestNamesTheField(String fields, String param) {
		assertInvalid("support-bot/v1/chat/completions",
				"'model': 'default', 'messages': [{'role': 'user', 'content': 'Hi'}], " + fields, param);
	}

	@ParameterizedTest
	@CsvSource(quoteCharacter = '`', delimiter = '|', textBlock = """
			'model': 'default'                                             | input
			'model': 'default', 'input': ''                                | input
			'model': 'default', 'input': []                                | input
			'model': 'default', 'input': ['a', ' ']                        | input[1]
			'model': 'default', 'input': [1, 2]                            | input
			'model': 'default', 'input': {'text': 'a'}                     | input
			'model': 'default', 'input': [[1, 2], [3]]                     | input
			'model': 'default', 'input': 'a', 'input_type': 'query'        | input_type
			'model': 'default', 'input': 'a', 'dimensions': 256            | dimensions
			'model': 'default', 'input': 'a', 'dimensions': '384'          | dimensions
			'model': 'default', 'input': 'a', 'encoding_format': 'binary'  | encoding_format
			'model': 'default', 'input': '\\u200b'                         | input
			""")
	void embeddingsWhenInvalidThenBadRequestNamesTheField(String fields, String param) {
		assertInvalid("embedder/v1/embeddings", fields, param);
	}

	@ParameterizedTest
	@CsvSource(quoteCharacter = '`', delimiter = '|', textBlock = """
			'model': 'default', 'documents': ['a']                              | query
			'model': 'default', 'query': ' ', 'documents': ['a']                | query
			'model': 'default', 'query': 'q'                                    | documents
			'model': 'default', 'query': 'q', 'documents': []                   | documents
			'model': 'default', 'query': 'q', 'documents': 'a'                  | documents
			'model': 'default', 'query': 'q', 'documents': ['a', '']            | documents[1]
			'model': 'default', 'query': 'q', 'documents': [7]                  | documents[0]
			'model': 'default', 'query': 'q', 'documents': [{'title': 'a'}]     | documents[0].text
			'query': 'q', 'documents': ['a'], 'return_documents': true     | return_documents
			'query': 'q', 'documents': ['a'], 'max_chunks_per_doc': 3      | max_chunks_per_doc
			'model': 'default', 'query': 'q', 'documents': ['a'], 'top_n': 0    | top_n
			""")
	void rerankWhenInvalidThenBadRequestNamesTheField(String fields, String param) {
		assertInvalid("reranker/v1/rerank", fields, param);
	}

	@Test
	void embeddingsWhenTextIsLongerThanTheModelReadsThenContextLengthExceeded() {
		String input = "word ".repeat(MiniLm.MAX_TOKENS + 1);
		Answer answer = caller.post("/endpoint/acme/embedder/v1/embeddings", key,
				"{\"model\": \"default\", \"input\": \"" + input + "\"}");
		assertThat(answer.status()).isEqualTo(400);
		assertThat(answer.errorCode()).isEqualTo("context_length_exceeded");
	}

	@Test
	void chatWhenMessagesAreLongerThanTheModelReadsThenContextLengthExceeded() {
		String content = "word ".repeat(MiniLm.MAX_TOKENS + 1);
		Answer answer = caller.post("/endpoint/acme/support-bot/v1/chat/completions", key,
				"{\"model\": \"default\", \"messages\": [{\"role\": \"user\", \"content\": \"" + content + "\"}]}");
		assertThat(answer.status()).isEqualTo(400);
		assertThat(answer.errorCode()).isEqualTo("context_length_exceeded");
	}

	@Test
	void anyRouteWhenBodyIsTooLargeThenContentTooLarge() {
		String body = "{\"input\": \"" + "x".repeat(RequestLimits.DEFAULTS.maxBodySize()) + "\"}";
		Answer answer = caller.post("/endpoint/acme/embedder/v1/embeddings", key, body);
		assertThat(answer.status()).isEqualTo(413);
		assertThat(answer.errorCode()).isEqualTo("request_too_large");
		assertThat(answer.header("x-request-id")).startsWith("req_");
	}

	private static void assertInvalid(String path, String fields, String param) {
		Answer answer = caller.post("/endpoint/acme/" + path, key, ("{" + fields + "}").replace('\'', '"'));
		assertThat(answer.status()).as(answer.body()).isEqualTo(400);
		assertThat(answer.json().at("/error/param").asString()).isEqualTo(param);
		assertThat(answer.errorCode()).isIn("invalid_value", "missing_required_parameter", "unsupported_parameter");
		assertThat(answer.json().at("/error/message").asString()).isNotBlank();
	}

}
