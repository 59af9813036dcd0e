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
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelPipeline;
import io.netty.handler.codec.http.DefaultHttpContent;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpMessage;
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

	// One for each event loop. Taking one from Netty's allocator for each join costs more
	// than copying into it, most of all when its leak detector samples the stack.
	private static final FastThreadLocal<ByteBuf> SPARE = new FastThreadLocal<>();

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
		ByteBuf target = this.joined;
		if (target != null && target.writableBytes() < content.content().readableBytes()) {
			flush(context);
			target = null;
		}
		HttpContent held = this.first;
		if (target == null && held == null) {
			this.first = content;
			return;
		}
		if (target == null) {
			target = buffer();
			this.joined = target;
		}
		if (held != null) {
			this.first = null;
			add(target, held);
		}
		add(target, content);
	}

	private static ByteBuf buffer() {
		ByteBuf spare = SPARE.getIfExists();
		SPARE.remove();
		return (spare != null) ? spare : Unpooled.buffer(CAPACITY, CAPACITY);
	}

	private static void add(ByteBuf target, HttpContent content) {
		try {
			// Not writeBytes, which makes a view of each part when both are direct.
			content.content().readBytes(target, content.content().readableBytes());
		}
		finally {
			content.release();
		}
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
			handOn(context, all);
		}
	}

	private static void handOn(ChannelHandlerContext context, ByteBuf all) {
		context.fireChannelRead(new DefaultHttpContent(all.retain()));
		int holders = all.refCnt();
		if (holders == 1) {
			SPARE.set(all.clear());
		}
		else if (holders > 1) {
			all.release();
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

}
