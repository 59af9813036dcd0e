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

import dev.inferencekey.operation.Operation;
import org.reactivestreams.Publisher;
import reactor.core.CoreSubscriber;
import reactor.core.publisher.Flux;

import org.springframework.core.io.buffer.DataBuffer;

/**
 * Hands the frames of an answer on as they are asked for, so that a slow reader holds one
 * buffer and TCP slows the server down. Reactor's operators would either prefetch buffers
 * or lose the frames that stand before a broken one.
 *
 * @param <R> the type of a piece
 */
final class FrameFlux<R> extends Flux<R> {

	private final Publisher<DataBuffer> source;

	private final Decoder decoder;

	private final Operation.Reader<R> reader;

	private final StreamFailures failures;

	private final CallTimer timer;

	private final StreamListener listener;

	FrameFlux(Publisher<DataBuffer> source, Decoder decoder, Operation.Reader<R> reader, StreamFailures failures,
			CallTimer timer, StreamListener listener) {
		this.source = source;
		this.decoder = decoder;
		this.reader = reader;
		this.failures = failures;
		this.timer = timer;
		this.listener = listener;
	}

	@Override
	public void subscribe(CoreSubscriber<? super R> actual) {
		FrameSubscription<R> frames = new FrameSubscription<>(actual, this.decoder, this.reader, this.failures,
				this.timer, this.listener);
		this.source.subscribe(frames.source());
	}

}
