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

package dev.inferencekey.exchange;

import java.net.URI;

import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import reactor.core.publisher.Flux;

/**
 * A far side that is not a workload.
 */
public final class TestTarget implements Target {

	private final URI base;

	public TestTarget(URI base) {
		this.base = base;
	}

	static Head head() {
		return new Head(HttpStatus.OK, new HttpHeaders(), Flux.empty(), new OpenConnection(true), System.nanoTime());
	}

	@Override
	public String label() {
		return "project \"acme\"";
	}

	@Override
	public String workload() {
		return null;
	}

	@Override
	public URI uri(String path) {
		return URI.create(this.base + path);
	}

	@Override
	public String remedy(Trouble trouble) {
		return "Mind " + trouble + ".";
	}

}
