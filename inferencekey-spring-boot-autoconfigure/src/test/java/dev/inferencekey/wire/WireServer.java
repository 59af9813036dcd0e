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

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import dev.inferencekey.DataClient;
import dev.inferencekey.Endpoint;
import dev.inferencekey.resilience.RetrySettings;

/**
 * A server of raw sockets that does to each request just what the next script says. When
 * the scripts are used up, the last one is used again.
 */
public final class WireServer implements AutoCloseable {

	// Longer than any test may take.
	private static final Duration PATIENCE = Duration.ofMinutes(2);

	public static final String SECRET = "5ec2e7".repeat(10) + "cafe";

	public static final String KEY = "ik_live_a1b2c3d4_" + SECRET;

	private final ServerSocket socket;

	private final Thread acceptor;

	private final Queue<Script> scripts = new ConcurrentLinkedQueue<>();

	private final List<Request> requests = new CopyOnWriteArrayList<>();

	private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();

	private final AtomicInteger connections = new AtomicInteger();

	private Script last = (exchange) -> exchange.reset();

	public WireServer() {
		this(0);
	}

	public WireServer(int port) {
		try {
			this.socket = new ServerSocket(port, 1000, InetAddress.getByName("127.0.0.1"));
		}
		catch (IOException ex) {
			throw new IllegalStateException(ex);
		}
		this.acceptor = start(this::accept);
	}

	public WireServer then(Script script) {
		this.scripts.add(script);
		return this;
	}

	public WireServer thenJson(int status, String body, String... headers) {
		return then((exchange) -> exchange.respond(status, "application/json", body, headers));
	}

	public WireServer thenEvents(String events) {
		return then((exchange) -> exchange.respond(200, "text/event-stream", events));
	}

	public int port() {
		return this.socket.getLocalPort();
	}

	public String baseUrl() {
		return "http://127.0.0.1:" + port();
	}

	public DataClient client() {
		return builder().retry(RetrySettings.UNSET.withMaxAttempts(1)).build();
	}

	/**
	 * A client with everything at its default.
	 */
	public DataClient.Builder builder() {
		return DataClient.builder().baseUrl(baseUrl()).project("acme").apiKey(KEY);
	}

	public Endpoint endpoint() {
		return client().endpoint("support-bot");
	}

	public List<Request> requests() {
		return this.requests;
	}

	public int connections() {
		return this.connections.get();
	}

	private void accept() {
		while (!this.socket.isClosed()) {
			try {
				Socket client = this.socket.accept();
				client.setTcpNoDelay(true);
				this.sockets.add(client);
				this.connections.incrementAndGet();
				start(() -> serve(client));
			}
			catch (IOException ex) {
				return;
			}
		}
	}

	private void serve(Socket client) {
		try (client) {
			while (true) {
				Request request = Request.read(client.getInputStream());
				this.requests.add(request);
				nextScript().run(new Exchange(client, request));
				if (client.isClosed()) {
					return;
				}
			}
		}
		catch (IOException ex) {
			// The client has gone, which some scripts are about.
		}
		finally {
			this.sockets.remove(client);
		}
	}

	private synchronized Script nextScript() {
		Script next = this.scripts.poll();
		this.last = (next != null) ? next : this.last;
		return this.last;
	}

	private static Thread start(Runnable task) {
		Thread thread = new Thread(task, "wire-server");
		thread.setDaemon(true);
		thread.start();
		return thread;
	}

	@Override
	public void close() {
		try {
			this.socket.close();
			for (Socket client : this.sockets) {
				client.close();
			}
			// The system listens until the thread that accepts has noticed.
			this.acceptor.join();
		}
		catch (IOException ex) {
			throw new IllegalStateException(ex);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

	/**
	 * What to do with one request.
	 */
	@FunctionalInterface
	public interface Script {

		void run(Exchange exchange) throws IOException;

	}

	/**
	 * A request as it came.
	 */
	public record Request(String line, Map<String, String> headers, String body) {

		static Request read(InputStream in) throws IOException {
			String line = readLine(in);
			Map<String, String> headers = new TreeMap<>();
			for (String header = readLine(in); !header.isEmpty(); header = readLine(in)) {
				int colon = header.indexOf(':');
				if (colon < 0) {
					throw new IOException("no HTTP");
				}
				headers.put(header.substring(0, colon).toLowerCase(Locale.ROOT), header.substring(colon + 1).strip());
			}
			int length = Integer.parseInt(headers.getOrDefault("content-length", "0"));
			byte[] body = headers.containsKey("transfer-encoding") ? readChunks(in) : in.readNBytes(length);
			return new Request(line, headers, new String(body, StandardCharsets.UTF_8));
		}

		private static byte[] readChunks(InputStream in) throws IOException {
			ByteArrayOutputStream body = new ByteArrayOutputStream();
			for (int length = readLength(in); length > 0; length = readLength(in)) {
				body.write(in.readNBytes(length));
				readLine(in);
			}
			readLine(in);
			return body.toByteArray();
		}

		private static int readLength(InputStream in) throws IOException {
			return Integer.parseInt(readLine(in), 16);
		}

		private static String readLine(InputStream in) throws IOException {
			ByteArrayOutputStream line = new ByteArrayOutputStream();
			for (int b = in.read(); b != '\n'; b = in.read()) {
				if (b < 0 || line.size() > 100_000) {
					throw new EOFException();
				}
				if (b != '\r') {
					line.write(b);
				}
			}
			return line.toString(StandardCharsets.UTF_8);
		}

	}

	/**
	 * One request and the way to answer it.
	 */
	public record Exchange(Socket socket, Request request) {

		public void respond(int status, String contentType, String body, String... headers) throws IOException {
			byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
			StringBuilder head = new StringBuilder("HTTP/1.1 " + status + " X\r\ncontent-length: " + bytes.length
					+ "\r\ncontent-type: " + contentType + "\r\n");
			for (String header : headers) {
				head.append(header).append("\r\n");
			}
			write(head + "\r\n");
			write(bytes);
		}

		public void head(String... headers) throws IOException {
			StringBuilder head = new StringBuilder(
					"HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\ncontent-type: text/event-stream\r\n");
			for (String header : headers) {
				head.append(header).append("\r\n");
			}
			write(head + "\r\n");
		}

		public void chunk(byte[] bytes) throws IOException {
			if (bytes.length > 0) {
				write(Integer.toHexString(bytes.length) + "\r\n");
				write(bytes);
				write("\r\n");
			}
		}

		public void chunk(String text) throws IOException {
			chunk(text.getBytes(StandardCharsets.UTF_8));
		}

		public void end() throws IOException {
			write("0\r\n\r\n");
		}

		public void write(String text) throws IOException {
			write(text.getBytes(StandardCharsets.UTF_8));
		}

		public void write(byte[] bytes) throws IOException {
			this.socket.getOutputStream().write(bytes);
			this.socket.getOutputStream().flush();
		}

		public void reset() throws IOException {
			this.socket.setSoLinger(true, 0);
			this.socket.close();
		}

		/**
		 * Wait until the client closes the connection.
		 */
		public void awaitClosed(CountDownLatch closed) throws IOException {
			try {
				this.socket.setSoTimeout((int) PATIENCE.toMillis());
				if (this.socket.getInputStream().read() < 0) {
					closed.countDown();
				}
			}
			catch (SocketException ex) {
				closed.countDown();
			}
		}

		/**
		 * Let time pass before the next bytes.
		 */
		public void pause(Duration duration) throws IOException {
			try {
				TimeUnit.MILLISECONDS.sleep(duration.toMillis());
			}
			catch (InterruptedException ex) {
				throw new IOException(ex);
			}
		}

		public void await(CountDownLatch latch) throws IOException {
			try {
				if (!latch.await(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
					throw new IOException("the test did not release the script");
				}
			}
			catch (InterruptedException ex) {
				throw new IOException(ex);
			}
		}

	}

}
