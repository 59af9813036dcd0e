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

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

import dev.inferencekey.observation.CallObservationDocumentation.LowCardinalityKeyNames;
import io.micrometer.common.KeyValue;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.Timer;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationHandler;
import org.jspecify.annotations.Nullable;

/**
 * Records the metrics of calls that are not durations of whole calls: the tokens that
 * they use and the timing of their chunks. The durations come from Micrometer's own
 * {@link io.micrometer.core.instrument.observation.DefaultMeterObservationHandler}, which
 * Spring Boot registers; only with {@link GenAiConventions#BOTH}, the durations of the
 * older release come from this handler.
 */
public class CallMeterObservationHandler implements ObservationHandler<CallContext> {

	private final List<CallMeters> meters = new ArrayList<>();

	/**
	 * Create a handler that records the metrics of release 0.1 of the conventions.
	 * @param registry the registry to record to
	 */
	public CallMeterObservationHandler(MeterRegistry registry) {
		this(registry, GenAiConventions.V0_1);
	}

	/**
	 * Create a handler.
	 * @param registry the registry to record to
	 * @param conventions the release that names the metrics
	 */
	public CallMeterObservationHandler(MeterRegistry registry, GenAiConventions conventions) {
		if (conventions.includesCurrent()) {
			this.meters.add(new CurrentCallMeters(registry));
		}
		if (conventions.includesOlder()) {
			this.meters.add(new OlderCallMeters(registry));
		}
	}

	@Override
	public boolean supportsContext(Observation.Context context) {
		return context instanceof CallContext;
	}

	@Override
	public void onStart(CallContext context) {
		for (CallMeters each : this.meters) {
			each.started(context);
			context.onChunk(new ChunkTimes(context, each));
		}
	}

	@Override
	public void onStop(CallContext context) {
		for (CallMeters each : this.meters) {
			each.stopped(context);
		}
	}

	/**
	 * The timing of the chunks of one stream. The timer is looked up once per stream.
	 */
	private static final class ChunkTimes implements ChunkListener {

		private final CallContext context;

		private final CallMeters meters;

		private @Nullable Timer perChunk;

		private ChunkTimes(CallContext context, CallMeters meters) {
			this.context = context;
			this.meters = meters;
		}

		@Override
		public void chunk(long nanos, boolean first) {
			if (first) {
				List<Tag> tags = tags();
				this.meters.timeToFirstChunk().withTags(tags).record(nanos, TimeUnit.NANOSECONDS);
				this.perChunk = this.meters.timePerOutputChunk().withTags(tags);
			}
			else if (this.perChunk != null) {
				this.perChunk.record(nanos, TimeUnit.NANOSECONDS);
			}
		}

		// The convention is asked again only when the call ends, so that the keys of the
		// observation lack the model which the first chunk names.
		private List<Tag> tags() {
			List<Tag> tags = CallMeters.tags(this.context);
			String model = this.context.getResponseModel();
			if (model != null) {
				Tag unknown = Tag.of(LowCardinalityKeyNames.RESPONSE_MODEL.asString(), KeyValue.NONE_VALUE);
				tags.replaceAll((tag) -> tag.equals(unknown) ? Tag.of(tag.getKey(), model) : tag);
			}
			return tags;
		}

	}

}
