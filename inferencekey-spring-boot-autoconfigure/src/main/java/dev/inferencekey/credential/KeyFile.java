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

package dev.inferencekey.credential;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;

import dev.inferencekey.error.ConfigurationException;
import dev.inferencekey.error.SafeText;
import org.jspecify.annotations.Nullable;

/**
 * A file that holds one key and nothing else. Reads regular files only, and no more of
 * them than a key may have.
 */
final class KeyFile {

	private static final int MAX_LENGTH = 16 * 1024;

	private final Path path;

	KeyFile(Path path) {
		this.path = path;
	}

	/**
	 * Read the key.
	 * @return the key
	 * @throws ConfigurationException if there is none; the message says why and shows
	 * nothing of the content
	 */
	ApiKey read() {
		byte[] content = content();
		if (content.length > MAX_LENGTH) {
			throw unusable("is too long for a key", null);
		}
		if (startsWithByteOrderMark(content)) {
			throw unusable("starts with a byte-order mark", null);
		}
		String text = new String(content, StandardCharsets.ISO_8859_1).strip();
		if (text.isEmpty()) {
			throw unusable("is empty", null);
		}
		if (text.lines().count() > 1) {
			throw unusable("has more than one line", null);
		}
		ApiKey key = parse(text);
		if (key.isControlToken()) {
			throw unusable("holds the control token " + key + ", which cannot call workloads (wrong_credential_type)",
					null);
		}
		return key;
	}

	private ApiKey parse(String text) {
		try {
			return ApiKey.of(text);
		}
		catch (IllegalArgumentException ex) {
			throw unusable("does not hold a key: " + ex.getMessage(), null);
		}
	}

	private byte[] content() {
		try {
			// Opening a named pipe would wait for a writer.
			BasicFileAttributes attributes = Files.readAttributes(this.path, BasicFileAttributes.class);
			if (attributes.isDirectory()) {
				throw unusable("is a directory", null);
			}
			if (!attributes.isRegularFile()) {
				throw unusable("is not a regular file", null);
			}
			try (InputStream stream = Files.newInputStream(this.path)) {
				return stream.readNBytes(MAX_LENGTH + 1);
			}
		}
		catch (NoSuchFileException ex) {
			throw unusable("does not exist", ex);
		}
		catch (AccessDeniedException ex) {
			throw unusable("may not be read by this process", ex);
		}
		catch (IOException ex) {
			throw unusable("cannot be read", ex);
		}
	}

	private static boolean startsWithByteOrderMark(byte[] content) {
		return startsWith(content, 0xef, 0xbb, 0xbf) || startsWith(content, 0xfe, 0xff)
				|| startsWith(content, 0xff, 0xfe);
	}

	private static boolean startsWith(byte[] content, int... mark) {
		if (content.length < mark.length) {
			return false;
		}
		for (int i = 0; i < mark.length; i++) {
			if ((content[i] & 0xff) != mark[i]) {
				return false;
			}
		}
		return true;
	}

	/**
	 * Create an exception for this file.
	 * @param problem what is wrong with it, as the end of a sentence
	 * @param cause the underlying exception, {@code null} for none
	 * @return the exception
	 */
	ConfigurationException unusable(String problem, @Nullable IOException cause) {
		return new ConfigurationException(null, "The key file " + this + " " + problem + ".",
				"Put nothing but the data key into it, or correct the property api-key-location below inferencekey.",
				cause);
	}

	@Override
	public String toString() {
		return SafeText.oneLine(SafeText.redact(this.path.toString()));
	}

}
