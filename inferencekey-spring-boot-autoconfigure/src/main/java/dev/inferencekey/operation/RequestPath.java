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

/**
 * The path of a request below its target, escaped so that no value breaks out of its
 * place in the URL. Immutable.
 */
public final class RequestPath {

	private static final String UNRESERVED = "-._~";

	// What may stand in a path besides unreserved characters, by RFC 3986.
	private static final String IN_PATH = UNRESERVED + "!$&'()*+,;=:@/";

	private static final String IN_QUERY = IN_PATH + "?";

	private final String text;

	private RequestPath(String text) {
		this.text = text;
	}

	/**
	 * Start with a path that needs no escaping.
	 * @param path such as {@code /v1/voices}
	 * @return the path
	 * @throws IllegalArgumentException if it is not valid
	 */
	public static RequestPath of(String path) {
		if (!isValid(path) || path.endsWith("/")) {
			throw new IllegalArgumentException("the path is not valid");
		}
		return new RequestPath(path);
	}

	/**
	 * Go down one level.
	 * @param value any text, which is escaped
	 * @return a new path
	 * @throws IllegalArgumentException if the value is empty, {@code .} or {@code ..},
	 * which no escaping makes a name, or if there is a query already
	 */
	public RequestPath segment(String value) {
		if (value.isEmpty() || value.equals(".") || value.equals("..")) {
			throw new IllegalArgumentException("a part of the path is empty or consists of dots");
		}
		if (this.text.indexOf('?') >= 0) {
			throw new IllegalArgumentException("a part of the path follows the query");
		}
		return new RequestPath(this.text + "/" + escape(value));
	}

	/**
	 * Add a parameter to the query.
	 * @param name its name, which is escaped
	 * @param value its value, which is escaped
	 * @return a new path
	 */
	public RequestPath query(String name, String value) {
		return new RequestPath(
				this.text + ((this.text.indexOf('?') < 0) ? "?" : "&") + escape(name) + "=" + escape(value));
	}

	private static String escape(String value) {
		if (!StandardCharsets.UTF_8.newEncoder().canEncode(value)) {
			throw new IllegalArgumentException("a part of the path holds half a surrogate pair");
		}
		StringBuilder escaped = new StringBuilder();
		for (byte each : value.getBytes(StandardCharsets.UTF_8)) {
			if (isAllowed((char) (each & 0xff), UNRESERVED)) {
				escaped.append((char) each);
			}
			else {
				escaped.append(String.format("%%%02X", each & 0xff));
			}
		}
		return escaped.toString();
	}

	/**
	 * Whether a text is a path, perhaps with a query, in which everything is escaped.
	 * @param path the text
	 * @return {@code false} for one that would change the rest of a URL
	 */
	static boolean isValid(String path) {
		int query = path.indexOf('?');
		String segments = (query < 0) ? path : path.substring(0, query);
		if (!segments.startsWith("/") || segments.contains("//")) {
			return false;
		}
		for (String segment : segments.substring(1).split("/", -1)) {
			String plain = (segment.indexOf('%') >= 0) ? segment.replaceAll("%2[eE]", ".") : segment;
			if (plain.equals(".") || plain.equals("..")) {
				return false;
			}
		}
		return isEscaped(segments, IN_PATH) && isEscaped(path.substring(segments.length()), IN_QUERY);
	}

	private static boolean isEscaped(String text, String allowed) {
		for (int i = 0; i < text.length(); i++) {
			if (text.charAt(i) == '%') {
				if (i + 2 >= text.length() || !isHex(text.charAt(i + 1)) || !isHex(text.charAt(i + 2))) {
					return false;
				}
				i += 2;
			}
			else if (!isAllowed(text.charAt(i), allowed)) {
				return false;
			}
		}
		return true;
	}

	private static boolean isHex(char c) {
		return c < 0x80 && Character.digit(c, 16) >= 0;
	}

	private static boolean isAllowed(char c, String marks) {
		return (c < 0x80 && Character.isLetterOrDigit(c)) || marks.indexOf(c) >= 0;
	}

	/**
	 * The path as it stands in a URL.
	 * @return begins with a slash
	 */
	@Override
	public String toString() {
		return this.text;
	}

}
