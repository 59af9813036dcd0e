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

import org.springframework.web.reactive.function.client.WebClient;

/**
 * Supplies the {@code WebClient.Builder} of each workload, with its HTTP settings.
 */
interface WorkloadWebClients {

	/**
	 * Supply the builder of a workload.
	 * @param workload the name of the workload
	 * @param http the HTTP settings of the workload
	 * @param property the property that holds them, for messages
	 * @return creates a builder when the client is first needed
	 */
	Supplier<WebClient.Builder> builder(String workload, CommonProperties.Http http, String property);

}
