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

import java.util.Set;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelPipeline;
import io.netty.handler.codec.DecoderException;
import io.netty.handler.codec.DecoderResult;
import io.netty.handler.codec.DecoderResultProvider;
import io.netty.handler.codec.TooLongFrameException;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpStatusClass;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.ReferenceCountUtil;
import reactor.netty.NettyPipeline;

/**
 * What Reactor Netty does not do with the heads of responses. It takes each of them for
 * the answer, but for {@code 100 Continue}; others that only say that an answer will come
 * are dropped here. And it logs the failures of Netty's HTTP decoder, which quote what
 * the server sent, even a key, as does Spring's observation of the request; here they
 * lose the quote before anybody sees them.
 */
final class ResponseHeads extends ChannelInboundHandlerAdapter {

	static final String NAME = "inferencekey.responseHeads";

	private static final Set<Integer> BODILESS = Set.of(HttpResponseStatus.SWITCHING_PROTOCOLS.code(),
			HttpResponseStatus.NO_CONTENT.code(), HttpResponseStatus.RESET_CONTENT.code(),
			HttpResponseStatus.NOT_MODIFIED.code());

	private boolean interim;

	/**
	 * Look after the responses of a channel from now on.
	 * @param channel a channel of Reactor Netty
	 */
	static void addTo(Channel channel) {
		ChannelPipeline pipeline = channel.pipeline();
		if (pipeline.get(NAME) == null && pipeline.get(NettyPipeline.ReactiveBridge) != null) {
			pipeline.addBefore(NettyPipeline.ReactiveBridge, NAME, new ResponseHeads());
		}
	}

	@Override
	public void channelRead(ChannelHandlerContext context, Object message) {
		if (message instanceof DecoderResultProvider part && part.decoderResult().isFailure()) {
			part.setDecoderResult(DecoderResult.failure(withoutQuote(part.decoderResult().cause())));
			this.interim = false;
		}
		else if (message instanceof HttpResponse response) {
			this.interim = isInterim(response.status());
			if (mayLeaveABodyBehind(response.status())) {
				response.headers().set(HttpHeaderNames.CONNECTION, HttpHeaderValues.CLOSE);
			}
		}
		if (!this.interim) {
			context.fireChannelRead(message);
			return;
		}
		ReferenceCountUtil.release(message);
		if (message instanceof LastHttpContent) {
			this.interim = false;
			// Channels of Reactor Netty are read only when somebody asks.
			context.read();
		}
	}

	// What cannot be unzipped ends the answer for its reader, but Reactor Netty would
	// keep the connection for good.
	@Override
	@SuppressWarnings("FutureReturnValueIgnored")
	public void exceptionCaught(ChannelHandlerContext context, Throwable failure) {
		context.fireExceptionCaught(failure);
		if (failure instanceof DecoderException) {
			context.close();
		}
	}

	private static boolean isInterim(HttpResponseStatus status) {
		return status.codeClass() == HttpStatusClass.INFORMATIONAL
				&& status.code() != HttpResponseStatus.SWITCHING_PROTOCOLS.code()
				&& status.code() != HttpResponseStatus.CONTINUE.code();
	}

	// These have no body by definition, so a server that sends one puts it where the next
	// answer begins. None of them is the answer to a call that will be made again at
	// once.
	private static boolean mayLeaveABodyBehind(HttpResponseStatus status) {
		return BODILESS.contains(status.code());
	}

	private static Throwable withoutQuote(Throwable failure) {
		// Says only what is too long.
		return (failure instanceof TooLongFrameException) ? failure
				: new DecoderException("not valid HTTP (" + failure.getClass().getSimpleName() + ")");
	}

}
