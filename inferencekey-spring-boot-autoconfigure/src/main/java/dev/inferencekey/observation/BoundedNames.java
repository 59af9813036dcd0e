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

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Bounds the number of series that names chosen by others can create: the first names are
 * kept as they are, all further ones become {@link #OTHER}. Thread-safe.
 */
public final class BoundedNames {

	/**
	 * Stands for all further names, as in OpenTelemetry.
	 */
	public static final String OTHER = "_OTHER";

	private static final int MAX_LENGTH = 128;

	private final int max;

	private final Set<String> known = ConcurrentHashMap.newKeySet();

	/**
	 * Create an instance.
	 * @param max how many names are kept
	 */
	public BoundedNames(int max) {
		this.max = max;
	}

	/**
	 * Return the name to use.
	 * @param name any name
	 * @return the name, or {@link #OTHER} if it is longer than 128 characters or one too
	 * many
	 */
	public String of(String name) {
		if (this.known.contains(name)) {
			return name;
		}
		if (name.length() > MAX_LENGTH) {
			return OTHER;
		}
		synchronized (this.known) {
			return (this.known.size() < this.max && this.known.add(name)) || this.known.contains(name) ? name : OTHER;
		}
	}

}
