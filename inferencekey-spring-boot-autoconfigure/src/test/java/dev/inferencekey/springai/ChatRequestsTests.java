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

package dev.inferencekey.springai;

import java.net.URI;
import java.util.List;
import java.util.Map;

import dev.inferencekey.text.ChatMessage;
import dev.inferencekey.text.ContentPart;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.ai.chat.messages.AssistantMessage;
import org.springframework.ai.chat.messages.Message;
import org.springframework.ai.chat.messages.SystemMessage;
import org.springframework.ai.chat.messages.UserMessage;
import org.springframework.ai.chat.prompt.Prompt;
import org.springframework.ai.content.Media;

import org.springframework.util.MimeTypeUtils;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * What becomes of Spring AI's messages and their media.
 */
class ChatRequestsTests {

	private static final byte[] BYTES = { 1, 2, 3 };

	private static final String BASE64 = "AQID";

	private static List<ChatMessage> map(Message... messages) {
		return ChatRequests.map(new Prompt(messages)).messages();
	}

	private static ContentPart part(Media media) {
		return map(UserMessage.builder().text("Look").media(media).build()).get(0).parts().get(1);
	}

	private static Media media(String type, Object data) {
		Media.Builder media = Media.builder().mimeType(MimeTypeUtils.parseMimeType(type)).name("note");
		return ((data instanceof byte[] bytes) ? media.data(bytes) : media.data((String) data)).build();
	}

	@Test
	void mediaWhenBytesThenAPartOfTheirKind() {
		assertThat(part(media("image/png", BYTES))).isEqualTo(ContentPart.image(MimeTypeUtils.IMAGE_PNG, BYTES));
		assertThat(part(media("application/pdf", BYTES)))
			.isEqualTo(ContentPart.file("note", MimeTypeUtils.parseMimeType("application/pdf"), BYTES));
		assertThat(part(media("text/csv", BYTES)))
			.isEqualTo(ContentPart.file("note", MimeTypeUtils.parseMimeType("text/csv"), BYTES));
	}

	@ParameterizedTest
	@CsvSource({ "audio/wav, wav", "audio/x-wav, wav", "audio/vnd.wave, wav", "audio/mpeg, mp3", "audio/FLAC, flac" })
	void mediaWhenAudioThenAPartOfItsFormat(String type, String format) {
		assertThat(part(media(type, BYTES))).isEqualTo(ContentPart.audio(format, BYTES));
	}

	@ParameterizedTest
	@ValueSource(strings = { "https://example.com/a.png", "data:image/png;base64,AQID" })
	void mediaWhenAnImageByUriThenTheUri(String uri) {
		assertThat(part(media("image/png", uri)).uri()).isEqualTo(URI.create(uri));
	}

	@Test
	void mediaWhenTheImageIsAUrlThenItsUri() throws Exception {
		URI uri = URI.create("https://example.com/a.png");

		Media media = Media.builder().mimeType(MimeTypeUtils.IMAGE_PNG).data(uri.toURL()).build();

		assertThat(part(media).uri()).isEqualTo(uri);
	}

	// As media are after memory has kept them as JSON.
	@Test
	void mediaWhenBase64ThenItsBytes() {
		assertThat(part(media("image/png", BASE64))).isEqualTo(ContentPart.image(MimeTypeUtils.IMAGE_PNG, BYTES));
		assertThat(part(media("audio/wav", BASE64))).isEqualTo(ContentPart.audio("wav", BYTES));
		assertThat(part(media("audio/wav", "data:audio/wav;base64,AQID"))).isEqualTo(ContentPart.audio("wav", BYTES));
	}

	@ParameterizedTest
	@CsvSource({ "audio/wav, https://example.com/a.wav", "application/pdf, https://example.com/a.pdf",
			"video/mp4, s3://acme/a.mp4", "audio/wav, 'data:audio/wav,a'" })
	void mediaWhenNoImageByUriThenSaidSo(String type, String uri) {
		assertThatIllegalArgumentException().isThrownBy(() -> part(media(type, uri)))
			.withMessage("The media \"note\" (" + type + ") is given by a URI, which only images can be. "
					+ "Give its bytes instead.");
	}

	@Test
	void mediaWhenNeitherUriNorBase64ThenSaidSo() {
		assertThatIllegalArgumentException().isThrownBy(() -> part(media("image/png", "a.png")))
			.withMessage("The media \"note\" (image/png) is neither a URI nor Base64.");
	}

	@Test
	void messagesWhenEmptyThenLeftOut() {
		assertThat(map(new SystemMessage(""), new UserMessage("Hola"), new AssistantMessage(""),
				new UserMessage("Are you there?")))
			.containsExactly(ChatMessage.user("Hola"), ChatMessage.user("Are you there?"));
	}

	@Test
	void messageWhenTheModelRefusedThenItsRefusalGoesBack() {
		AssistantMessage refused = AssistantMessage.builder().content("").properties(Map.of("refusal", "No.")).build();

		assertThat(map(new UserMessage("Hola"), refused)).containsExactly(ChatMessage.user("Hola"),
				ChatMessage.assistant("No."));
	}

}
