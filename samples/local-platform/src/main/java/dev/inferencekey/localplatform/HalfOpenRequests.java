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

package dev.inferencekey.localplatform;

import java.time.Duration;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.Set;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.concurrent.Future;
import org.jspecify.annotations.Nullable;
import reactor.netty.NettyPipeline;

import static java.util.concurrent.TimeUnit.MILLISECONDS;

/**
 * Bounds the connections whose request is not whole: each has a deadline for its head and
 * one for its body, and when there are too many, the oldest goes. Reactor Netty's own
 * time-outs begin with the body, and a caller that sends a byte now and then restarts
 * them.
 */
final class HalfOpenRequests {

	private static final Duration GRACE = Duration.ofSeconds(1);

	private final RequestLimits limits;

	private final Set<Channel> oldestFirst = new LinkedHashSet<>();

	HalfOpenRequests(RequestLimits limits) {
		this.limits = limits;
	}

	/**
	 * Watch a new connection.
	 * @param channel a connection whose pipeline has its HTTP codec
	 */
	void watch(Channel channel) {
		Watch watch = new Watch(channel);
		channel.pipeline().addFirst("halfOpenBytes", watch.bytes());
		channel.pipeline().addAfter(NettyPipeline.HttpCodec, "halfOpenMessages", watch.messages());
		channel.closeFuture().addListener((closed) -> watch.whole());
		watch.begin(this.limits.headTimeout());
	}

	private synchronized void add(Channel channel) {
		this.oldestFirst.add(channel);
		if (this.oldestFirst.size() > this.limits.maxHalfOpen()) {
			Iterator<Channel> iterator = this.oldestFirst.iterator();
			Channel oldest = iterator.next();
			iterator.remove();
			end(oldest);
		}
	}

	private synchronized void remove(Channel channel) {
		this.oldestFirst.remove(channel);
	}

	@SuppressWarnings("FutureReturnValueIgnored")
	private static void end(Channel channel) {
		channel.close();
	}

	/**
	 * The state of one connection, used on its event loop only.
	 */
	private final class Watch {

		private final Channel channel;

		private @Nullable Future<?> deadline;

		private long bodySize;

		Watch(Channel channel) {
			this.channel = channel;
		}

		void begin(Duration timeout) {
			cancelDeadline();
			this.deadline = this.channel.eventLoop()
				.schedule(() -> end(this.channel), timeout.toMillis(), MILLISECONDS);
			add(this.channel);
		}

		void whole() {
			cancelDeadline();
			remove(this.channel);
		}

		private void cancelDeadline() {
			if (this.deadline != null) {
				this.deadline.cancel(false);
				this.deadline = null;
			}
		}

		ChannelInboundHandlerAdapter bytes() {
			return new ChannelInboundHandlerAdapter() {

				@Override
				public void channelRead(ChannelHandlerContext context, Object message) {
					if (Watch.this.deadline == null) {
						begin(HalfOpenRequests.this.limits.headTimeout());
					}
					context.fireChannelRead(message);
				}

			};
		}

		ChannelInboundHandlerAdapter messages() {
			return new ChannelInboundHandlerAdapter() {

				@Override
				public void channelRead(ChannelHandlerContext context, Object message) {
					follow(message);
					context.fireChannelRead(message);
				}

			};
		}

		private void follow(Object message) {
			if (message instanceof HttpRequest) {
				this.bodySize = 0;
				// The reader of the body gives up first, and can still say so.
				begin(HalfOpenRequests.this.limits.bodyTimeout().plus(GRACE));
			}
			if (message instanceof HttpContent content) {
				this.bodySize += content.content().readableBytes();
				if (this.bodySize > HalfOpenRequests.this.limits.maxDroppedSize()) {
					end(this.channel);
				}
			}
			if (message instanceof LastHttpContent) {
				whole();
			}
		}

	}

}
