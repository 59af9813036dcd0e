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

package dev.inferencekey.autoconfigure.observation;

import java.util.HashMap;
import java.util.Map;

import dev.inferencekey.observation.GenAiMetric;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.config.MeterFilter;

/**
 * Describes the meters that Micrometer's own handler records for observations, which has
 * no descriptions.
 */
class MeterDescriptions implements MeterFilter {

	private static final Map<String, String> DESCRIPTIONS = descriptions();

	private static Map<String, String> descriptions() {
		Map<String, String> descriptions = new HashMap<>();
		for (GenAiMetric metric : GenAiMetric.values()) {
			descriptions.put(metric.meterName(), metric.description());
			descriptions.put(metric.meterName() + ".active", metric.description() + ", of those in progress");
		}
		return Map.copyOf(descriptions);
	}

	@Override
	public Meter.Id map(Meter.Id id) {
		String description = (id.getDescription() == null) ? DESCRIPTIONS.get(id.getName()) : null;
		return (description != null) ? new Meter.Id(id.getName(), Tags.of(id.getTagsAsIterable()), id.getBaseUnit(),
				description, id.getType()) : id;
	}

}
