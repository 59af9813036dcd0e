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

package dev.inferencekey.autoconfigure.health;

import java.time.Duration;

import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * The properties below {@code management.health.inferencekey}.
 */
@ConfigurationProperties("management.health.inferencekey")
public class InferenceKeyHealthProperties {

	/**
	 * How far to look back on calls. A workload is down when more of them failed because
	 * of it than succeeded.
	 */
	private Duration window = Duration.ofMinutes(1);

	/**
	 * How long the result of a probe is cached. Probes are sent only if there were no
	 * recent calls.
	 */
	private Duration probeInterval = Duration.ofSeconds(30);

	/**
	 * Time limit of a probe.
	 */
	private Duration probeTimeout = Duration.ofSeconds(3);

	public Duration getWindow() {
		return this.window;
	}

	public void setWindow(Duration window) {
		this.window = window;
	}

	public Duration getProbeInterval() {
		return this.probeInterval;
	}

	public void setProbeInterval(Duration probeInterval) {
		this.probeInterval = probeInterval;
	}

	public Duration getProbeTimeout() {
		return this.probeTimeout;
	}

	public void setProbeTimeout(Duration probeTimeout) {
		this.probeTimeout = probeTimeout;
	}

}
