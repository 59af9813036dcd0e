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

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelPipeline;
import io.netty.handler.codec.http.DefaultHttpContent;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpMessage;
import io.netty.util.ReferenceCountUtil;
import io.netty.util.concurrent.FastThreadLocal;
import org.jspecify.annotations.Nullable;

/**
 * Joins what one read of a socket brought of a body. Engines send each frame of a stream
 * as a chunk of HTTP, so that a read brings some dozens or hundreds of them, and handing
 * each through Reactor Netty and {@code WebClient} by itself costs more than decoding it.
 * Nothing is held back beyond the read.
 */
final class ContentJoiner extends ChannelInboundHandlerAdapter {

	private static final String NAME = "inferencekey.contentJoiner";

	// What is larger gains nothing by being copied.
	private static final int LARGEST = 4 * 1024;

	private static final int CAPACITY = 16 * 1024;

	private static final SpareBuffer SPARE = new SpareBuffer();

	// What came first is handed on as it is when nothing follows.
	private @Nullable HttpContent first;

	private @Nullable ByteBuf joined;

	/**
	 * Join what a channel receives from now on.
	 * @param channel a channel of Reactor Netty that has {@link ResponseHeads}
	 */
	static void addTo(Channel channel) {
		ChannelPipeline pipeline = channel.pipeline();
		if (pipeline.get(NAME) == null && pipeline.get(ResponseHeads.NAME) != null) {
			pipeline.addBefore(ResponseHeads.NAME, NAME, new ContentJoiner());
		}
	}

	@Override
	public void channelRead(ChannelHandlerContext context, Object message) {
		// Neither the last part of a body nor one with a head, which are of other
		// classes.
		if (message.getClass() == DefaultHttpContent.class && isSmallPart((HttpContent) message)) {
			join(context, (HttpContent) message);
			return;
		}
		flush(context);
		context.fireChannelRead(message);
	}

	private static boolean isSmallPart(HttpContent content) {
		return content.decoderResult().isSuccess() && content.content().readableBytes() <= LARGEST;
	}

	private void join(ChannelHandlerContext context, HttpContent content) {
		if (this.joined != null && this.joined.writableBytes() < content.content().readableBytes()) {
			flush(context);
		}
		if (this.joined == null && this.first == null) {
			this.first = content;
			return;
		}
		try {
			ByteBuf target = (this.joined != null) ? this.joined : SPARE.take();
			this.joined = target;
			moveFirst(target);
			copy(content, target);
		}
		finally {
			content.release();
		}
	}

	private void moveFirst(ByteBuf target) {
		HttpContent held = this.first;
		if (held != null) {
			this.first = null;
			copy(held, target);
			held.release();
		}
	}

	// Not writeBytes, which makes a view of a direct part.
	private static void copy(HttpContent content, ByteBuf target) {
		content.content().readBytes(target, content.content().readableBytes());
	}

	private void flush(ChannelHandlerContext context) {
		HttpContent held = this.first;
		ByteBuf all = this.joined;
		this.first = null;
		this.joined = null;
		if (held != null) {
			context.fireChannelRead(held);
		}
		else if (all != null) {
			context.fireChannelRead(new DefaultHttpContent(all.retain()));
			SPARE.giveBack(all);
		}
	}

	@Override
	public void channelReadComplete(ChannelHandlerContext context) {
		flush(context);
		context.fireChannelReadComplete();
	}

	@Override
	public void channelInactive(ChannelHandlerContext context) {
		flush(context);
		context.fireChannelInactive();
	}

	@Override
	public void exceptionCaught(ChannelHandlerContext context, Throwable failure) {
		flush(context);
		context.fireExceptionCaught(failure);
	}

	@Override
	public void userEventTriggered(ChannelHandlerContext context, Object event) {
		flush(context);
		context.fireUserEventTriggered(event);
	}

	@Override
	public void handlerRemoved(ChannelHandlerContext context) {
		flush(context);
	}

	/**
	 * One buffer for each event loop, released when that ends. Taking one from Netty's
	 * allocator for each join costs more than copying into it, most of all when its leak
	 * detector samples the stack. Direct, since Netty, where it cannot use
	 * {@code Unsafe}, makes a view of each direct part that it copies to an array.
	 */
	private static final class SpareBuffer extends FastThreadLocal<@Nullable ByteBuf> {

		ByteBuf take() {
			ByteBuf spare = get();
			set(null);
			// One that a reader has released too often is no longer ours.
			return (spare != null && spare.refCnt() == 1) ? spare
					: ByteBufAllocator.DEFAULT.directBuffer(CAPACITY, CAPACITY);
		}

		void giveBack(ByteBuf buffer) {
			int holders = buffer.refCnt();
			if (holders == 1 && get() == null) {
				set(buffer.clear());
			}
			else if (holders > 0) {
				buffer.release();
			}
		}

		@Override
		protected void onRemoval(@Nullable ByteBuf spare) {
			ReferenceCountUtil.safeRelease(spare);
		}

	}

}
