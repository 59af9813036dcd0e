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

import java.io.IOException;
import java.net.ConnectException;
import java.net.ProtocolException;
import java.net.URI;
import java.net.UnknownHostException;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpTimeoutException;
import java.util.concurrent.TimeoutException;
import java.util.regex.Pattern;

import javax.net.ssl.SSLException;

import dev.inferencekey.credential.Redaction;
import dev.inferencekey.error.InferenceKeyException;
import dev.inferencekey.error.TransportException;
import io.netty.channel.ConnectTimeoutException;
import io.netty.handler.codec.DecoderException;
import io.netty.handler.codec.TooLongFrameException;
import io.netty.handler.timeout.ReadTimeoutException;
import org.jspecify.annotations.Nullable;
import reactor.core.Exceptions;
import reactor.netty.http.client.PrematureCloseException;

import org.springframework.web.reactive.function.client.WebClientRequestException;

/**
 * Turns what the HTTP client throws into a {@link TransportException} that says what to
 * do. The exceptions of {@code WebClient} are never kept as a cause, since they hold the
 * headers of the request; what is underneath is kept.
 */
public final class NetworkFailures {

	private static final int MAX_CAUSES = 20;

	private static final Pattern NETWORK_CODE = Pattern.compile("^(java\\.nio\\.|io\\.netty\\.|reactor\\.netty\\.)");

	private NetworkFailures() {
	}

	/**
	 * The exception for a failure before an answer came.
	 * @param attempt the attempt that failed
	 * @param failure what was thrown
	 * @return the exception, retryable if the connection failed or broke
	 */
	static InferenceKeyException beforeAnswer(Attempt<?, ?> attempt, Throwable failure) {
		return of(attempt.target(), attempt.uri(), failure, true, Advice.once(attempt.body()));
	}

	/**
	 * The exception for a failure after an answer had begun.
	 * @param attempt the attempt that failed
	 * @param failure what was thrown
	 * @return the exception, not retryable
	 */
	static InferenceKeyException afterAnswer(Attempt<?, ?> attempt, Throwable failure) {
		return of(attempt.target(), attempt.uri(), failure, false, "");
	}

	/**
	 * The exception for a failure of a call outside of its attempts.
	 * @param target what was called
	 * @param path the path of the operation
	 * @param failure what was thrown
	 * @return the exception, not retryable
	 */
	public static InferenceKeyException of(Target target, String path, Throwable failure) {
		return of(target, target.uri(path), failure, false, "");
	}

	private static InferenceKeyException of(Target target, URI uri, Throwable failure, boolean beforeAnswer,
			String once) {
		Throwable cause = Exceptions.unwrap(failure);
		if (cause instanceof InferenceKeyException known) {
			return known;
		}
		while (cause instanceof WebClientRequestException && cause.getCause() != null) {
			cause = cause.getCause();
		}
		boolean retryable = beforeAnswer && isConnectionFailure(cause);
		return new TransportException(
				target.label() + ": " + describe(cause, target, uri)
						+ (retryable ? Advice.retry(true, null) + once : ""),
				retryable, target.workload(),
				(cause instanceof WebClientRequestException) ? null : withoutSecrets(cause));
	}

	// If a server sends a key where a number belongs, the parser's message quotes it.
	private static @Nullable Throwable withoutSecrets(@Nullable Throwable cause) {
		int depth = 0;
		for (Throwable each = cause; each != null && depth < MAX_CAUSES; each = each.getCause()) {
			String message = String.valueOf(each.getMessage());
			if (!Redaction.redact(message).equals(message) || quotesTheServer(each)) {
				return null;
			}
			depth++;
		}
		return cause;
	}

	// A key of another shape is not recognised in what these quote.
	private static boolean quotesTheServer(Throwable failure) {
		StackTraceElement[] trace = failure.getStackTrace();
		String thrownBy = (trace.length > 0) ? trace[0].getClassName() : "";
		return failure instanceof NumberFormatException || failure instanceof DecoderException
				|| failure instanceof ProtocolException || thrownBy.startsWith("jdk.internal.net.http.")
				|| (failure instanceof IllegalArgumentException && thrownBy.startsWith("io.netty."));
	}

	// TLS that fails will fail again, a proxy that refuses will refuse again, and what
	// took too long may still be under way.
	static boolean isConnectionFailure(@Nullable Throwable cause) {
		boolean timedOut = cause instanceof HttpTimeoutException && !(cause instanceof HttpConnectTimeoutException);
		return cause instanceof IOException && !(cause instanceof SSLException) && !timedOut
				&& ProxyRefusal.of(cause) == null;
	}

	/**
	 * Whether a failure is one of the network, as opposed to one of the application's
	 * code that takes part in the call, such as a filter.
	 * @param cause the cause of a {@link TransportException}, {@code null} for one that
	 * quotes the server
	 * @return {@code true} if it says something of the way to the server
	 */
	public static boolean isOfNetwork(@Nullable Throwable cause) {
		return cause == null || cause instanceof IOException || cause instanceof TimeoutException
				|| cause instanceof DeadlineExceededException
				|| NETWORK_CODE.matcher(cause.getClass().getName()).find();
	}

	static String describe(@Nullable Throwable cause, Target target, URI uri) {
		String what = what(cause, uri);
		Trouble trouble = troubleOf(cause);
		return (trouble != null) ? what + " " + target.remedy(trouble) : what;
	}

	private static String what(@Nullable Throwable cause, URI uri) {
		if (cause instanceof DeadlineExceededException) {
			return cause.getMessage() + " (" + uri + "). The call was cancelled and its connection closed.";
		}
		if (cause instanceof FatalErrorException fatal) {
			return "the call of " + uri + " failed with " + fatal.getMessage() + ".";
		}
		if (cause instanceof UnwritableBodyException) {
			return "the body of the request to " + uri + " cannot be sent: " + cause.getMessage()
					+ ". The connection was closed; a retry does not help.";
		}
		if (cause instanceof UnknownHostException) {
			return "the host of " + uri + " cannot be resolved.";
		}
		ProxyRefusal refusal = ProxyRefusal.of(cause);
		if (refusal != null) {
			return refusal + " for " + uri + ".";
		}
		if (cause instanceof ConnectTimeoutException || cause instanceof HttpConnectTimeoutException) {
			return "connecting to " + uri + " took too long.";
		}
		if (cause instanceof ConnectException) {
			return "no connection to " + uri + ".";
		}
		if (cause instanceof SSLException) {
			return "TLS with the server of " + uri + " failed.";
		}
		if (isReadTimeout(cause)) {
			return "no answer from " + uri + " in time.";
		}
		if (isNotHttp(cause)) {
			return "the answer of " + uri + " is not valid HTTP"
					+ ((cause instanceof TooLongFrameException) ? ": a part of it is too long." : ".");
		}
		if (cause instanceof PrematureCloseException) {
			return "the connection to " + uri + " was closed before the answer was complete.";
		}
		if (isPoolFailure(cause)) {
			return "no connection to " + uri + " was free; too many calls are in flight.";
		}
		if (cause instanceof IOException) {
			return "the connection to " + uri + " broke.";
		}
		return "the call of " + uri + " failed: " + ((cause != null) ? cause.getClass().getSimpleName() : "no cause")
				+ ".";
	}

	private static @Nullable Trouble troubleOf(@Nullable Throwable cause) {
		if (cause instanceof DeadlineExceededException deadline) {
			return deadline.trouble();
		}
		if (cause instanceof UnknownHostException) {
			return Trouble.UNKNOWN_HOST;
		}
		if (ProxyRefusal.of(cause) != null) {
			return Trouble.PROXY;
		}
		if (cause instanceof ConnectTimeoutException || cause instanceof HttpConnectTimeoutException) {
			return Trouble.CONNECT_TIMEOUT;
		}
		if (cause instanceof ConnectException) {
			return Trouble.NO_CONNECTION;
		}
		if (cause instanceof SSLException) {
			return Trouble.TLS;
		}
		if (isReadTimeout(cause)) {
			return Trouble.READ_TIMEOUT;
		}
		return isNotHttp(cause) ? Trouble.NOT_HTTP : null;
	}

	private static boolean isReadTimeout(@Nullable Throwable cause) {
		return cause instanceof ReadTimeoutException || cause instanceof HttpTimeoutException
				|| cause instanceof TimeoutException;
	}

	private static boolean isNotHttp(@Nullable Throwable cause) {
		return cause instanceof DecoderException && cause.getCause() == null;
	}

	private static boolean isPoolFailure(@Nullable Throwable cause) {
		return cause != null && cause.getClass().getSimpleName().startsWith("PoolAcquire");
	}

}
