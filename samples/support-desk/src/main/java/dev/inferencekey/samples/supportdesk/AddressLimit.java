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

package dev.inferencekey.samples.supportdesk;

import java.io.IOException;
import java.net.InetAddress;
import java.time.Duration;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;

import io.netty.util.NetUtil;
import jakarta.servlet.AsyncEvent;
import jakarta.servlet.AsyncListener;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Component;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Limits the number of concurrent questions from one client address, so that nobody can
 * occupy the desk alone. Further questions are rejected with status 429 and a
 * {@code Retry-After} header. A question counts from its headers to the end of its
 * answer, so that a body that never ends counts as well.
 */
@Component
@Order(Ordered.HIGHEST_PRECEDENCE + 10)
class AddressLimit extends OncePerRequestFilter {

	private static final Duration RETRY_AFTER = Duration.ofSeconds(5);

	private static final int IPV6_PREFIX_BYTES = 8;

	private final int maxQuestions;

	private final Map<String, Integer> questions = new HashMap<>();

	AddressLimit(SupportDeskProperties properties) {
		this.maxQuestions = properties.questionsPerAddress();
	}

	// Not by path: an encoded path reaches the controller too.
	@Override
	protected boolean shouldNotFilter(HttpServletRequest request) {
		return !HttpMethod.POST.matches(request.getMethod());
	}

	@Override
	protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
			throws ServletException, IOException {
		String network = network(request.getRemoteAddr());
		if (!acquire(network)) {
			response.setHeader(HttpHeaders.RETRY_AFTER, String.valueOf(RETRY_AFTER.toSeconds()));
			response.sendError(HttpStatus.TOO_MANY_REQUESTS.value());
			return;
		}
		try {
			chain.doFilter(request, response);
		}
		finally {
			if (request.isAsyncStarted()) {
				request.getAsyncContext().addListener(new Release(network));
			}
			else {
				release(network);
			}
		}
	}

	/**
	 * Return the number of questions in progress, from all addresses.
	 */
	synchronized int current() {
		return this.questions.values().stream().mapToInt(Integer::intValue).sum();
	}

	private synchronized boolean acquire(String network) {
		int current = this.questions.getOrDefault(network, 0);
		if (current >= this.maxQuestions) {
			return false;
		}
		this.questions.put(network, current + 1);
		return true;
	}

	private synchronized void release(String network) {
		this.questions.computeIfPresent(network, (key, current) -> (current > 1) ? current - 1 : null);
	}

	/**
	 * Return what identifies a client: its IPv4 address, or the first 64 bits of its IPv6
	 * address, since a client usually has all addresses below them.
	 */
	static String network(String address) {
		InetAddress parsed = NetUtil.createInetAddressFromIpAddressString(address);
		if (parsed == null) {
			return address;
		}
		byte[] bytes = parsed.getAddress();
		return HexFormat.of().formatHex(bytes, 0, Math.min(bytes.length, IPV6_PREFIX_BYTES));
	}

	private final class Release implements AsyncListener {

		private final String network;

		Release(String network) {
			this.network = network;
		}

		@Override
		public void onComplete(AsyncEvent event) {
			release(this.network);
		}

		@Override
		public void onTimeout(AsyncEvent event) {
		}

		@Override
		public void onError(AsyncEvent event) {
		}

		@Override
		public void onStartAsync(AsyncEvent event) {
		}

	}

}
