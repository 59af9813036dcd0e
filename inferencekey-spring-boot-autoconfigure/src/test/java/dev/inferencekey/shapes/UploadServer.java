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
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;

/**
 * Reads bodies of any length without keeping them.
 */
final class UploadServer implements AutoCloseable {

	private static final int KEPT = 1024;

	private static final int PIECE = 64 * 1024;

	private final HttpServer server;

	private final ExecutorService threads = Executors.newCachedThreadPool();

	private final Queue<Integer> statuses = new ConcurrentLinkedQueue<>();

	private final List<Received> received = new CopyOnWriteArrayList<>();

	UploadServer(Integer... statuses) throws IOException {
		this.statuses.addAll(List.of(statuses));
		this.server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
		this.server.setExecutor(this.threads);
		this.server.createContext("/", this::answer);
		this.server.start();
	}

	/**
	 * A body as it came: how long it was announced to be and was, what comes before the
	 * bytes of the file, and whether these and what follows were right.
	 */
	record Received(String contentType, String announced, long length, String start, boolean right) {
	}

	String baseUrl() {
		return "http://127.0.0.1:" + this.server.getAddress().getPort();
	}

	List<Received> received() {
		return this.received;
	}

	private void answer(HttpExchange exchange) throws IOException {
		try (exchange; InputStream in = exchange.getRequestBody()) {
			String start = new String(in.readNBytes(KEPT), StandardCharsets.ISO_8859_1);
			int header = start.lastIndexOf("\r\n\r\n") + 4;
			String boundary = "\r\n" + start.substring(0, start.indexOf('\r')) + "--\r\n";
			Pattern.Check check = new Pattern.Check();
			long length = start.length();
			// What may be the closing boundary is not a part of the file.
			byte[] held = start.substring(header).getBytes(StandardCharsets.ISO_8859_1);
			byte[] piece = in.readNBytes(PIECE);
			while (piece.length > 0) {
				length += piece.length;
				byte[] all = Arrays.copyOf(held, held.length + piece.length);
				System.arraycopy(piece, 0, all, held.length, piece.length);
				int known = Math.max(all.length - boundary.length(), 0);
				check.add(all, 0, known);
				held = Arrays.copyOfRange(all, known, all.length);
				piece = in.readNBytes(PIECE);
			}
			int known = Math.max(held.length - boundary.length(), 0);
			check.add(held, 0, known);
			String end = new String(held, known, held.length - known, StandardCharsets.ISO_8859_1);
			this.received.add(new Received(exchange.getRequestHeaders().getFirst("Content-Type"),
					exchange.getRequestHeaders().getFirst("Content-Length"), length, start.substring(0, header),
					check.isRight() && end.equals(boundary)));
			Integer status = this.statuses.poll();
			byte[] body = ("received " + check.count()).getBytes(StandardCharsets.UTF_8);
			exchange.sendResponseHeaders((status != null) ? status : 200, body.length);
			exchange.getResponseBody().write(body);
		}
	}

	@Override
	public void close() {
		this.server.stop(0);
		this.threads.shutdownNow();
	}

}
