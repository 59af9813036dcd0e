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

import java.net.URI;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;

import org.jspecify.annotations.Nullable;

import org.springframework.core.io.ByteArrayResource;
import org.springframework.core.io.Resource;
import org.springframework.util.MimeType;

/**
 * One part of a message: text, an image, audio or a file. Immutable, but byte arrays are
 * not copied and must not be modified afterwards. Bytes are encoded while the request is
 * sent, which keeps the memory footprint of large media small.
 */
public final class ContentPart {

	private static final Map<String, String> IMAGE_TYPES = Map.ofEntries(Map.entry("png", "image/png"),
			Map.entry("jpg", "image/jpeg"), Map.entry("jpeg", "image/jpeg"), Map.entry("gif", "image/gif"),
			Map.entry("webp", "image/webp"), Map.entry("bmp", "image/bmp"), Map.entry("tif", "image/tiff"),
			Map.entry("tiff", "image/tiff"), Map.entry("heic", "image/heic"), Map.entry("avif", "image/avif"),
			Map.entry("svg", "image/svg+xml"));

	// The formats of audio that have another name than their media type.
	private static final Map<String, String> AUDIO_FORMATS = Map.of("mpeg", "mp3", "x-wav", "wav", "wave", "wav",
			"vnd.wave", "wav");

	private final Type type;

	private final @Nullable String text;

	private final @Nullable URI uri;

	private final @Nullable Resource data;

	private final @Nullable String format;

	private final @Nullable String name;

	private ContentPart(Type type, @Nullable String text, @Nullable URI uri, @Nullable Resource data,
			@Nullable String format, @Nullable String name) {
		this.type = type;
		this.text = text;
		this.uri = uri;
		this.data = data;
		this.format = format;
		this.name = name;
	}

	/**
	 * Create a text part.
	 * @param text the text, not blank
	 * @return the part
	 */
	public static ContentPart text(String text) {
		return new ContentPart(Type.TEXT, text, null, null, null, null);
	}

	/**
	 * Create an image that the engine fetches by its URI.
	 * @param uri an {@code http}, {@code https} or {@code data} URI
	 * @return the part
	 */
	public static ContentPart image(URI uri) {
		return new ContentPart(Type.IMAGE, null, uri, null, null, null);
	}

	/**
	 * Create an image from bytes.
	 * @param type the media type, such as {@code image/png}
	 * @param bytes the bytes of the image
	 * @return the part
	 */
	public static ContentPart image(MimeType type, byte[] bytes) {
		return new ContentPart(Type.IMAGE, null, null, new ByteArrayResource(bytes), type.toString(), null);
	}

	/**
	 * Create an image from a file or other resource, which is read while the request is
	 * sent. A call whose resource is an {@linkplain Resource#isOpen() open stream} is not
	 * retried.
	 * @param resource the image; the extension of its filename determines the media type
	 * @return the part
	 * @throws IllegalArgumentException if the filename does not determine the media type
	 */
	public static ContentPart image(Resource resource) {
		String filename = resource.getFilename();
		String extension = (filename != null) ? filename.substring(filename.lastIndexOf('.') + 1) : "";
		String type = IMAGE_TYPES.get(extension.toLowerCase(Locale.ROOT));
		if (type == null) {
			throw new IllegalArgumentException("The media type of " + resource.getDescription()
					+ " is unknown. Use a resource whose filename ends in .png, .jpg or the like, or image(MimeType, byte[]).");
		}
		return new ContentPart(Type.IMAGE, null, null, resource, type, null);
	}

	/**
	 * Create an audio part.
	 * @param format the format as the engine names it, such as {@code wav} or {@code mp3}
	 * @param bytes the bytes of the recording
	 * @return the part
	 */
	public static ContentPart audio(String format, byte[] bytes) {
		return new ContentPart(Type.AUDIO, null, null, new ByteArrayResource(bytes), format, null);
	}

	/**
	 * Create an audio part.
	 * @param type the media type, such as {@code audio/wav} or {@code audio/mpeg}
	 * @param bytes the bytes of the recording
	 * @return a part whose format is the one that engines know by this type
	 */
	public static ContentPart audio(MimeType type, byte[] bytes) {
		String format = type.getSubtype().toLowerCase(Locale.ROOT);
		return audio(AUDIO_FORMATS.getOrDefault(format, format), bytes);
	}

	/**
	 * Create a file, such as a PDF document.
	 * @param name the filename that the model sees
	 * @param type the media type, such as {@code application/pdf}
	 * @param bytes the bytes of the file
	 * @return the part
	 */
	public static ContentPart file(String name, MimeType type, byte[] bytes) {
		return new ContentPart(Type.FILE, null, null, new ByteArrayResource(bytes), type.toString(), name);
	}

	/**
	 * Return the type of this part.
	 * @return the type
	 */
	public Type type() {
		return this.type;
	}

	/**
	 * Return the text of a part of type {@link Type#TEXT}.
	 * @return the text, or {@code null} for any other type
	 */
	public @Nullable String text() {
		return this.text;
	}

	/**
	 * Return the URI of an image that the engine fetches.
	 * @return the URI, or {@code null} if the part has text or bytes
	 */
	public @Nullable URI uri() {
		return this.uri;
	}

	/**
	 * Return the bytes of an image, a recording or a file.
	 * @return the resource to read them from, or {@code null} if there are none
	 */
	public @Nullable Resource data() {
		return this.data;
	}

	/**
	 * Return the media type of an image or file, or the format of a recording.
	 * @return the type or format, such as {@code image/png} or {@code wav}; {@code null}
	 * for text and for images by URI
	 */
	public @Nullable String format() {
		return this.format;
	}

	/**
	 * Return the filename of a part of type {@link Type#FILE}.
	 * @return the name, or {@code null} for any other type
	 */
	public @Nullable String name() {
		return this.name;
	}

	@Override
	public boolean equals(@Nullable Object obj) {
		return obj instanceof ContentPart other && this.type == other.type && Objects.equals(this.text, other.text)
				&& Objects.equals(this.uri, other.uri) && Objects.equals(this.data, other.data)
				&& Objects.equals(this.format, other.format) && Objects.equals(this.name, other.name);
	}

	@Override
	public int hashCode() {
		return Objects.hash(this.type, this.text, this.uri, this.data, this.format, this.name);
	}

	@Override
	public String toString() {
		return "ContentPart[" + this.type + ((this.format != null) ? ", " + this.format : "") + "]";
	}

	/**
	 * The types of content.
	 */
	public enum Type {

		/**
		 * Text.
		 */
		TEXT,

		/**
		 * An image, either by its URI or as bytes.
		 */
		IMAGE,

		/**
		 * A recording, as bytes.
		 */
		AUDIO,

		/**
		 * A file, as bytes.
		 */
		FILE

	}

}
