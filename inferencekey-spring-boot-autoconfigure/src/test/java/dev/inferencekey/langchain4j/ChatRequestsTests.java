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

package dev.inferencekey.langchain4j;

import java.util.Base64;
import java.util.List;
import java.util.Map;

import dev.inferencekey.text.ChatMessage;
import dev.inferencekey.text.ContentPart;
import dev.inferencekey.text.TextRequest;
import dev.inferencekey.text.TextResult;
import dev.inferencekey.text.Tool;
import dev.inferencekey.text.ToolCall;
import dev.inferencekey.text.ToolChoice;
import dev.langchain4j.agent.tool.ToolExecutionRequest;
import dev.langchain4j.agent.tool.ToolSpecification;
import dev.langchain4j.data.message.AiMessage;
import dev.langchain4j.data.message.AudioContent;
import dev.langchain4j.data.message.Content;
import dev.langchain4j.data.message.CustomMessage;
import dev.langchain4j.data.message.ImageContent;
import dev.langchain4j.data.message.PdfFileContent;
import dev.langchain4j.data.message.SystemMessage;
import dev.langchain4j.data.message.TextContent;
import dev.langchain4j.data.message.ToolExecutionResultMessage;
import dev.langchain4j.data.message.UserMessage;
import dev.langchain4j.data.message.VideoContent;
import dev.langchain4j.exception.UnsupportedFeatureException;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.request.ResponseFormat;
import dev.langchain4j.model.chat.request.ResponseFormatType;
import dev.langchain4j.model.chat.request.json.JsonArraySchema;
import dev.langchain4j.model.chat.request.json.JsonObjectSchema;
import dev.langchain4j.model.chat.request.json.JsonRawSchema;
import dev.langchain4j.model.chat.request.json.JsonReferenceSchema;
import dev.langchain4j.model.chat.request.json.JsonSchema;
import dev.langchain4j.model.chat.request.json.JsonSchemaElement;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

import org.springframework.util.MimeTypeUtils;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * What becomes of LangChain4j's requests.
 */
class ChatRequestsTests {

	private static final byte[] BYTES = { 1, 2, 3 };

	private static final String BASE64 = Base64.getEncoder().encodeToString(BYTES);

	private static ChatMessage map(dev.langchain4j.data.message.ChatMessage message) {
		return ChatRequests.map(ChatRequest.builder().messages(message).build()).messages().get(0);
	}

	private static ContentPart part(Content content) {
		return map(UserMessage.from(TextContent.from("Look"), content)).parts().get(1);
	}

	@Test
	void requestWhenItHasEveryParameterThenTheyAreOurs() {
		ChatRequest request = ChatRequest.builder()
			.messages(UserMessage.from("Hola"))
			.temperature(0.5)
			.topP(0.25)
			.topK(40)
			.frequencyPenalty(0.1)
			.presencePenalty(0.2)
			.maxOutputTokens(100)
			.stopSequences(List.of("END"))
			.build();

		assertThat(ChatRequests.map(request).parameters()).isEqualTo(
				TextRequest
					.of((ours) -> ours.prompt("Hola")
						.temperature(0.5)
						.topP(0.25)
						.topK(40)
						.frequencyPenalty(0.1)
						.presencePenalty(0.2)
						.maxTokens(100)
						.stop("END"))
					.parameters());
	}

	@Test
	void requestWhenItSaysNothingThenTheDefaultsOfTheWorkloadHold() {
		ChatRequest request = ChatRequest.builder().messages(UserMessage.from("Hola")).build();

		assertThat(ChatRequests.map(request).parameters()).isEmpty();
	}

	@Test
	void requestWhenItNamesAModelThenRefused() {
		ChatRequest request = ChatRequest.builder().messages(UserMessage.from("Hola")).modelName("gpt-4").build();

		assertThatExceptionOfType(UnsupportedFeatureException.class).isThrownBy(() -> ChatRequests.map(request))
			.withMessage("The modelName \"gpt-4\" is not supported: the workload decides which model answers. "
					+ "Leave it out.");
	}

	@Test
	void messagesWhenOfEachRoleThenOurs() {
		ToolExecutionRequest call = ToolExecutionRequest.builder().id("c1").name("weather").arguments("{}").build();
		ToolCall ours = ToolCall.of("c1", "weather", "{}");

		assertThat(map(SystemMessage.from("Be brief"))).isEqualTo(ChatMessage.system("Be brief"));
		assertThat(map(UserMessage.from("ana", "Hola"))).isEqualTo(ChatMessage.user("Hola").withName("ana"));
		assertThat(map(AiMessage.from("Hi"))).isEqualTo(ChatMessage.assistant("Hi"));
		assertThat(map(AiMessage.from(call)))
			.isEqualTo(ChatMessage.assistant(TextResult.builder().toolCalls(List.of(ours)).build()));
		assertThat(map(ToolExecutionResultMessage.from(call, "sunny")))
			.isEqualTo(ChatMessage.toolResult(ours, "sunny"));
	}

	@Test
	void messagesWhenAnAnswerWasEmptyThenLeftOut() {
		ChatRequest request = ChatRequest.builder()
			.messages(UserMessage.from("Hola"), AiMessage.from(""), UserMessage.from("Are you there?"))
			.build();

		assertThat(ChatRequests.map(request).messages()).containsExactly(ChatMessage.user("Hola"),
				ChatMessage.user("Are you there?"));
	}

	@Test
	void messageWhenTheModelRefusedThenItsRefusalGoesBack() {
		AiMessage refused = AiMessage.builder().text("").attributes(Map.of("refusal", "No.")).build();

		assertThat(map(refused)).isEqualTo(ChatMessage.assistant("No."));
	}

	@Test
	void messageWhenAToolHasNoResultThenItIsValidAllTheSame() {
		ToolExecutionResultMessage nothing = ToolExecutionResultMessage.from("c1", "clear", "");

		assertThat(map(nothing).text()).isEqualTo("\"\"");
	}

	@Test
	void messageWhenOfAnotherKindThenRefused() {
		assertThatExceptionOfType(UnsupportedFeatureException.class)
			.isThrownBy(() -> map(CustomMessage.from(Map.of("a", "b"))))
			.withMessageContaining("CUSTOM");
	}

	@Test
	void contentWhenAnImageThenAnImagePart() {
		assertThat(part(ImageContent.from(BASE64, "image/png")))
			.isEqualTo(ContentPart.image(MimeTypeUtils.IMAGE_PNG, BYTES));
		assertThat(part(ImageContent.from("https://example.com/a.png")).uri()).hasToString("https://example.com/a.png");
	}

	@ParameterizedTest
	@CsvSource({ "audio/wav, wav", "audio/x-wav, wav", "audio/mpeg, mp3", "audio/mp3, mp3", "audio/FLAC, flac" })
	void contentWhenAudioThenAnAudioPartOfItsFormat(String mimeType, String format) {
		assertThat(part(AudioContent.from(BASE64, mimeType))).isEqualTo(ContentPart.audio(format, BYTES));
	}

	@Test
	void contentWhenAPdfThenAFilePart() {
		assertThat(part(PdfFileContent.from(BASE64, "application/pdf")))
			.isEqualTo(ContentPart.file("document.pdf", MimeTypeUtils.parseMimeType("application/pdf"), BYTES));
	}

	static List<Content> unsupported() {
		return List.of(VideoContent.from("https://example.com/a.mp4"), PdfFileContent.from("https://example.com/a.pdf"),
				AudioContent.from("https://example.com/a.wav"));
	}

	@ParameterizedTest
	@MethodSource("unsupported")
	void contentWhenTheWireHasNoFormForItThenRefused(Content content) {
		assertThatExceptionOfType(UnsupportedFeatureException.class).isThrownBy(() -> part(content));
	}

	@Test
	void toolsWhenMappedThenDeclaredWithTheirSchemas() {
		ChatRequest request = ChatRequest.builder()
			.messages(UserMessage.from("Hola"))
			.toolSpecifications(ToolSpecification.builder()
				.name("weather")
				.description("Current weather")
				.parameters(JsonObjectSchema.builder().addStringProperty("city").required("city").build())
				.build(), ToolSpecification.builder().name("time").build())
			.toolChoice(dev.langchain4j.model.chat.request.ToolChoice.REQUIRED)
			.build();

		TextRequest mapped = ChatRequests.map(request);

		assertThat(mapped.tools()).extracting(Tool::name).containsExactly("weather", "time");
		assertThat(mapped.tools()).extracting(Tool::description).containsExactly("Current weather", "");
		assertThat(mapped.tools()).extracting(Tool::inputSchema)
			.containsExactly(
					"{\"type\":\"object\",\"properties\":{\"city\":{\"type\":\"string\"}},\"required\":[\"city\"]}",
					"{\"type\":\"object\",\"properties\":{}}");
		assertThat(mapped.parameters()).containsEntry("tool_choice", ToolChoice.REQUIRED);
	}

	static List<JsonSchemaElement> schemas() {
		return List.of(
				JsonObjectSchema.builder()
					.addProperty("next", JsonReferenceSchema.builder().reference("node").build())
					.definitions(Map.of("node", JsonObjectSchema.builder().addIntegerProperty("v").build()))
					.additionalProperties(false)
					.build(),
				JsonArraySchema.builder().items(JsonRawSchema.from("{\"type\":\"string\"}")).build(),
				JsonRawSchema.from("{\"type\":\"object\",\"properties\":{}}"));
	}

	@ParameterizedTest
	@MethodSource("schemas")
	void responseFormatWhenItHasASchemaThenItsJson(JsonSchemaElement schema) {
		ResponseFormat format = ResponseFormat.builder()
			.type(ResponseFormatType.JSON)
			.jsonSchema(JsonSchema.builder().name("answer").rootElement(schema).build())
			.build();

		Object mapped = responseFormat(format);

		String expected = switch (schemas().indexOf(schema)) {
			case 0 -> "{\"type\":\"object\",\"properties\":{\"next\":{\"$ref\":\"#/$defs/node\"}},"
					+ "\"additionalProperties\":false,\"$defs\":{\"node\":{\"type\":\"object\","
					+ "\"properties\":{\"v\":{\"type\":\"integer\"}}}}}";
			case 1 -> "{\"type\":\"array\",\"items\":{\"type\":\"string\"}}";
			default -> "{\"type\":\"object\",\"properties\":{}}";
		};
		assertThat(mapped).isEqualTo(dev.inferencekey.text.ResponseFormat.jsonSchema("answer", expected));
	}

	@Test
	void responseFormatWhenItHasNoSchemaThenTextOrAnyObject() {
		assertThat(responseFormat(ResponseFormat.TEXT)).isEqualTo(dev.inferencekey.text.ResponseFormat.TEXT);
		assertThat(responseFormat(ResponseFormat.JSON)).isEqualTo(dev.inferencekey.text.ResponseFormat.JSON_OBJECT);
	}

	private static Object responseFormat(ResponseFormat format) {
		return ChatRequests.map(ChatRequest.builder().messages(UserMessage.from("Hola")).responseFormat(format).build())
			.parameters()
			.get("response_format");
	}

}
