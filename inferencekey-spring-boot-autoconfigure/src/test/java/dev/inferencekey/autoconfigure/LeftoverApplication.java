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

import java.util.List;
import java.util.Set;
import java.util.TreeSet;

import dev.inferencekey.Endpoint;

import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.http.client.autoconfigure.HttpClientAutoConfiguration;
import org.springframework.boot.http.client.autoconfigure.reactive.ReactiveHttpClientAutoConfiguration;
import org.springframework.boot.webclient.autoconfigure.WebClientAutoConfiguration;
import org.springframework.context.ConfigurableApplicationContext;

/**
 * Calls a workload, closes its context and prints the threads that the call has left
 * behind; ends by itself only if none of them keeps it alive.
 */
@ImportAutoConfiguration({ InferenceKeyAutoConfiguration.class, WebClientsAutoConfiguration.class,
		WebClientAutoConfiguration.class, HttpClientAutoConfiguration.class,
		ReactiveHttpClientAutoConfiguration.class })
class LeftoverApplication {

	// Reactor's own, shared by the whole virtual machine.
	private static final List<String> SHARED = List.of("parallel-", "boundedElastic-");

	public static void main(String[] args) throws InterruptedException {
		ConfigurableApplicationContext context = new SpringApplicationBuilder(LeftoverApplication.class)
			.web(WebApplicationType.NONE)
			.run(args);
		System.out.println("answer: " + context.getBean(Endpoint.class).generateText("Hola").text());
		context.getBean(Endpoint.class).generateTextStream("Hola").result();
		System.out.println("during: " + threads());
		context.close();
		long end = System.nanoTime() + 10_000_000_000L;
		while (!threads().isEmpty() && System.nanoTime() < end) {
			for (Thread thread : Thread.getAllStackTraces().keySet()) {
				if (isOfACall(thread)) {
					thread.join(1000);
				}
			}
		}
		System.out.println("left: " + threads());
	}

	private static Set<String> threads() {
		Set<String> names = new TreeSet<>();
		for (Thread thread : Thread.getAllStackTraces().keySet()) {
			if (isOfACall(thread)) {
				names.add(thread.getName());
			}
		}
		return names;
	}

	private static boolean isOfACall(Thread thread) {
		String name = thread.getName();
		return (name.contains("reactor") || name.contains("inferencekey") || name.contains("netty")
				|| name.contains("Elastic") || name.contains("pool-")) && SHARED.stream().noneMatch(name::startsWith);
	}

}
