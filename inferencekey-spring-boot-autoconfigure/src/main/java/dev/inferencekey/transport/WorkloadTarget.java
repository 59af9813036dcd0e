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

package dev.inferencekey.transport;

import java.net.URI;
import java.util.List;
import java.util.Set;

import dev.inferencekey.exchange.RequestIds;
import dev.inferencekey.exchange.Target;
import dev.inferencekey.exchange.Trouble;

/**
 * A workload as the far side of exchanges. Immutable.
 */
public final class WorkloadTarget implements Target {

	private final String workload;

	private final WorkloadAddress address;

	private final List<String> requestIdHeaders;

	private final Set<String> ownSettings;

	/**
	 * Create a target.
	 * @param workload the name of the workload
	 * @param address where it is
	 */
	public WorkloadTarget(String workload, WorkloadAddress address) {
		this(workload, address, RequestIds.DEFAULT_HEADERS, Set.of());
	}

	private WorkloadTarget(String workload, WorkloadAddress address, List<String> requestIdHeaders,
			Set<String> ownSettings) {
		this.workload = workload;
		this.address = address;
		this.requestIdHeaders = requestIdHeaders;
		this.ownSettings = ownSettings;
	}

	/**
	 * The same with other headers for the id of a request.
	 * @param names the names of the headers, the preferred one first
	 * @return a new target
	 */
	public WorkloadTarget withRequestIdHeaders(List<String> names) {
		return new WorkloadTarget(this.workload, this.address, List.copyOf(names), this.ownSettings);
	}

	/**
	 * The same with settings of its own, for messages to name them where they were made.
	 * @param names names below {@code inferencekey} that are set for this workload, such
	 * as {@code timeout.total}; any other is taken to be set for all
	 * @return a new target
	 */
	public WorkloadTarget withOwnSettings(Set<String> names) {
		return new WorkloadTarget(this.workload, this.address, this.requestIdHeaders, Set.copyOf(names));
	}

	@Override
	public String label() {
		return "workload \"" + this.workload + "\"";
	}

	@Override
	public String workload() {
		return this.workload;
	}

	/**
	 * Where the workload is.
	 * @return the address
	 */
	public WorkloadAddress address() {
		return this.address;
	}

	@Override
	public URI uri(String path) {
		return this.address.resolve(path);
	}

	@Override
	public List<String> requestIdHeaders() {
		return this.requestIdHeaders;
	}

	@Override
	public String remedy(Trouble trouble) {
		return switch (trouble) {
			case UNKNOWN_HOST -> "Check " + location() + " and the DNS.";
			case NO_CONNECTION -> "Check " + location() + " and that the server is up.";
			case CONNECT_TIMEOUT ->
				"Check " + location() + ", the network, and " + property("http.connect-timeout") + ".";
			case TLS -> "Check the certificate of the server and " + property("http.ssl.bundle") + ".";
			case PROXY -> "Check the settings of the proxy, such as -Dhttps.proxyHost, and what it allows.";
			case READ_TIMEOUT -> "See " + property("http.read-timeout") + ".";
			case NOT_HTTP -> "Check " + location() + " and the proxies in between.";
			case FIRST_CHUNK -> "See " + origin("timeout.first-chunk") + ".";
			case IDLE -> "See " + origin("timeout.idle") + ".";
			case UNREADABLE ->
				"Check that " + location() + " leads to the right server and that the workload serves this operation.";
			case REDIRECT -> "Set " + location() + " to where the server really is.";
			case NO_KEY -> "Set " + property("api-key") + ".";
			case KEY_REFUSED -> "Set " + property("api-key") + " to a current data key.";
			case WRONG_CREDENTIAL_TYPE ->
				"Inference needs a data key, which starts with ik_live_; set " + property("api-key") + ".";
			case OTHER_PROJECT -> "Use a key of this project, or set " + origin("project") + ".";
			case OUT_OF_SCOPE -> "Use a key that does, or widen its scope.";
			case DENIED -> "Check what the platform allows it.";
			case NOT_FOUND -> notFound();
		};
	}

	private String notFound() {
		return this.address.isOnPlatform()
				? "Check that the workload exists and serves this operation; its project and slug come from "
						+ origin("project") + " and " + property("slug") + "."
				: "Check " + location() + " and that the server serves this operation and this model.";
	}

	private String location() {
		return this.address.isOnPlatform() ? origin("base-url") : property("url");
	}

	/**
	 * The property that a setting comes from.
	 * @param name a name such as {@code timeout.total}, which can be set for all
	 * workloads and for each
	 * @return the whole name
	 */
	String origin(String name) {
		return this.ownSettings.contains(name) ? property(name) : "inferencekey." + name;
	}

	private String property(String name) {
		return "inferencekey.workloads." + this.workload + "." + name;
	}

}
