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
import java.util.UUID;

import reactor.core.publisher.Mono;
import reactor.netty.DisposableServer;
import reactor.netty.http.server.HttpServer;
import reactor.netty.resources.LoopResources;

import org.springframework.http.codec.json.JacksonJsonEncoder;
import org.springframework.http.server.reactive.HttpHandler;
import org.springframework.http.server.reactive.ReactorHttpHandlerAdapter;
import org.springframework.web.reactive.function.server.HandlerStrategies;
import org.springframework.web.reactive.function.server.RouterFunctions;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebFilterChain;

/**
 * The HTTP server in front of the routes.
 */
final class PlatformServer implements AutoCloseable {

	private static final String REQUEST_ID = "x-request-id";

	private static final Duration PATIENCE = Duration.ofSeconds(5);

	private final DisposableServer server;

	private PlatformServer(DisposableServer server) {
		this.server = server;
	}

	static PlatformServer start(String host, int port, Routes routes, LoopResources loops) {
		return start(host, port, routes, loops, RequestLimits.DEFAULTS);
	}

	static PlatformServer start(String host, int port, Routes routes, LoopResources loops, RequestLimits limits) {
		HandlerStrategies strategies = HandlerStrategies.builder().codecs((codecs) -> {
			codecs.defaultCodecs().jacksonJsonEncoder(new JacksonJsonEncoder(Json.MAPPER));
		})
			.webFilter(PlatformServer::addRequestId)
			.webFilter(new RequestBodies(limits))
			.exceptionHandler(new ErrorResponses())
			.build();
		HttpHandler handler = RouterFunctions.toHttpHandler(routes.routerFunction(), strategies);
		HalfOpenRequests halfOpen = new HalfOpenRequests(limits);
		DisposableServer server = HttpServer.create()
			.host(host)
			.port(port)
			.runOn(loops)
			.idleTimeout(limits.idleTimeout())
			.doOnChannelInit((observer, channel, address) -> halfOpen.watch(channel))
			.handle(new ReactorHttpHandlerAdapter(handler))
			.bindNow();
		return new PlatformServer(server);
	}

	int port() {
		return this.server.port();
	}

	private static Mono<Void> addRequestId(ServerWebExchange exchange, WebFilterChain chain) {
		exchange.getResponse().getHeaders().set(REQUEST_ID, "req_" + UUID.randomUUID().toString().replace("-", ""));
		return chain.filter(exchange);
	}

	@Override
	public void close() {
		this.server.disposeNow(PATIENCE);
	}

}
