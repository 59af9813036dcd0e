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

package dev.inferencekey.test;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * A platform inside the test: it listens on the loopback interface, accepts any key, and
 * answers each request as the test has scripted it, over real HTTP. So everything between
 * the application and the wire is tested: time-outs, retries, exceptions.
 * <p>
 * {@code @InferenceKeyTest} and {@code @AutoConfigureInferenceKey} make it a bean,
 * connect the application to it, and {@link #reset() reset} it after each test, which
 * fails if it has named a workload that is neither configured nor called. Without Spring,
 * {@link #start()} it and give {@link #url(String)} to a client. Thread-safe.
 */
public final class ScriptedPlatform implements AutoCloseable {

	private final Map<String, ScriptedWorkload> workloads = new ConcurrentHashMap<>();

	private final List<RecordedRequest> requests = new CopyOnWriteArrayList<>();

	// Since the last reset.
	private final Set<String> named = ConcurrentHashMap.newKeySet();

	private final ScriptedServer server;

	private ScriptedPlatform() {
		this.server = new ScriptedServer(this::answer);
	}

	/**
	 * Start on a random port of the loopback interface.
	 * @return the running platform
	 */
	public static ScriptedPlatform start() {
		return new ScriptedPlatform();
	}

	/**
	 * The base of the platform, as {@code inferencekey.base-url} wants it. Any project
	 * will do.
	 * @return a URL without a slash at its end
	 */
	public String baseUrl() {
		return "http://" + ScriptedServer.HOST + ":" + this.server.port();
	}

	/**
	 * The base of a workload, as {@code inferencekey.workloads.<name>.url} wants it.
	 * @param workload the name of the workload, the key of the map
	 * {@code inferencekey.workloads}
	 * @return a URL that ends with {@code /v1}
	 */
	public String url(String workload) {
		return baseUrl() + "/" + workload + "/v1";
	}

	/**
	 * A workload, to script its answers and to look at its requests.
	 * @param name the name of the workload, the key of the map
	 * {@code inferencekey.workloads}
	 * @return the workload, the same one each time
	 */
	public ScriptedWorkload workload(String name) {
		this.named.add(name);
		return this.workloads.computeIfAbsent(name, ScriptedWorkload::new);
	}

	/**
	 * The workloads that the test has named and nobody has called.
	 * @return their names
	 */
	Set<String> notCalled() {
		Set<String> names = new TreeSet<>(this.named);
		this.requests.forEach((request) -> names.remove(request.workload()));
		return names;
	}

	/**
	 * What has been asked of all workloads.
	 * @return the requests in the order in which they came
	 */
	public List<RecordedRequest> requests() {
		return List.copyOf(this.requests);
	}

	/**
	 * Forget all scripts and requests, and cut what is still being answered.
	 */
	public void reset() {
		this.server.disconnect();
		this.workloads.values().forEach(ScriptedWorkload::reset);
		this.requests.clear();
		this.named.clear();
	}

	/**
	 * Stop listening and end every connection and thread.
	 */
	@Override
	public void close() {
		this.server.close();
	}

	private ScriptedAnswer answer(RecordedRequest request) {
		this.requests.add(request);
		return workload(request.workload()).answer(request);
	}

}
