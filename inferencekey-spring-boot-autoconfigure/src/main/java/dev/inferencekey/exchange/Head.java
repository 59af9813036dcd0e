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
 * @param connection where it comes from
 * @param sent when the request was sent, by {@link System#nanoTime()}
 */
record Head(HttpStatusCode status, HttpHeaders headers, Flux<DataBuffer> body, OpenConnection connection, long sent) {

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
