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

package dev.inferencekey.test;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import dev.inferencekey.test.RecordedRequest.End;
import dev.inferencekey.test.ScriptedBody.Content;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.http.DefaultHttpContent;
import io.netty.handler.codec.http.DefaultHttpResponse;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.handler.codec.http.QueryStringDecoder;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.MissingNode;

/**
 * Answers the requests of one connection, one after the other, on its event loop.
 */
@SuppressWarnings("FutureReturnValueIgnored") // a write fails when the client has gone,
												// see channelInactive
final class ScriptedExchange extends SimpleChannelInboundHandler<FullHttpRequest> {

	private static final Pattern ROUTE = Pattern.compile("(?:/[^/]+)*?/(?<workload>[^/]+)/v1(?<path>/.+)");

	// Some stand beside /v1: the wire contract, sections "Data plane" and "Asynchronous
	// jobs".
	private static final Pattern ROUTE_BESIDE = Pattern
		.compile("(?:/endpoint/[^/]+|(?!/endpoint/|/v1/))/(?<workload>[^/]+)(?<path>/.+)");

	private final Function<RecordedRequest, ScriptedAnswer> answers;

	private @Nullable RecordedRequest current;

	ScriptedExchange(Function<RecordedRequest, ScriptedAnswer> answers) {
		this.answers = answers;
	}

	@Override
	protected void channelRead0(ChannelHandlerContext context, FullHttpRequest http) {
		String path = new QueryStringDecoder(http.uri()).path();
		Matcher route = ROUTE.matcher(path);
		if (!route.matches() && !route.usePattern(ROUTE_BESIDE).matches()) {
			send(context, 404, List.of(), Content.json("{\"error\": \"not_found\"}"));
			return;
		}
		if (http.method().equals(HttpMethod.GET) && path.endsWith("/v1/models")) {
			// The probe of the health check, which is not part of any script.
			send(context, 200, List.of(), Content.json("{\"object\": \"list\", \"data\": []}"));
			return;
		}
		RecordedRequest request = new RecordedRequest(http.method().name(), route.group("workload"),
				route.group("path"), headers(http), json(http.content().toString(StandardCharsets.UTF_8)));
		this.current = request;
		ScriptedAnswer answer = this.answers.apply(request);
		if (answer.end() != ScriptedAnswer.End.HANG) {
			after(context, answer.delay(), () -> answer(context, request, answer));
		}
	}

	private static Map<String, String> headers(FullHttpRequest http) {
		Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
		http.headers().forEach((header) -> headers.put(header.getKey(), header.getValue()));
		return headers;
	}

	private static JsonNode json(String body) {
		try {
			return body.isEmpty() ? MissingNode.getInstance() : ScriptedBody.MAPPER.readTree(body);
		}
		catch (JacksonException ex) {
			return MissingNode.getInstance();
		}
	}

	private void answer(ChannelHandlerContext context, RecordedRequest request, ScriptedAnswer answer) {
		if (answer.end() == ScriptedAnswer.End.DISCONNECT) {
			cut(context);
			return;
		}
		Content content;
		try {
			content = answer.body().write(request, answer);
		}
		catch (IllegalStateException ex) {
			ScriptedAnswer misfit = ScriptedAnswer.failure(501, "script_does_not_fit", String.valueOf(ex.getMessage()),
					List.of());
			send(context, misfit.status(), List.of(), misfit.body().write(request, misfit));
			return;
		}
		if (content.isStream()) {
			stream(context, answer, content);
		}
		else if (answer.cutAfter() >= 0) {
			ByteBuf body = Unpooled.wrappedBuffer(content.parts().get(0));
			HttpResponse head = head(answer.status(), answer.headers(), content);
			HttpUtil.setContentLength(head, body.readableBytes());
			context.write(head);
			context.write(new DefaultHttpContent(body.readSlice(body.readableBytes() / 2)));
			cut(context);
		}
		else {
			send(context, answer.status(), answer.headers(), content);
		}
	}

	private void send(ChannelHandlerContext context, int status, List<ResponseHeader> headers, Content content) {
		ByteBuf body = Unpooled.wrappedBuffer(content.parts().get(0));
		HttpResponse head = head(status, headers, content);
		HttpUtil.setContentLength(head, body.readableBytes());
		context.write(head);
		context.write(new DefaultHttpContent(body));
		end(context);
	}

	private void stream(ChannelHandlerContext context, ScriptedAnswer answer, Content content) {
		HttpResponse head = head(answer.status(), answer.headers(), content);
		HttpUtil.setTransferEncodingChunked(head, true);
		context.writeAndFlush(head);
		next(context, answer, content, 0);
	}

	private void next(ChannelHandlerContext context, ScriptedAnswer answer, Content content, int from) {
		boolean cut = answer.cutAfter() >= 0;
		int end = cut ? Math.min(answer.cutAfter(), content.chunks()) : content.parts().size();
		for (int i = from; i < end; i++) {
			context.writeAndFlush(new DefaultHttpContent(Unpooled.wrappedBuffer(content.parts().get(i))));
			int following = i + 1;
			// What follows the last chunk comes with it.
			if (!answer.pause().isZero() && following < content.chunks()) {
				after(context, answer.pause(), () -> next(context, answer, content, following));
				return;
			}
		}
		if (cut) {
			cut(context);
		}
		else {
			end(context);
		}
	}

	private void end(ChannelHandlerContext context) {
		RecordedRequest request = this.current;
		this.current = null;
		context.writeAndFlush(LastHttpContent.EMPTY_LAST_CONTENT).addListener((written) -> {
			if (request != null) {
				request.ended(written.isSuccess() ? End.ANSWERED : End.ABANDONED);
			}
		});
	}

	private void cut(ChannelHandlerContext context) {
		RecordedRequest request = this.current;
		this.current = null;
		if (request != null) {
			request.ended(End.CUT);
		}
		context.writeAndFlush(Unpooled.EMPTY_BUFFER).addListener(ChannelFutureListener.CLOSE);
	}

	private static HttpResponse head(int status, List<ResponseHeader> headers, Content content) {
		HttpResponse head = new DefaultHttpResponse(HttpVersion.HTTP_1_1, HttpResponseStatus.valueOf(status));
		head.headers().set(HttpHeaderNames.CONTENT_TYPE, content.type());
		headers.forEach((header) -> head.headers().add(header.name(), header.value()));
		return head;
	}

	private static void after(ChannelHandlerContext context, Duration time, Runnable task) {
		if (time.isZero()) {
			task.run();
			return;
		}
		context.executor().schedule(() -> {
			if (context.channel().isActive()) {
				task.run();
			}
		}, time.toNanos(), TimeUnit.NANOSECONDS);
	}

	@Override
	public void channelInactive(ChannelHandlerContext context) {
		RecordedRequest request = this.current;
		this.current = null;
		if (request != null) {
			request.ended(context.channel().hasAttr(ScriptedServer.DISCONNECTED) ? End.CUT : End.ABANDONED);
		}
		context.fireChannelInactive();
	}

	// A connection that breaks is what some scripts are about.
	@Override
	public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
		context.close();
	}

}
