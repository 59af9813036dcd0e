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

package dev.inferencekey.autoconfigure.testcontainers;

import java.security.SecureRandom;
import java.util.HexFormat;

import dev.inferencekey.credential.ApiKey;
import dev.inferencekey.error.ConfigurationException;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.containers.wait.strategy.Wait;
import org.testcontainers.utility.DockerImageName;

/**
 * The local platform in a container, ready when its models are loaded, with a data key of
 * its own for all its workloads. {@code @ServiceConnection} connects the application to
 * it.
 */
public final class LocalPlatformContainer extends GenericContainer<LocalPlatformContainer> {

	/**
	 * The image, which {@code samples/local-platform/container/build} makes.
	 */
	public static final String IMAGE = "inferencekey/local-platform";

	static final int PORT = 8089;

	static final String KEY_VARIABLE = "LOCALPLATFORM_APIKEY";

	static final String PROJECT_VARIABLE = "LOCALPLATFORM_PROJECT";

	static final String DEFAULT_PROJECT = "acme";

	/**
	 * Create a container of the image's latest version.
	 */
	public LocalPlatformContainer() {
		this(DockerImageName.parse(IMAGE));
	}

	/**
	 * Create a container.
	 * @param image {@value #IMAGE} in some version, or a substitute for it
	 */
	public LocalPlatformContainer(DockerImageName image) {
		super(image);
		image.assertCompatibleWith(DockerImageName.parse(IMAGE));
		withExposedPorts(PORT);
		withEnv(KEY_VARIABLE, newKey());
		waitingFor(Wait.forHttp("/health"));
	}

	/**
	 * The project that the workloads belong to.
	 * @param project the slug, {@code acme} by default
	 * @return this
	 */
	public LocalPlatformContainer withProject(String project) {
		return withEnv(PROJECT_VARIABLE, project);
	}

	/**
	 * Where the platform is, as {@code inferencekey.base-url} wants it.
	 * @return a URL without a slash at its end
	 */
	public String getBaseUrl() {
		return baseUrl(this);
	}

	/**
	 * A data key for all workloads of the project.
	 * @return the key
	 */
	public ApiKey getApiKey() {
		return key(this);
	}

	static ApiKey key(GenericContainer<?> container) {
		String key = container.getEnvMap().get(KEY_VARIABLE);
		try {
			return ApiKey.of((key != null) ? key : "");
		}
		catch (IllegalArgumentException ex) {
			throw new ConfigurationException(null,
					"The container of the local platform has no valid " + KEY_VARIABLE + ": " + ex.getMessage() + ".",
					"Use a LocalPlatformContainer, which makes a key, or set the variable to one.");
		}
	}

	static String baseUrl(GenericContainer<?> container) {
		return "http://" + container.getHost() + ":" + container.getMappedPort(PORT);
	}

	private static String newKey() {
		byte[] bytes = new byte[36];
		new SecureRandom().nextBytes(bytes);
		String hex = HexFormat.of().formatHex(bytes);
		return ApiKey.DATA_PREFIX + hex.substring(0, 8) + "_" + hex.substring(8);
	}

}
