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

package dev.inferencekey.exchange;

import java.util.List;
import java.util.regex.Pattern;

import dev.inferencekey.credential.ApiKey;
import dev.inferencekey.credential.Redaction;
import org.jspecify.annotations.Nullable;

import org.springframework.http.HttpHeaders;

/**
 * Reads the id that a server gave to a request.
 */
public final class RequestIds {

	/**
	 * The headers of the platform and of common gateways.
	 */
	public static final List<String> DEFAULT_HEADERS = List.of("x-request-id", "request-id", "x-litellm-call-id",
			"apim-request-id", "cf-ray");

	// A header is the server's to choose; only what is fit for a log line counts.
	private static final Pattern ID = Pattern.compile("[A-Za-z0-9._:-]{1,128}");

	private RequestIds() {
	}

	static @Nullable String read(Target target, HttpHeaders headers, @Nullable ApiKey key) {
		for (String name : target.requestIdHeaders()) {
			String id = headers.getFirst(name);
			if (id != null && ID.matcher(id).matches()) {
				return Redaction.redact(id, key);
			}
		}
		return null;
	}

}
