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

import java.util.regex.Matcher;
import java.util.regex.Pattern;

import javax.net.ssl.SSLException;

import io.netty.handler.proxy.ProxyConnectException;
import org.jspecify.annotations.Nullable;

/**
 * How a proxy has refused to lead on, which Netty tells in its message only.
 */
final class ProxyRefusal {

	private static final Pattern MESSAGE = Pattern
		.compile("[^,]*, [^,]*, (?<proxy>\\S+) => \\S+, status: (?<status>\\d{3}).*");

	private final String description;

	private ProxyRefusal(String description) {
		this.description = description;
	}

	static @Nullable ProxyRefusal of(@Nullable Throwable cause) {
		// With https, the refusal is what the TLS handshake failed with.
		Throwable refusal = (cause instanceof SSLException) ? cause.getCause() : cause;
		if (!(refusal instanceof ProxyConnectException)) {
			return null;
		}
		Matcher matcher = MESSAGE.matcher(String.valueOf(refusal.getMessage()));
		if (!matcher.matches()) {
			return null;
		}
		String proxy = matcher.group("proxy");
		return new ProxyRefusal(
				"the proxy " + proxy.substring(proxy.indexOf('/') + 1) + " answered " + matcher.group("status"));
	}

	@Override
	public String toString() {
		return this.description;
	}

}
