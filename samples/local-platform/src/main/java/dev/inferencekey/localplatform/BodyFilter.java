package dev.inferencekey.localplatform;

import java.io.ByteArrayOutputStream;

import reactor.core.publisher.Mono;

import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DataBufferUtils;
import org.springframework.web.reactive.function.server.ServerRequest;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebFilter;
import org.springframework.web.server.WebFilterChain;

/**
 * Reads every request to its end before anything answers it. A request that is refused
 * with its body unread can leave the connection unread, too, and the next request on it
 * without an answer.
 */
final class BodyFilter implements WebFilter {

	private static final String BODY = BodyFilter.class.getName() + ".body";

	private final int maxSize;

	BodyFilter(int maxSize) {
		this.maxSize = maxSize;
	}

	@Override
	public Mono<Void> filter(ServerWebExchange exchange, WebFilterChain chain) {
		return exchange.getRequest()
			.getBody()
			.collect(() -> new Body(this.maxSize), Body::add)
			.doOnNext((body) -> exchange.getAttributes().put(BODY, body))
			.then(Mono.defer(() -> chain.filter(exchange)));
	}

	/**
	 * The body of a request.
	 * @param request a request that has passed this filter
	 * @return the body, empty when there was none
	 * @throws RequestFailure if it was too large
	 */
	static byte[] body(ServerRequest request) {
		return ((Body) request.attribute(BODY).orElseThrow()).bytes();
	}

	/**
	 * Keeps what is within the limit. What comes after it is read and dropped, so that
	 * the caller gets to see why.
	 */
	private static final class Body {

		private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

		private final int maxSize;

		private boolean tooLarge;

		Body(int maxSize) {
			this.maxSize = maxSize;
		}

		void add(DataBuffer buffer) {
			byte[] part = new byte[buffer.readableByteCount()];
			buffer.read(part);
			DataBufferUtils.release(buffer);
			this.tooLarge = this.tooLarge || part.length > this.maxSize - this.bytes.size();
			if (this.tooLarge) {
				this.bytes.reset();
			}
			else {
				this.bytes.writeBytes(part);
			}
		}

		byte[] bytes() {
			if (this.tooLarge) {
				throw RequestFailure.tooLarge(this.maxSize);
			}
			return this.bytes.toByteArray();
		}

	}

}
