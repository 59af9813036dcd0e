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

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.DecoderResult;
import io.netty.handler.codec.http.DefaultHttpContent;
import io.netty.handler.codec.http.DefaultHttpResponse;
import io.netty.handler.codec.http.DefaultLastHttpContent;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.util.ReferenceCountUtil;
import io.netty.util.concurrent.FastThreadLocalThread;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.netty.NettyPipeline;

import static org.assertj.core.api.Assertions.assertThat;

class ContentJoinerTests {

	private static final int CAPACITY = 16 * 1024;

	private final List<ByteBuf> sent = new ArrayList<>();

	private final EmbeddedChannel channel = channel();

	private static EmbeddedChannel channel() {
		EmbeddedChannel channel = new EmbeddedChannel();
		channel.pipeline().addLast(NettyPipeline.ReactiveBridge, new ChannelInboundHandlerAdapter());
		ResponseHeads.addTo(channel);
		ContentJoiner.addTo(channel);
		ContentJoiner.addTo(channel);
		return channel;
	}

	private HttpContent part(String text) {
		ByteBuf bytes = Unpooled.directBuffer().writeBytes(text.getBytes(StandardCharsets.US_ASCII));
		this.sent.add(bytes);
		return new DefaultHttpContent(bytes);
	}

	// One read of the socket, and what of it is handed on.
	private List<String> read(Object... messages) {
		this.channel.writeInbound(messages);
		return received();
	}

	private List<String> received() {
		List<String> received = new ArrayList<>();
		for (Object message = this.channel.readInbound(); message != null; message = this.channel.readInbound()) {
			received.add((message instanceof HttpContent content)
					? content.content().toString(StandardCharsets.US_ASCII) : message.getClass().getSimpleName());
			ReferenceCountUtil.release(message);
		}
		return received;
	}

	private void assertNothingIsLeft() {
		this.channel.finishAndReleaseAll();
		assertThat(this.sent).allMatch((bytes) -> bytes.refCnt() == 0);
	}

	@Test
	void handlerWhenAddedTwiceThenThereOnce() {
		assertThat(this.channel.pipeline().toMap().values()).filteredOn(ContentJoiner.class::isInstance).hasSize(1);
	}

	// So that nothing after it sees each part by itself.
	@Test
	void handlerWhenAddedThenBeforeTheOneForHeads() {
		assertThat(this.channel.pipeline().toMap().values())
			.filteredOn((handler) -> handler instanceof ContentJoiner || handler instanceof ResponseHeads)
			.first()
			.isInstanceOf(ContentJoiner.class);
	}

	@Test
	void partsWhenOfOneReadThenJoinedInOrder() {
		assertThat(read(part("a"), part("b"), part("c"))).containsExactly("abc");
		assertThat(read(part("d"))).containsExactly("d");
		assertNothingIsLeft();
	}

	@Test
	void partWhenAloneThenHandedOnAsItIs() {
		HttpContent alone = part("a");
		this.channel.writeInbound(alone);
		assertThat(this.channel.<Object>readInbound()).isSameAs(alone);
		alone.release();
		assertNothingIsLeft();
	}

	@ParameterizedTest
	@ValueSource(ints = { CAPACITY - 1, CAPACITY, CAPACITY + 1, 2 * CAPACITY, 2 * CAPACITY + 1 })
	void partsWhenTheyFillTheBufferThenNothingIsLostOrSwapped(int length) {
		StringBuilder text = new StringBuilder();
		for (int i = 0; text.length() < length; i++) {
			text.append((char) ('a' + i % 26));
		}
		for (int size : new int[] { 61, 1024, 4096 }) {
			List<Object> parts = new ArrayList<>();
			for (int from = 0; from < length; from += size) {
				parts.add(part(text.substring(from, Math.min(length, from + size))));
			}
			List<String> received = read(parts.toArray());
			assertThat(String.join("", received)).isEqualTo(text.toString());
			assertThat(received).hasSizeLessThanOrEqualTo(length / CAPACITY + 1)
				.allMatch((joined) -> joined.length() <= CAPACITY);
		}
		assertNothingIsLeft();
	}

	@Test
	void bufferWhenNobodyKeepsItThenUsedForTheNextRead() {
		List<ByteBuf> buffers = new ArrayList<>();
		List<String> received = new ArrayList<>();
		handOnTo(reading(buffers, received));
		this.channel.writeInbound(part("a"), part("b"));
		assertThat(buffers).as("kept for the next").extracting(ByteBuf::refCnt).containsExactly(1);
		this.channel.writeInbound(part("c"), part("d"));
		assertThat(received).containsExactly("ab", "cd");
		assertThat(buffers.get(0)).isSameAs(buffers.get(1));
		assertNothingIsLeft();
	}

	@Test
	void bufferWhenAnotherChannelReadsMeanwhileThenOneIsKept() {
		ContentJoinerTests another = new ContentJoinerTests();
		List<ByteBuf> buffers = new ArrayList<>();
		List<String> received = new ArrayList<>();
		Consumer<HttpContent> reader = reading(buffers, received);
		another.handOnTo(reader);
		handOnTo((content) -> {
			another.channel.writeInbound(another.part("c"), another.part("d"));
			reader.accept(content);
		});
		this.channel.writeInbound(part("a"), part("b"));
		assertThat(received).containsExactly("cd", "ab");
		assertThat(buffers).extracting(ByteBuf::refCnt).containsExactly(1, 0);
		assertNothingIsLeft();
		another.assertNothingIsLeft();
	}

	@Test
	void bufferWhenTheEventLoopEndsThenReleased() throws InterruptedException {
		List<ByteBuf> buffers = new ArrayList<>();
		Thread loop = new FastThreadLocalThread(() -> {
			handOnTo((content) -> {
				buffers.add(content.content());
				content.release();
			});
			this.channel.writeInbound(part("a"), part("b"));
		});
		loop.start();
		loop.join(10_000);
		assertThat(buffers).extracting(ByteBuf::refCnt).containsExactly(0);
		assertNothingIsLeft();
	}

	@Test
	void partsWhenOfAnyKindOfBufferThenJoined() {
		ByteBuf heap = Unpooled.copiedBuffer("a", StandardCharsets.US_ASCII);
		ByteBuf slice = Unpooled.copiedBuffer("-b-", StandardCharsets.US_ASCII).slice(1, 1);
		ByteBuf several = Unpooled.wrappedBuffer(Unpooled.copiedBuffer("c", StandardCharsets.US_ASCII),
				Unpooled.directBuffer().writeByte('d'));
		ByteBuf readOnly = Unpooled.directBuffer().writeByte('e').asReadOnly();
		List<ByteBuf> all = List.of(heap, slice, several, Unpooled.EMPTY_BUFFER, readOnly);
		assertThat(read(all.stream().map(DefaultHttpContent::new).toArray())).containsExactly("abcde");
		this.sent.addAll(List.of(heap, slice, several, readOnly));
		assertNothingIsLeft();
	}

	// As when a reader is slower than the network.
	@Test
	void bufferWhenKeptThenNotUsedForTheNextRead() {
		List<ByteBuf> kept = new ArrayList<>();
		handOnTo((content) -> kept.add(content.content()));
		this.channel.writeInbound(part("a"), part("b"));
		this.channel.writeInbound(part("c"), part("d"));
		assertThat(kept).extracting((bytes) -> bytes.toString(StandardCharsets.US_ASCII)).containsExactly("ab", "cd");
		assertThat(kept).allMatch((bytes) -> bytes.refCnt() == 1).allMatch(ByteBuf::release);
		assertNothingIsLeft();
	}

	@Test
	void bufferWhenReleasedTooOftenThenNotUsedAgain() {
		List<String> received = new ArrayList<>();
		handOnTo((content) -> {
			received.add(content.content().toString(StandardCharsets.US_ASCII));
			content.release(2);
		});
		this.channel.writeInbound(part("a"), part("b"));
		this.channel.writeInbound(part("c"), part("d"));
		assertThat(received).containsExactly("ab", "cd");
		assertNothingIsLeft();
	}

	// As by a filter on another thread.
	@Test
	void bufferWhenReleasedTooOftenLaterThenNotUsedAgain() {
		List<ByteBuf> buffers = new ArrayList<>();
		List<String> received = new ArrayList<>();
		handOnTo(reading(buffers, received));
		this.channel.writeInbound(part("a"), part("b"));
		buffers.get(0).release();
		this.channel.writeInbound(part("c"), part("d"));
		assertThat(received).containsExactly("ab", "cd");
		assertNothingIsLeft();
	}

	private static Consumer<HttpContent> reading(List<ByteBuf> buffers, List<String> received) {
		return (content) -> {
			buffers.add(content.content());
			received.add(content.content().toString(StandardCharsets.US_ASCII));
			content.release();
		};
	}

	private void handOnTo(Consumer<HttpContent> reader) {
		this.channel.pipeline().addBefore(ResponseHeads.NAME, "reader", new ChannelInboundHandlerAdapter() {

			@Override
			public void channelRead(ChannelHandlerContext context, Object message) {
				reader.accept((HttpContent) message);
			}

		});
	}

	@Test
	void partsWhenAnythingElseComesThenHandedOnBefore() {
		DefaultHttpResponse head = new DefaultHttpResponse(HttpVersion.HTTP_1_1, HttpResponseStatus.OK);
		HttpContent large = part("l".repeat(4097));
		HttpContent broken = part("x");
		broken.setDecoderResult(DecoderResult.failure(new IllegalStateException("broken")));
		DefaultLastHttpContent last = new DefaultLastHttpContent(Unpooled.copiedBuffer("z", StandardCharsets.US_ASCII));
		assertThat(read(head, part("a"), part("b"), large, part("c"), broken, part("d"), part("e"), last))
			.containsExactly("DefaultHttpResponse", "ab", "l".repeat(4097), "c", "x", "de", "z");
		assertNothingIsLeft();
	}

	@Test
	void partsWhenTheConnectionBreaksInTheMiddleOfAReadThenHandedOn() {
		this.channel.pipeline().fireChannelRead(part("a"));
		this.channel.pipeline().fireChannelRead(part("b"));
		this.channel.pipeline().fireChannelInactive();
		assertThat(received()).containsExactly("ab");
		this.channel.pipeline().fireChannelRead(part("c"));
		this.channel.pipeline().fireUserEventTriggered("closed");
		assertThat(received()).containsExactly("c");
		this.channel.pipeline().fireChannelRead(part("d"));
		this.channel.pipeline().fireChannelRead(part("e"));
		this.channel.pipeline().remove(ContentJoiner.class);
		assertThat(received()).containsExactly("de");
		assertNothingIsLeft();
	}

}
