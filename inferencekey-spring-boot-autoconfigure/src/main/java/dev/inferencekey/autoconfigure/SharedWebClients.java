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

package dev.inferencekey.autoconfigure;

import java.util.function.Supplier;

import dev.inferencekey.error.ConfigurationException;

import org.springframework.web.reactive.function.client.WebClient;

/**
 * Creates clients from the {@code WebClient.Builder} or connector of the application,
 * which is used unchanged.
 */
class SharedWebClients implements WorkloadWebClients {

	private final Supplier<WebClient.Builder> builder;

	SharedWebClients(Supplier<WebClient.Builder> builder, CommonProperties.Http common) {
		this.builder = builder;
		checkUnset(common, "inferencekey.http");
	}

	@Override
	public Supplier<WebClient.Builder> builder(String workload, CommonProperties.Http http, String property) {
		checkUnset(http, property);
		return this.builder;
	}

	private static void checkUnset(CommonProperties.Http http, String property) {
		if (http.getConnectTimeout() != null || http.getReadTimeout() != null || http.getRedirects() != null
				|| http.getCookieHandling() != null || http.getSsl().getBundle() != null) {
			throw new ConfigurationException(null, "The settings below " + property
					+ " have no effect, because the application has a WebClient.Builder or ClientHttpConnector bean.",
					"Set them on that bean and remove " + property + ".*, or remove the bean.");
		}
	}

}
