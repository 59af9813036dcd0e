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

package dev.inferencekey.localplatform.standalone;

import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/**
 * Says by its exit status whether the platform on this machine can answer: the health
 * check of an image that has neither a shell nor another program. Where the platform is,
 * it has written to its file for shells.
 */
final class HealthProbe {

	private static final int PATIENCE = 2000;

	private HealthProbe() {
	}

	/**
	 * Ask once, the platform whose file is named by the variable
	 * {@code LOCALPLATFORM_ENVFILE}.
	 * @param args none
	 * @throws IOException if there is no file or no answer
	 */
	public static void main(String[] args) throws IOException {
		Path envFile = Path.of(System.getenv().getOrDefault("LOCALPLATFORM_ENVFILE", "local-platform.env"));
		System.exit(isWell(envFile, System.out) ? 0 : 1);
	}

	static boolean isWell(Path envFile, PrintStream out) throws IOException {
		HttpURLConnection connection = (HttpURLConnection) URI.create(EnvFile.readBaseUrl(envFile) + "/health")
			.toURL()
			.openConnection();
		connection.setConnectTimeout(PATIENCE);
		connection.setReadTimeout(PATIENCE);
		boolean well = connection.getResponseCode() == HttpURLConnection.HTTP_OK;
		try (InputStream body = well ? connection.getInputStream() : connection.getErrorStream()) {
			// Docker keeps it.
			out.println(new String(body.readAllBytes(), StandardCharsets.UTF_8));
		}
		return well;
	}

}
