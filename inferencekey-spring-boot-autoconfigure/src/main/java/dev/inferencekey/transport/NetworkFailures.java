package dev.inferencekey.transport;

import java.io.IOException;
import java.net.ConnectException;
import java.net.ProtocolException;
import java.net.UnknownHostException;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpTimeoutException;
import java.util.concurrent.TimeoutException;

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
 * do. The exceptions of {@code WebClient} hold the request's headers, and so the key:
 * they are never kept as a cause, only what is underneath.
 */
final class NetworkFailures {

	private static final int MAX_CAUSES = 20;

	private final String workload;

	private final WorkloadAddress address;

	NetworkFailures(String workload, WorkloadAddress address) {
		this.workload = workload;
		this.address = address;
	}

	/**
	 * The exception for a failure before an answer came.
	 * @param failure what was thrown
	 * @return the exception, retryable when the connection failed or broke
	 */
	InferenceKeyException beforeAnswer(Throwable failure) {
		return of(failure, true);
	}

	/**
	 * The exception for any other failure.
	 * @param failure what was thrown
	 * @return the exception, not retryable
	 */
	InferenceKeyException of(Throwable failure) {
		return of(failure, false);
	}

	private InferenceKeyException of(Throwable failure, boolean beforeAnswer) {
		Throwable cause = Exceptions.unwrap(failure);
		if (cause instanceof InferenceKeyException known) {
			return known;
		}
		while (cause instanceof WebClientRequestException && cause.getCause() != null) {
			cause = cause.getCause();
		}
		return new TransportException("workload \"" + this.workload + "\": " + describe(cause),
				beforeAnswer && isConnectionFailure(cause), this.workload,
				(cause instanceof WebClientRequestException) ? null : withoutSecrets(cause));
	}

	// A server that sends a key where a number belongs has it quoted by whoever reads it.
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

	// A key of another shape is not recognised, and so is no part of one.
	private static boolean quotesTheServer(Throwable failure) {
		StackTraceElement[] trace = failure.getStackTrace();
		String thrownBy = (trace.length > 0) ? trace[0].getClassName() : "";
		return failure instanceof NumberFormatException || failure instanceof DecoderException
				|| failure instanceof ProtocolException || thrownBy.startsWith("jdk.internal.net.http.")
				|| (failure instanceof IllegalArgumentException && thrownBy.startsWith("io.netty."));
	}

	// TLS that fails will fail again, and what took too long may be under way still.
	static boolean isConnectionFailure(@Nullable Throwable cause) {
		boolean timedOut = cause instanceof HttpTimeoutException && !(cause instanceof HttpConnectTimeoutException);
		return cause instanceof IOException && !(cause instanceof SSLException) && !timedOut;
	}

	String describe(@Nullable Throwable cause) {
		String server = this.address.authority();
		if (cause instanceof DeadlineExceededException) {
			return cause.getMessage() + " (" + server + "); the call was cancelled and its connection closed.";
		}
		if (cause instanceof UnknownHostException) {
			return "the host of " + server + " cannot be resolved; check inferencekey.base-url and the DNS.";
		}
		if (cause instanceof ConnectTimeoutException || cause instanceof HttpConnectTimeoutException) {
			return "no connection to " + server
					+ " in time; check inferencekey.base-url, the network, and inferencekey.http.connect-timeout.";
		}
		if (cause instanceof ConnectException) {
			return "no connection to " + server + "; check inferencekey.base-url and that the server is up.";
		}
		if (cause instanceof SSLException) {
			return "TLS with " + server
					+ " failed; check the certificate of the server and inferencekey.http.ssl.bundle.";
		}
		if (cause instanceof ReadTimeoutException || cause instanceof HttpTimeoutException
				|| cause instanceof TimeoutException) {
			return "no answer from " + server + " in time; see inferencekey.http.read-timeout.";
		}
		if (cause instanceof DecoderException && cause.getCause() == null) {
			return "what " + server + " answers is no valid HTTP"
					+ ((cause instanceof TooLongFrameException) ? ": a part of it is too long" : "")
					+ "; check inferencekey.base-url and the proxies in between.";
		}
		if (cause instanceof PrematureCloseException) {
			return "the connection to " + server + " was closed before the answer was complete.";
		}
		if (cause != null && cause.getClass().getSimpleName().startsWith("PoolAcquire")) {
			return "no connection to " + server + " was free; too many calls are in flight.";
		}
		if (cause instanceof IOException) {
			return "the connection to " + server + " broke.";
		}
		return "the call to " + server + " failed: " + ((cause != null) ? cause.getClass().getSimpleName() : "no cause")
				+ ".";
	}

}
