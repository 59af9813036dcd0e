package dev.inferencekey.localplatform.standalone;

import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.URI;

/**
 * Says by its exit status whether the platform on this machine answers: the health check
 * of an image that has neither a shell nor another program.
 */
final class HealthProbe {

	private static final int PATIENCE = 2000;

	private HealthProbe() {
	}

	/**
	 * Ask once.
	 * @param args none
	 * @throws IOException if there is no answer
	 */
	public static void main(String[] args) throws IOException {
		String port = System.getenv().getOrDefault("LOCALPLATFORM_PORT", "8089");
		HttpURLConnection connection = (HttpURLConnection) URI.create("http://127.0.0.1:" + port + "/")
			.toURL()
			.openConnection();
		connection.setConnectTimeout(PATIENCE);
		connection.setReadTimeout(PATIENCE);
		int status = connection.getResponseCode();
		// It is well when it asks for a key.
		System.exit((status == HttpURLConnection.HTTP_UNAUTHORIZED) ? 0 : 1);
	}

}
