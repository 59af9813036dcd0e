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
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

/**
 * What a server says when it refuses: all shapes of the wire contract, section "Errors",
 * read into one. Immutable.
 */
public final class ErrorBody {

	// What is read of an error; the rest says nothing new.
	private static final int MAX_BYTES = 16 * 1024;

	private static final Pattern CODE = Pattern.compile("[A-Za-z0-9_.:-]{1,64}");

	private final @Nullable String code;

	private final @Nullable String type;

	private final String message;

	private final int status;

	private ErrorBody(@Nullable String code, @Nullable String type, String message, int status) {
		this.code = code;
		this.type = type;
		this.message = message;
		this.status = status;
	}

	/**
	 * Create an error.
	 * @param code the error code, dropped unless it is one
	 * @param type the kind of error, dropped unless it is a word
	 * @param message the message as the server wrote it; it may quote the key
	 * @param status the status that the error names, 0 for none
	 * @return the error, its message on one line
	 */
	static ErrorBody of(@Nullable String code, @Nullable String type, String message, int status) {
		return new ErrorBody(word(code), word(type), Markup.oneLine(message), status);
	}

	private static @Nullable String word(@Nullable String text) {
		return (text != null && CODE.matcher(text).matches()) ? text : null;
	}

	static boolean isWord(String text) {
		return CODE.matcher(text).matches();
	}

	/**
	 * Read a body of any shape.
	 * @param json how JSON is read
	 * @param bytes holds the body, or its beginning
	 * @param from where it begins
	 * @param to where it ends, exclusive
	 * @return the error; text that is not JSON becomes the message, HTML loses its tags
	 */
	public static ErrorBody parse(Json json, byte[] bytes, int from, int to) {
		ErrorBodyFields fields = new ErrorBodyFields();
		try {
			json.readObject(bytes, from, to, fields::field);
		}
		catch (UnreadableResponseException ex) {
			String text = new String(bytes, from, Math.min(to - from, MAX_BYTES), StandardCharsets.UTF_8);
			return of(null, null, Markup.plainText(text), 0);
		}
		ErrorBody error = fields.toErrorBody();
		return (error.message.isEmpty() && error.code == null && error.type == null && to > from) ? of(null, null,
				new String(bytes, from, Math.min(to - from, MAX_BYTES), StandardCharsets.UTF_8), error.status) : error;
	}

	/**
	 * The same with other texts.
	 * @param code the error code, {@code null} for none
	 * @param type the kind of error, {@code null} for none
	 * @param message the message
	 * @return a new error
	 */
	public ErrorBody withTexts(@Nullable String code, @Nullable String type, String message) {
		return new ErrorBody(code, type, message, this.status);
	}

	/**
	 * The error code.
	 * @return the code, {@code null} when the body names none
	 */
	public @Nullable String code() {
		return this.code;
	}

	/**
	 * The kind of error, such as {@code invalid_request_error}.
	 * @return the kind, {@code null} when the body names none
	 */
	public @Nullable String type() {
		return this.type;
	}

	/**
	 * The message.
	 * @return one line, possibly empty; it may quote the key
	 */
	public String message() {
		return this.message;
	}

	/**
	 * The status that the error names itself, which counts when it stands inside an
	 * answer of success.
	 * @return from 400 to 599, or 0 for none
	 */
	public int status() {
		return this.status;
	}

}
