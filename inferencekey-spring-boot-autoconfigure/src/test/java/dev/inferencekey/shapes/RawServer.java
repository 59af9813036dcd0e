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

package dev.inferencekey.shapes;

import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CountDownLatch;

/**
 * Answers one connection without looking at the request, and reads on until it is closed.
 */
final class RawServer implements AutoCloseable {

	private final ServerSocket socket = new ServerSocket(0, 10, InetAddress.getLoopbackAddress());

	private final CountDownLatch closed = new CountDownLatch(1);

	RawServer(String answer) throws IOException {
		Thread thread = new Thread(() -> serve(answer), "raw-server");
		thread.setDaemon(true);
		thread.start();
	}

	String baseUrl() {
		return "http://127.0.0.1:" + this.socket.getLocalPort();
	}

	/**
	 * Counted down when the client has closed its connection.
	 */
	CountDownLatch closed() {
		return this.closed;
	}

	private void serve(String answer) {
		try (Socket client = this.socket.accept()) {
			client.getInputStream().skipNBytes(1);
			client.getOutputStream().write(answer.getBytes(StandardCharsets.UTF_8));
			client.getInputStream().transferTo(OutputStream.nullOutputStream());
		}
		catch (IOException ex) {
			// A connection that is reset is closed as well.
		}
		this.closed.countDown();
	}

	@Override
	public void close() throws IOException {
		this.socket.close();
	}

}
