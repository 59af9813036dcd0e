package dev.inferencekey.autoconfigure.observation;

import java.util.Map;

import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.config.MeterFilter;

/**
 * Describes the meters that Micrometer's own handler records for observations, which has
 * no descriptions.
 */
class MeterDescriptions implements MeterFilter {

	private static final Map<String, String> DESCRIPTIONS = Map.of("gen_ai.client.operation.duration",
			"Duration of whole calls, retries and waits included", "gen_ai.client.operation.duration.active",
			"Calls in progress");

	@Override
	public Meter.Id map(Meter.Id id) {
		String description = (id.getDescription() == null) ? DESCRIPTIONS.get(id.getName()) : null;
		return (description != null) ? new Meter.Id(id.getName(), Tags.of(id.getTagsAsIterable()), id.getBaseUnit(),
				description, id.getType()) : id;
	}

}
