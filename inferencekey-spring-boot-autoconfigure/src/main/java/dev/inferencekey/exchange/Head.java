package dev.inferencekey.exchange;

import dev.inferencekey.operation.ResponseHead;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;

import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.InvalidMediaTypeException;
import org.springframework.http.MediaType;

/**
 * The head of an answer, and its body, which must be read once.
 *
 * @param status the status
 * @param headers the headers
 * @param body the body
 * @param sent when the request was sent, by {@link System#nanoTime()}
 */
record Head(HttpStatusCode status, HttpHeaders headers, Flux<DataBuffer> body, long sent) {

	boolean isSuccess() {
		return this.status.is2xxSuccessful();
	}

	// A server that does not say is believed.
	boolean mayBeEvents() {
		MediaType type = contentType();
		return type == null || MediaType.TEXT_EVENT_STREAM.isCompatibleWith(type);
	}

	@Nullable MediaType contentType() {
		try {
			return this.headers.getContentType();
		}
		catch (InvalidMediaTypeException ex) {
			// A server that writes nonsense here may still answer well.
			return null;
		}
	}

	long contentLength() {
		try {
			return this.headers.getContentLength();
		}
		catch (NumberFormatException ex) {
			return -1;
		}
	}

	ResponseHead forReader() {
		MediaType type = contentType();
		return new ResponseHead(this.status.value(), (type != null) ? type.getType() + "/" + type.getSubtype() : null);
	}

}
