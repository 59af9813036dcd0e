package dev.inferencekey.wire;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.util.ArrayList;
import java.util.List;

/**
 * A black hole: a listening socket with a full backlog takes no further connection, and
 * refuses none.
 */
final class FullBacklog implements AutoCloseable {

	private final ServerSocket socket;

	private final List<Socket> fillers = new ArrayList<>();

	FullBacklog() throws IOException {
		this.socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
		for (int i = 0; i < 8; i++) {
			Socket filler = new Socket();
			this.fillers.add(filler);
			try {
				filler.connect(this.socket.getLocalSocketAddress(), 200);
			}
			catch (SocketTimeoutException ex) {
				return;
			}
		}
		throw new IOException("the backlog does not fill");
	}

	String url() {
		return "http://127.0.0.1:" + this.socket.getLocalPort();
	}

	@Override
	public void close() throws IOException {
		for (Socket filler : this.fillers) {
			filler.close();
		}
		this.socket.close();
	}

}
