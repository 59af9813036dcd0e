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

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.handler.codec.http.HttpObjectAggregator;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.util.AttributeKey;
import io.netty.util.concurrent.DefaultThreadFactory;
import io.netty.util.concurrent.GlobalEventExecutor;

/**
 * Listens on the loopback interface. Netty is on the class path of every application that
 * has a client; its plain server starts in milliseconds and can cut an answer anywhere,
 * which the servers that are built on it do not offer.
 */
final class ScriptedServer implements AutoCloseable {

	// On connections that this server ends, not their client.
	static final AttributeKey<Boolean> DISCONNECTED = AttributeKey.valueOf(ScriptedServer.class, "disconnected");

	private static final int MAX_REQUEST = 64 * 1024 * 1024;

	private final EventLoopGroup loop = new MultiThreadIoEventLoopGroup(1,
			new DefaultThreadFactory("inferencekey-scripted-platform", true), NioIoHandler.newFactory());

	private final ChannelGroup connections = new DefaultChannelGroup(GlobalEventExecutor.INSTANCE);

	// Not the loopback address of the virtual machine, which may be that of IPv6.
	static final String HOST = "127.0.0.1";

	private final Channel listening;

	ScriptedServer(Function<RecordedRequest, ScriptedAnswer> answers) {
		ServerBootstrap server = new ServerBootstrap().group(this.loop)
			.channel(NioServerSocketChannel.class)
			.childHandler(new ChannelInitializer<>() {

				@Override
				protected void initChannel(Channel channel) {
					ScriptedServer.this.connections.add(channel);
					channel.pipeline()
						.addLast(new HttpServerCodec(), new HttpObjectAggregator(MAX_REQUEST),
								new ScriptedExchange(answers));
				}

			});
		this.listening = server.bind(address()).syncUninterruptibly().channel();
	}

	private static InetSocketAddress address() {
		try {
			return new InetSocketAddress(InetAddress.getByAddress(HOST, new byte[] { 127, 0, 0, 1 }), 0);
		}
		catch (UnknownHostException ex) {
			throw new IllegalStateException(ex);
		}
	}

	int port() {
		return ((InetSocketAddress) this.listening.localAddress()).getPort();
	}

	void disconnect() {
		this.connections.forEach((connection) -> connection.attr(DISCONNECTED).set(true));
		this.connections.close().syncUninterruptibly();
	}

	@Override
	public void close() {
		this.listening.close().syncUninterruptibly();
		disconnect();
		this.loop.shutdownGracefully(0, 1, TimeUnit.SECONDS).syncUninterruptibly();
	}

}
