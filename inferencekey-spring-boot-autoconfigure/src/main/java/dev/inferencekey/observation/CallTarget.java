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

package dev.inferencekey.observation;

import java.util.Objects;

import org.jspecify.annotations.Nullable;

/**
 * The target of a call: the part of an observation that is the same for all calls of a
 * workload. Immutable.
 */
public final class CallTarget {

	private final String workload;

	private final String model;

	private final @Nullable String project;

	private final String serverAddress;

	private final int serverPort;

	private CallTarget(String workload, String model, @Nullable String project, String serverAddress, int serverPort) {
		this.workload = workload;
		this.model = model;
		this.project = project;
		this.serverAddress = serverAddress;
		this.serverPort = serverPort;
	}

	/**
	 * Create a target without a project and a server.
	 * @param workload the name of the workload
	 * @param model the model as requests name it
	 * @return the target
	 */
	public static CallTarget of(String workload, String model) {
		return new CallTarget(workload, model, null, "", 0);
	}

	/**
	 * Set the project.
	 * @param project the project, {@code null} for a workload with a URL of its own
	 * @return a new target
	 */
	public CallTarget withProject(@Nullable String project) {
		return new CallTarget(this.workload, this.model, project, this.serverAddress, this.serverPort);
	}

	/**
	 * Set the server.
	 * @param address the host
	 * @param port the port
	 * @return a new target
	 */
	public CallTarget withServer(String address, int port) {
		return new CallTarget(this.workload, this.model, this.project, address, port);
	}

	/**
	 * The workload.
	 * @return its name
	 */
	public String workload() {
		return this.workload;
	}

	/**
	 * The model as requests name it.
	 * @return the model
	 */
	public String model() {
		return this.model;
	}

	/**
	 * The workload's project.
	 * @return the project, or {@code null} for a workload with a URL of its own
	 */
	public @Nullable String project() {
		return this.project;
	}

	/**
	 * The host of the server.
	 * @return the host
	 */
	public String serverAddress() {
		return this.serverAddress;
	}

	/**
	 * The port of the server.
	 * @return the port
	 */
	public int serverPort() {
		return this.serverPort;
	}

	@Override
	public boolean equals(@Nullable Object obj) {
		return obj instanceof CallTarget other && this.workload.equals(other.workload) && this.model.equals(other.model)
				&& Objects.equals(this.project, other.project) && this.serverAddress.equals(other.serverAddress)
				&& this.serverPort == other.serverPort;
	}

	@Override
	public int hashCode() {
		return Objects.hash(this.workload, this.model, this.project, this.serverAddress, this.serverPort);
	}

	@Override
	public String toString() {
		return "CallTarget[workload=" + this.workload + ", model=" + this.model + ", project=" + this.project
				+ ", server=" + this.serverAddress + ":" + this.serverPort + "]";
	}

}
