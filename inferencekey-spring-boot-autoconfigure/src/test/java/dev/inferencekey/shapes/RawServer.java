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
