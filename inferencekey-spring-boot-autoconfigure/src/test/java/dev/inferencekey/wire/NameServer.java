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

package dev.inferencekey.wire;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;

import io.netty.channel.socket.nio.NioDatagramChannel;
import io.netty.resolver.dns.DnsNameResolverBuilder;
import io.netty.resolver.dns.SingletonDnsServerAddressStreamProvider;

/**
 * A name server that knows no name, so that no test waits for those of the machine.
 */
final class NameServer implements AutoCloseable {

	private static final int IS_RESPONSE = 0x80;

	private static final int NO_SUCH_NAME = 3;

	private final DatagramSocket socket;

	NameServer() throws IOException {
		this.socket = new DatagramSocket(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
		Thread thread = new Thread(this::serve, "name-server");
		thread.setDaemon(true);
		thread.start();
	}

	DnsNameResolverBuilder resolver() {
		return new DnsNameResolverBuilder().datagramChannelType(NioDatagramChannel.class)
			.nameServerProvider(new SingletonDnsServerAddressStreamProvider(
					(InetSocketAddress) this.socket.getLocalSocketAddress()));
	}

	private void serve() {
		byte[] message = new byte[512];
		while (!this.socket.isClosed()) {
			DatagramPacket packet = new DatagramPacket(message, message.length);
			try {
				this.socket.receive(packet);
				message[2] |= (byte) IS_RESPONSE;
				message[3] = NO_SUCH_NAME;
				this.socket.send(packet);
			}
			catch (IOException ex) {
				// Closed.
			}
		}
	}

	@Override
	public void close() {
		this.socket.close();
	}

}
