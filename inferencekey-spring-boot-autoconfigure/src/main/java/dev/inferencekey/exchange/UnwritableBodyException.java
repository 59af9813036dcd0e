package dev.inferencekey.exchange;

/**
 * Tells that the source of a request's body failed while it was sent. The caller is told
 * by a {@code TransportException}.
 */
final class UnwritableBodyException extends RuntimeException {

	UnwritableBodyException(Exception cause) {
		super((cause.getMessage() != null) ? cause.getMessage() : cause.getClass().getSimpleName(), cause);
	}

}
