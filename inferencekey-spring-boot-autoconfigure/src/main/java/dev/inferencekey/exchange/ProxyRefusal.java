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
