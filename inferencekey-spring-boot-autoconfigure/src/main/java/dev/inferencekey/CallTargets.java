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

package dev.inferencekey;

import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

import dev.inferencekey.observation.BoundedNames;
import dev.inferencekey.observation.CallTarget;

/**
 * What metrics tell apart of what is called. The names of workloads that are not
 * configured may come from anywhere, and each would be a series. Thread-safe.
 */
final class CallTargets {

	private static final int MAX_OTHERS = 100;

	// Models that a target may name.
	private static final int MAX_MODELS = 10;

	private static final CallTarget OTHER = CallTarget.of(BoundedNames.OTHER, BoundedNames.OTHER)
		.withProject(BoundedNames.OTHER)
		.withServer(BoundedNames.OTHER, 0);

	private final Set<CallTarget> others = ConcurrentHashMap.newKeySet();

	// By target and not by endpoint, since there may be an endpoint for each key.
	private final Map<CallTarget, BoundedNames> models = new ConcurrentHashMap<>();

	/**
	 * The target to show.
	 * @param target what is called
	 * @param configured whether it is a configured workload, of which there are few
	 * @return the target, or one that stands for all further ones
	 */
	CallTarget shown(CallTarget target, boolean configured) {
		if (configured || this.others.contains(target)) {
			return target;
		}
		synchronized (this.others) {
			// All of it and not each of its names, which could be combined without end.
			return (this.others.size() < MAX_OTHERS && this.others.add(target)) || this.others.contains(target) ? target
					: OTHER;
		}
	}

	/**
	 * The models that may be named.
	 * @param target a target that is shown
	 * @return the same for all that calls this target
	 */
	BoundedNames models(CallTarget target) {
		return this.models.computeIfAbsent(target, (any) -> new BoundedNames(MAX_MODELS));
	}

}
