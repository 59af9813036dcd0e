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

package dev.inferencekey.samples.benchmarks;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.Consumer;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.netty.http.client.HttpClient;
import reactor.netty.resources.ConnectionProvider;

/**
 * Reactor Netty, which sends what the others send, receives all and reads nothing of it.
 */
final class BytesOnly implements Client {

	private static final String CHAT = "{\"model\":\"bench\",\"messages\":[{\"role\":\"user\",\"content\":\"Hola\"}]";

	private static final String END = "";

	private final HttpClient http;

	BytesOnly(String address) {
		this.http = HttpClient.create(ConnectionProvider.create("bytes", 10_000)).baseUrl(address);
	}

	@Override
	public Runnable call(Work work) {
		return switch (work) {
			case UNARY -> post("/chat/completions", CHAT + "}", 500);
			case NUMBERS -> post("/embeddings", Inputs.json("float"), 1_000_000);
			case BASE64 -> post("/embeddings", Inputs.json("base64"), 600_000);
			default -> post("/chat/completions", CHAT.replace("bench", work.model()) + ",\"stream\":true}", 150_000);
		};
	}

	private Runnable post(String path, String body, int least) {
		return () -> Client.check(
				send(path, body).reduce(0L, (sum, buffer) -> sum + buffer.readableBytes()).blockOptional().orElse(0L),
				least);
	}

	private Flux<ByteBuf> send(String path, String body) {
		byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
		return this.http
			.headers((headers) -> headers.set("content-type", "application/json")
				.set("content-length", bytes.length)
				.set("accept", "*/*")
				.set("authorization", "Bearer " + Inputs.KEY))
			.post()
			.uri(path)
			.send(Mono.fromSupplier(() -> Unpooled.wrappedBuffer(bytes)))
			.response((response, content) -> content);
	}

	@Override
	public Flux<String> paced() {
		return Flux.defer(() -> {
			Stamps stamps = new Stamps();
			return send("/chat/completions", CHAT.replace("bench", "paced") + ",\"stream\":true}")
				.concatMapIterable(stamps::read);
		});
	}

	// What any client pays for a reader that waits: a thread that is woken for each
	// chunk.
	@Override
	public void read(Consumer<String> text) {
		BlockingQueue<String> queue = new LinkedBlockingQueue<>();
		paced().subscribe(queue::add, (failure) -> queue.add(END), () -> queue.add(END));
		try {
			for (String next = queue.take(); !next.equals(END); next = queue.take()) {
				text.accept(next);
			}
		}
		catch (InterruptedException ex) {
			throw new IllegalStateException(ex);
		}
	}

	/**
	 * Nothing is parsed but the time stamp, which stands at the same place in each chunk
	 * but the last. A buffer may hold any part of them.
	 */
	private static final class Stamps {

		private int position;

		private long stamp;

		private boolean lineEnded;

		private List<String> read(ByteBuf buffer) {
			List<String> found = new ArrayList<>(1);
			while (buffer.isReadable()) {
				byte next = buffer.readByte();
				if (next == '\n' && this.lineEnded) {
					if (this.stamp > 0) {
						found.add(String.valueOf(this.stamp));
					}
					this.position = 0;
					this.stamp = 0;
				}
				else if (this.position++ >= Pacer.stamp() && next >= '0' && next <= '9') {
					this.stamp = this.stamp * 10 + next - '0';
				}
				this.lineEnded = next == '\n';
			}
			return found;
		}

	}

}
