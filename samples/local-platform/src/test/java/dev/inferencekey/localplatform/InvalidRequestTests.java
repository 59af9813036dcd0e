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
					'messages': [{'role': 'user', 'content': 'Hi'}]                                       | model
					'model': '', 'messages': [{'role': 'user', 'content': 'Hi'}]                          | model
					'model': 7, 'messages': [{'role': 'user', 'content': 'Hi'}]                           | model
					'model': 'm'                                                                          | messages
					'model': 'm', 'messages': null                                                        | messages
					'model': 'm', 'messages': []                                                          | messages
					'model': 'm', 'messages': 'Hi'                                                        | messages
					'model': 'm', 'messages': ['Hi']                                                      | messages[0]
					'model': 'm', 'messages': [{'content': 'Hi'}]                                         | messages[0].role
					'model': 'm', 'messages': [{'role': 'robot', 'content': 'Hi'}]                        | messages[0].role
					'model': 'm', 'messages': [{'role': 'user'}]                                          | messages[0].content
					'model': 'm', 'messages': [{'role': 'user', 'content': ' '}]                          | messages[0].content
					'model': 'm', 'messages': [{'role': 'user', 'content': []}]                           | messages[0].content
					'model': 'm', 'messages': [{'role': 'user', 'content': [{'type': 'image_url'}]}]      | messages[0].content[0].type
					'model': 'm', 'messages': [{'role': 'user', 'content': [{'type': 'text'}]}]           | messages[0].content[0].text
					'model': 'm', 'messages': [{'role': 'assistant', 'content': null}]                    | messages[0].content
					'model': 'm', 'messages': [{'role': 'system', 'content': 'Be kind.'}]                 | messages
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
				"'model': 'm', 'messages': [{'role': 'user', 'content': 'Hi'}], " + fields, param);
	}

	@ParameterizedTest
	@CsvSource(quoteCharacter = '`', delimiter = '|', textBlock = """
			'input': 'Hi'                                            | model
			'model': 'm'                                             | input
			'model': 'm', 'input': ''                                | input
			'model': 'm', 'input': []                                | input
			'model': 'm', 'input': ['a', ' ']                        | input[1]
			'model': 'm', 'input': [1, 2]                            | input[0]
			'model': 'm', 'input': {'text': 'a'}                     | input
			'model': 'm', 'input': 'a', 'dimensions': 256            | dimensions
			'model': 'm', 'input': 'a', 'dimensions': '384'          | dimensions
			'model': 'm', 'input': 'a', 'encoding_format': 'binary'  | encoding_format
			'model': 'm', 'input': '\\u200b'                         | input
			""")
	void embeddingsWhenInvalidThenBadRequestNamesTheField(String fields, String param) {
		assertInvalid("embedder/v1/embeddings", fields, param);
	}

	@ParameterizedTest
	@CsvSource(quoteCharacter = '`', delimiter = '|', textBlock = """
			'query': 'q', 'documents': ['a']                              | model
			'model': 'm', 'documents': ['a']                              | query
			'model': 'm', 'query': ' ', 'documents': ['a']                | query
			'model': 'm', 'query': 'q'                                    | documents
			'model': 'm', 'query': 'q', 'documents': []                   | documents
			'model': 'm', 'query': 'q', 'documents': 'a'                  | documents
			'model': 'm', 'query': 'q', 'documents': ['a', '']            | documents[1]
			'model': 'm', 'query': 'q', 'documents': [7]                  | documents[0]
			'model': 'm', 'query': 'q', 'documents': [{'title': 'a'}]     | documents[0].text
			'model': 'm', 'query': 'q', 'documents': ['a'], 'top_n': 0    | top_n
			""")
	void rerankWhenInvalidThenBadRequestNamesTheField(String fields, String param) {
		assertInvalid("reranker/v1/rerank", fields, param);
	}

	@Test
	void embeddingsWhenTextIsLongerThanTheModelReadsThenContextLengthExceeded() {
		String input = "word ".repeat(MiniLm.MAX_TOKENS + 1);
		Answer answer = caller.post("/endpoint/acme/embedder/v1/embeddings", key,
				"{\"model\": \"m\", \"input\": \"" + input + "\"}");
		assertThat(answer.status()).isEqualTo(400);
		assertThat(answer.errorCode()).isEqualTo("context_length_exceeded");
	}

	@Test
	void chatWhenMessagesAreLongerThanTheModelReadsThenContextLengthExceeded() {
		String content = "word ".repeat(MiniLm.MAX_TOKENS + 1);
		Answer answer = caller.post("/endpoint/acme/support-bot/v1/chat/completions", key,
				"{\"model\": \"m\", \"messages\": [{\"role\": \"user\", \"content\": \"" + content + "\"}]}");
		assertThat(answer.status()).isEqualTo(400);
		assertThat(answer.errorCode()).isEqualTo("context_length_exceeded");
	}

	@Test
	void anyRouteWhenBodyIsTooLargeThenContentTooLarge() {
		String body = "{\"input\": \"" + "x".repeat(PlatformServer.MAX_BODY_SIZE) + "\"}";
		Answer answer = caller.post("/endpoint/acme/embedder/v1/embeddings", key, body);
		assertThat(answer.status()).isEqualTo(413);
		assertThat(answer.errorCode()).isEqualTo("request_too_large");
		assertThat(answer.header("x-request-id")).startsWith("req_");
	}

	private static void assertInvalid(String path, String fields, String param) {
		Answer answer = caller.post("/endpoint/acme/" + path, key, ("{" + fields + "}").replace('\'', '"'));
		assertThat(answer.status()).as(answer.body()).isEqualTo(400);
		assertThat(answer.json().at("/error/param").asString()).isEqualTo(param);
		assertThat(answer.errorCode()).isIn("invalid_value", "missing_required_parameter");
		assertThat(answer.json().at("/error/message").asString()).isNotBlank();
	}

}
