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

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;

import dev.inferencekey.operation.Json;
import dev.inferencekey.operation.RequestBody;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.core.io.InputStreamResource;
import org.springframework.core.io.Resource;
import org.springframework.util.MimeTypeUtils;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link TextEncoder}: the JSON of requests, byte by byte, and what traces have
 * of them.
 */
class TextEncoderTests {

	private static final Json JSON = new Json(JsonMapper.shared());

	private static final ToolCall CALL = ToolCall.of("call_1", "weather", "{\"city\": \"Porto\"}");

	private static RequestBody encode(TextRequest request) {
		return new TextEncoder(false).encode(request, "m", JSON);
	}

	private static String write(RequestBody body) throws IOException {
		ByteArrayOutputStream out = new ByteArrayOutputStream();
		body.writeTo(out);
		return out.toString(StandardCharsets.UTF_8);
	}

	private static String messages(ChatMessage... messages) throws IOException {
		RequestBody body = encode(TextRequest.builder().messages(List.of(messages)).build());
		String json = write(body);
		assertThat(body.contentLength()).isEqualTo(json.getBytes(StandardCharsets.UTF_8).length);
		assertThat(json).startsWith("{\"model\":\"m\",\"messages\":").endsWith(",\"stream\":false}");
		return json.substring("{\"model\":\"m\",\"messages\":".length(), json.length() - ",\"stream\":false}".length());
	}

	private static String trace(ChatMessage... messages) {
		return new TextEncoder(false).content(TextRequest.builder().messages(List.of(messages)).build(), JSON);
	}

	@Test
	void messageWhenOfTextThenContentIsAStringInMemory() throws IOException {
		assertThat(messages(ChatMessage.system("Be brief."), ChatMessage.user("Olá").withName("ada"))).isEqualTo(
				"[{\"role\":\"system\",\"content\":\"Be brief.\"},{\"role\":\"user\",\"content\":\"Olá\",\"name\":\"ada\"}]");
		assertThat(encode(TextRequest.of("Olá")).bytes()).isNotNull();
	}

	@Test
	void messageWhenOfPartsThenContentIsAnArray() throws IOException {
		byte[] bytes = { 0, 1, 2, 3 };

		assertThat(messages(ChatMessage.user(ContentPart.text("Compare"),
				ContentPart.image(URI.create("https://example.com/a.png")),
				ContentPart.image(MimeTypeUtils.IMAGE_PNG, bytes), ContentPart.audio("wav", bytes),
				ContentPart.file("a \"b\".pdf", MimeTypeUtils.parseMimeType("application/pdf"), bytes))))
			.isEqualTo("[{\"role\":\"user\",\"content\":[{\"type\":\"text\",\"text\":\"Compare\"},"
					+ "{\"type\":\"image_url\",\"image_url\":{\"url\":\"https://example.com/a.png\"}},"
					+ "{\"type\":\"image_url\",\"image_url\":{\"url\":\"data:image/png;base64,AAECAw==\"}},"
					+ "{\"type\":\"input_audio\",\"input_audio\":{\"data\":\"AAECAw==\",\"format\":\"wav\"}},"
					+ "{\"type\":\"file\",\"file\":{\"filename\":\"a \\\"b\\\".pdf\",\"file_data\":\"data:application/pdf;base64,AAECAw==\"}}]}]");
	}

	@Test
	void messageWhenOfToolsThenCallsAndTheirResults() throws IOException {
		TextResult answer = TextResult.builder().text("").toolCalls(List.of(CALL)).build();

		assertThat(messages(ChatMessage.assistant(answer), ChatMessage.toolResult(CALL, "{\"sky\":\"clear\"}")))
			.isEqualTo(
					"[{\"role\":\"assistant\",\"content\":null,\"tool_calls\":[{\"id\":\"call_1\",\"type\":\"function\",\"function\":{\"name\":\"weather\",\"arguments\":\"{\\\"city\\\": \\\"Porto\\\"}\"}}]},"
							+ "{\"role\":\"tool\",\"content\":\"{\\\"sky\\\":\\\"clear\\\"}\",\"tool_call_id\":\"call_1\"}]");
	}

	@ParameterizedTest
	@ValueSource(ints = { 1, 2, 3, 4, 1000, 16_384, 16_385, 100_000 })
	void mediaWhenOfAnyLengthThenLengthIsExactAndBytesAreRight(int length) throws IOException {
		byte[] bytes = new byte[length];
		bytes[length - 1] = 7;
		// More than one buffer of the generator before and between.
		String text = "é".repeat(10_000);
		JsonMapper pretty = JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();
		ChatMessage message = ChatMessage.user(ContentPart.text(text),
				ContentPart.image(MimeTypeUtils.IMAGE_PNG, bytes), ContentPart.text(text),
				ContentPart.audio("mp3", bytes));

		RequestBody body = new TextEncoder(true).encode(TextRequest.builder().message(message).build(), "m",
				new Json(pretty));
		String json = write(body);

		assertThat(body.contentLength()).isEqualTo(json.getBytes(StandardCharsets.UTF_8).length);
		assertThat(JsonMapper.shared().readTree(json).at("/messages/0/content/3/input_audio/data").binaryValue())
			.isEqualTo(bytes);
		assertThat(JsonMapper.shared().readTree(json).at("/messages/0/content/1/image_url/url").asString())
			.hasSize("data:image/png;base64,".length() + (length + 2) / 3 * 4);
	}

	@Test
	void mediaWhenReadableOnlyOnceThenLengthUnknownAndNotRepeatable() throws IOException {
		Resource once = new InputStreamResource(new ByteArrayInputStream(new byte[] { 0, 1, 2 })) {
			@Override
			public String getFilename() {
				return "a.png";
			}
		};

		RequestBody body = encode(TextRequest.builder().message(ChatMessage.user(ContentPart.image(once))).build());

		assertThat(body.contentLength()).isEqualTo(-1);
		assertThat(body.repeatable()).isFalse();
		assertThat(write(body)).contains("\"data:image/png;base64,AAEC\"");
	}

	@Test
	void mediaWhenInMemoryThenRepeatable() throws IOException {
		RequestBody body = encode(TextRequest.builder()
			.message(ChatMessage.user(ContentPart.image(MimeTypeUtils.IMAGE_PNG, new byte[] { 0, 1, 2 })))
			.build());

		assertThat(body.repeatable()).isTrue();
		assertThat(write(body)).isEqualTo(write(body));
	}

	@Test
	void toolsWhenSetThenEachHasItsFieldOnTheWire() throws IOException {
		TextRequest request = TextRequest.builder()
			.prompt("Hi")
			.tools(Tool.declare("weather", "Tells the weather.", "{\"type\":\"object\"}"))
			.toolChoice(ToolChoice.function("weather"))
			.parallelToolCalls(false)
			.topK(40)
			.n(2)
			.logprobs(3)
			.reasoningEffort("low")
			.build();

		assertThat(write(encode(request)))
			.isEqualTo("{\"model\":\"m\",\"messages\":[{\"role\":\"user\",\"content\":\"Hi\"}],\"stream\":false,"
					+ "\"tools\":[{\"type\":\"function\",\"function\":{\"name\":\"weather\",\"description\":\"Tells the weather.\",\"parameters\":{\"type\":\"object\"}}}],"
					+ "\"tool_choice\":{\"type\":\"function\",\"function\":{\"name\":\"weather\"}},\"parallel_tool_calls\":false,\"top_k\":40,"
					+ "\"n\":2,\"logprobs\":true,\"top_logprobs\":3,\"reasoning_effort\":\"low\"}");
	}

	@Test
	void traceWhenMessagesHaveMediaThenWithoutTheirBytes() {
		assertThat(trace(ChatMessage.user(ContentPart.text("Compare"),
				ContentPart.image(URI.create("https://example.com/a.png")),
				ContentPart.image(URI.create("data:image/png;base64,AAECAw==")),
				ContentPart.image(MimeTypeUtils.IMAGE_PNG, new byte[] { 0, 1, 2 }),
				ContentPart.audio("wav", new byte[] { 0, 1, 2 }))))
			.isEqualTo("[{\"role\":\"user\",\"parts\":[{\"type\":\"text\",\"content\":\"Compare\"},"
					+ "{\"type\":\"uri\",\"modality\":\"image\",\"uri\":\"https://example.com/a.png\"},"
					+ "{\"type\":\"blob\",\"modality\":\"image\"},"
					+ "{\"type\":\"blob\",\"modality\":\"image\",\"mime_type\":\"image/png\"},"
					+ "{\"type\":\"blob\",\"modality\":\"audio\",\"mime_type\":\"audio/wav\"}]}]");
	}

	@Test
	void traceWhenMessagesHaveToolCallsThenByTheConventions() {
		ToolCall broken = ToolCall.of("call_2", "weather", "{\"city\":");
		TextResult answer = TextResult.builder().text("").toolCalls(List.of(CALL, broken)).build();

		assertThat(trace(ChatMessage.assistant(answer), ChatMessage.toolResult(CALL, "clear"))).isEqualTo(
				"[{\"role\":\"assistant\",\"parts\":[{\"type\":\"tool_call\",\"id\":\"call_1\",\"name\":\"weather\",\"arguments\":{\"city\": \"Porto\"}},"
						+ "{\"type\":\"tool_call\",\"id\":\"call_2\",\"name\":\"weather\",\"arguments\":\"{\\\"city\\\":\"}]},"
						+ "{\"role\":\"tool\",\"parts\":[{\"type\":\"tool_call_response\",\"id\":\"call_1\",\"response\":\"clear\"}]}]");
	}

}
