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

import java.lang.management.ManagementFactory;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import com.sun.management.ThreadMXBean;
import dev.inferencekey.DataClient;
import dev.inferencekey.ReactiveEndpoint;
import dev.inferencekey.embedding.EmbedRequest;
import dev.inferencekey.operation.Json;
import dev.inferencekey.operation.Operation;
import dev.inferencekey.text.TextChunk;
import dev.inferencekey.text.TextOperations;
import dev.inferencekey.text.TextRequest;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.http.DefaultHttpContent;
import io.netty.handler.codec.http.HttpContent;
import io.netty.util.ReferenceCountUtil;
import io.netty.util.ResourceLeakDetector;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.netty.NettyPipeline;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DefaultDataBufferFactory;
import org.springframework.http.HttpStatus;
import org.springframework.web.reactive.function.client.ClientResponse;
import org.springframework.web.reactive.function.client.WebClient;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What is allocated for a chunk and for a call, on one thread and without a network: a
 * number that does not depend on the machine or on its load. The limits are a tenth above
 * what was counted when they were set; who makes it less lowers them.
 */
class AllocationTests {

	private static final int CHUNKS = 1000;

	// Bytes, counted with the interpreter; compiled code allocates less.
	private static final long A_CHUNK = 158;

	private static final long A_COUNTING_CHUNK = 630;

	private static final long A_FRAGMENT = 615;

	private static final int A_PART = 229;

	private static final long A_JOINED_PART = 4;

	private static final long A_CALL = 16_900;

	private static final int WARM_UP = 100;

	private static final int VECTORS = 64;

	private static final int DIMENSIONS = 1024;

	private static long allocated(Runnable work) {
		ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
		long least = Long.MAX_VALUE;
		for (int i = 0; i < 20; i++) {
			long before = threads.getCurrentThreadAllocatedBytes();
			work.run();
			least = Math.min(least, threads.getCurrentThreadAllocatedBytes() - before);
		}
		return least;
	}

	private static String chunk(String delta, String more) {
		String frame = "data: {\"id\":\"chatcmpl-0123456789abcdef\",\"object\":\"chat.completion.chunk\",\"created\":1790000000,"
				+ "\"model\":\"bench\",\"choices\":[{\"index\":0,\"delta\":" + delta
				+ ",\"logprobs\":null,\"finish_reason\":null}]" + more + ",\"service_tier\":\"";
		return frame + "x".repeat(Math.max(0, 225 - frame.length())) + "\"}\n\n";
	}

	private static List<byte[]> reads(IntFunction<String> chunks) {
		String text = IntStream.range(0, CHUNKS).mapToObj(chunks).collect(Collectors.joining())
				+ "data: {\"choices\":[{\"index\":0,\"delta\":{},\"finish_reason\":\"stop\"}]}\n\ndata: [DONE]\n\n";
		byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
		List<byte[]> reads = new ArrayList<>();
		for (int from = 0; from < bytes.length; from += 8192) {
			reads.add(Arrays.copyOfRange(bytes, from, Math.min(bytes.length, from + 8192)));
		}
		return reads;
	}

	private static long allocatedForAChunk(List<byte[]> reads, Consumer<TextChunk> reader) {
		Json json = new Json(JsonMapper.shared());
		Attempt<TextRequest, TextChunk> attempt = Attempt.of(TextOperations.DEFAULTS.stream(), TextRequest.of("Hola"),
				new TestTarget(URI.create("http://localhost")),
				new Limits(Duration.ofMinutes(1), Duration.ofMinutes(1)));
		CallTimer timer = new CallTimer(Runnable::run);
		StreamFailures failures = new StreamFailures(attempt, TestTarget.head(), new StatusFailures(Clock.systemUTC()),
				json);
		return allocated(() -> {
			Operation.Reader<TextChunk> chunks = TextOperations.DEFAULTS.stream()
				.read(TextRequest.of("Hola"), TestTarget.head().forReader(), json);
			Flux<DataBuffer> source = Flux.fromIterable(reads).map(DefaultDataBufferFactory.sharedInstance::wrap);
			new FrameFlux<>(source, new SseDecoder(true, SpareBytes.ofStreams()), chunks, failures, timer,
					StreamListener.NONE)
				.subscribe(reader);
		}) / CHUNKS;
	}

	@Test
	void streamWhenReadThenAllocatesLittleForAChunk() {
		List<byte[]> reads = reads((i) -> chunk("{\"content\":\" w" + i + "\"}", ""));
		AtomicInteger length = new AtomicInteger();
		long bytes = allocatedForAChunk(reads, (chunk) -> length.addAndGet(chunk.text().length()));
		assertThat(length).hasValue(20 * (2 * CHUNKS + 10 + 180 + 2700));
		assertThat(bytes).as("bytes for a chunk").isPositive().isLessThanOrEqualTo(A_CHUNK);
	}

	@Test
	void streamWhenEachFrameCountsThenAllocatesLittleForAChunk() {
		List<byte[]> reads = reads((i) -> chunk("{\"content\":\" w" + i + "\"}",
				",\"usage\":{\"prompt_tokens\":7,\"completion_tokens\":" + i + "}"));
		AtomicInteger last = new AtomicInteger();
		long bytes = allocatedForAChunk(reads,
				(chunk) -> last.set((chunk.usage() != null) ? chunk.usage().outputTokens() : last.get()));
		assertThat(last).hasValue(CHUNKS - 1);
		assertThat(bytes).as("bytes for a chunk").isPositive().isLessThanOrEqualTo(A_COUNTING_CHUNK);
	}

	@Test
	void streamWhenACallComesInFragmentsThenAllocatesLittleForEach() {
		List<byte[]> reads = reads(
				(i) -> chunk("{\"tool_calls\":[{\"index\":0," + (i > 0 ? "" : "\"id\":\"c1\",") + "\"function\":{"
						+ (i > 0 ? "" : "\"name\":\"weather\",") + "\"arguments\":\"" + i % 10 + "\"}}]}", ""));
		AtomicInteger length = new AtomicInteger();
		long bytes = allocatedForAChunk(reads,
				(chunk) -> chunk.toolCalls().forEach((call) -> length.addAndGet(call.arguments().length())));
		assertThat(length).hasValue(20 * CHUNKS);
		assertThat(bytes).as("bytes for a fragment").isPositive().isLessThanOrEqualTo(A_FRAGMENT);
	}

	@Test
	void partsWhenJoinedThenAllocateLittle() {
		// It keeps the stack of each access.
		ResourceLeakDetector.Level level = ResourceLeakDetector.getLevel();
		ResourceLeakDetector.setLevel(ResourceLeakDetector.Level.DISABLED);
		try {
			assertPartsAllocateLittle();
		}
		finally {
			ResourceLeakDetector.setLevel(level);
		}
	}

	private static void assertPartsAllocateLittle() {
		AtomicInteger length = new AtomicInteger();
		EmbeddedChannel channel = new EmbeddedChannel();
		channel.pipeline().addLast(NettyPipeline.ReactiveBridge, new ChannelInboundHandlerAdapter() {

			@Override
			public void channelRead(ChannelHandlerContext context, Object message) {
				length.addAndGet(((HttpContent) message).content().readableBytes());
				ReferenceCountUtil.release(message);
			}

		});
		ResponseHeads.addTo(channel);
		ContentJoiner.addTo(channel);
		ByteBuf read = Unpooled.directBuffer().writeZero(A_PART * CHUNKS);
		Iterator<HttpContent> parts = IntStream.range(0, 20 * CHUNKS)
			.<HttpContent>mapToObj((i) -> new DefaultHttpContent(read.retainedSlice(i % CHUNKS * A_PART, A_PART)))
			.toList()
			.iterator();
		long bytes = allocated(() -> {
			for (int i = 0; i < CHUNKS; i++) {
				channel.pipeline().fireChannelRead(parts.next());
			}
			channel.pipeline().fireChannelReadComplete();
		});
		read.release();
		channel.finishAndReleaseAll();
		assertThat(length).hasValue(20 * CHUNKS * A_PART);
		assertThat(read.refCnt()).isZero();
		assertThat(bytes / CHUNKS).as("bytes for a part").isLessThanOrEqualTo(A_JOINED_PART);
	}

	private static ReactiveEndpoint answering(byte[] body) {
		WebClient.Builder web = WebClient.builder()
			.exchangeFunction((request) -> Mono.just(ClientResponse.create(HttpStatus.OK)
				.header("content-type", "application/json")
				.header("content-length", String.valueOf(body.length))
				.body(Flux.defer(() -> Flux.just(DefaultDataBufferFactory.sharedInstance.wrap(body))))
				.build()));
		return DataClient.builder()
			.baseUrl("http://localhost")
			.project("acme")
			.apiKey("ik_live_a1b2c3d4_" + "0".repeat(64))
			.webClientBuilder(web)
			.build()
			.endpoint("support-bot")
			.reactive();
	}

	@Test
	void callWhenAnsweredThenAllocatesLittle() {
		ReactiveEndpoint endpoint = answering(
				"{\"choices\":[{\"message\":{\"content\":\"Yes.\"},\"finish_reason\":\"stop\"}]}"
					.getBytes(StandardCharsets.US_ASCII));
		AtomicInteger answers = new AtomicInteger();
		long bytes = allocated(
				() -> endpoint.generateText("Hola").subscribe((answer) -> answers.addAndGet(answer.text().length())));
		assertThat(answers).hasValue(20 * 4);
		assertThat(bytes).as("bytes for a call").isPositive().isLessThanOrEqualTo(A_CALL);
	}

	@Test
	void embeddingsWhenReadThenAllocateLittleBesidesTheVectors() {
		StringBuilder body = new StringBuilder("{\"data\":[");
		for (int i = 0; i < VECTORS; i++) {
			body.append((i > 0) ? "," : "").append("{\"index\":").append(i).append(",\"embedding\":[0.25");
			body.append(",-0.0123456".repeat(DIMENSIONS - 1)).append("]}");
		}
		ReactiveEndpoint endpoint = answering(body.append("]}").toString().getBytes(StandardCharsets.US_ASCII));
		EmbedRequest request = EmbedRequest.builder()
			.input(java.util.Collections.nCopies(VECTORS, "x"))
			.encodingFormat("float")
			.build();
		AtomicInteger vectors = new AtomicInteger();
		Runnable call = () -> endpoint.embed(request)
			.subscribe((result) -> vectors.addAndGet(result.embeddings().size()));
		// Until the compiler has seen that what Jackson needs for a number does not
		// escape,
		// which takes it longer amid other tests.
		IntStream.range(0, WARM_UP).forEach((run) -> call.run());
		long bytes = allocated(call);
		assertThat(vectors).hasValue((WARM_UP + 20) * VECTORS);
		assertThat(bytes).as("bytes for a call")
			.isBetween(VECTORS * DIMENSIONS * 4L, (long) (1.2 * VECTORS * DIMENSIONS * 4));
	}

}
