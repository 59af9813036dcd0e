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

import java.net.URI;
import java.util.Base64;

import dev.inferencekey.text.ContentPart;
import dev.langchain4j.data.audio.Audio;
import dev.langchain4j.data.image.Image;
import dev.langchain4j.data.message.AudioContent;
import dev.langchain4j.data.message.Content;
import dev.langchain4j.data.message.ImageContent;
import dev.langchain4j.data.message.PdfFileContent;
import dev.langchain4j.data.message.TextContent;
import dev.langchain4j.data.pdf.PdfFile;
import dev.langchain4j.exception.UnsupportedFeatureException;
import org.jspecify.annotations.Nullable;

import org.springframework.util.MimeType;
import org.springframework.util.MimeTypeUtils;

/**
 * What LangChain4j's user messages contain as parts of ours.
 */
final class Contents {

	private Contents() {
	}

	static ContentPart map(Content content) {
		if (content instanceof TextContent text) {
			return ContentPart.text(text.text());
		}
		if (content instanceof ImageContent image) {
			return image(image.image());
		}
		if (content instanceof AudioContent audio) {
			return audio(audio.audio());
		}
		if (content instanceof PdfFileContent pdf) {
			return pdf(pdf.pdfFile());
		}
		throw new UnsupportedFeatureException("Content of type " + content.type() + " is not supported.");
	}

	private static ContentPart image(Image image) {
		URI url = image.url();
		return (url != null) ? ContentPart.image(url)
				: ContentPart.image(mimeType(image.mimeType(), "image"), bytes(image.base64Data(), "image"));
	}

	private static ContentPart audio(Audio audio) {
		byte[] binary = audio.binaryData();
		return ContentPart.audio(mimeType(audio.mimeType(), "audio"),
				(binary != null) ? binary : bytes(audio.base64Data(), "audio"));
	}

	private static ContentPart pdf(PdfFile pdf) {
		return ContentPart.file("document.pdf", MimeTypeUtils.parseMimeType(PdfFile.DEFAULT_MIME_TYPE),
				bytes(pdf.base64Data(), "PDF file"));
	}

	private static MimeType mimeType(@Nullable String type, String what) {
		if (type == null) {
			throw new UnsupportedFeatureException("The " + what + " has no MIME type. Set it.");
		}
		return MimeTypeUtils.parseMimeType(type);
	}

	private static byte[] bytes(@Nullable String base64, String what) {
		if (base64 == null) {
			throw new UnsupportedFeatureException(
					"The " + what + " has no data: only images can be given as a URL. Give its bytes as Base64.");
		}
		return Base64.getDecoder().decode(base64);
	}

}
