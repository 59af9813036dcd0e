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
import java.util.Map;

import dev.inferencekey.observation.CallObservationDocumentation.HighCardinalityKeyNames;
import dev.inferencekey.observation.CallObservationDocumentation.LowCardinalityKeyNames;
import io.micrometer.common.KeyValue;
import io.micrometer.common.KeyValues;
import org.jspecify.annotations.Nullable;

/**
 * The default {@link CallObservationConvention}, with the names and keys of the
 * OpenTelemetry semantic conventions for generative AI. Extend it to add keys.
 */
public class DefaultCallObservationConvention implements CallObservationConvention {

	private static final KeyValue PROVIDER = LowCardinalityKeyNames.PROVIDER_NAME.withValue("inferencekey");

	private static final Map<String, HighCardinalityKeyNames> PARAMETERS = Map.of("n",
			HighCardinalityKeyNames.REQUEST_CHOICE_COUNT, "temperature", HighCardinalityKeyNames.REQUEST_TEMPERATURE,
			"top_p", HighCardinalityKeyNames.REQUEST_TOP_P, "top_k", HighCardinalityKeyNames.REQUEST_TOP_K,
			"max_tokens", HighCardinalityKeyNames.REQUEST_MAX_TOKENS, "presence_penalty",
			HighCardinalityKeyNames.REQUEST_PRESENCE_PENALTY, "frequency_penalty",
			HighCardinalityKeyNames.REQUEST_FREQUENCY_PENALTY, "seed", HighCardinalityKeyNames.REQUEST_SEED,
			"dimensions", HighCardinalityKeyNames.EMBEDDINGS_DIMENSION_COUNT);

	private final GenAiConventions conventions;

	/**
	 * Create a convention with the names of release 0.1.
	 */
	public DefaultCallObservationConvention() {
		this(GenAiConventions.V0_1);
	}

	/**
	 * Create a convention.
	 * @param conventions the release that names the timers of calls; with
	 * {@link GenAiConventions#BOTH} these are the names of release 0.1, and
	 * {@link CallMeterObservationHandler} adds the older ones
	 */
	public DefaultCallObservationConvention(GenAiConventions conventions) {
		this.conventions = conventions;
	}

	@Override
	public String getName(CallContext context) {
		return this.conventions.includesCurrent() ? CallObservationConvention.super.getName(context) : getName();
	}

	@Override
	public String getContextualName(CallContext context) {
		return context.getOperation() + " " + context.getTarget().model();
	}

	@Override
	public KeyValues getLowCardinalityKeyValues(CallContext context) {
		CallTarget target = context.getTarget();
		return KeyValues.of(PROVIDER, LowCardinalityKeyNames.OPERATION_NAME.withValue(context.getOperation()),
				LowCardinalityKeyNames.REQUEST_MODEL.withValue(target.model()),
				LowCardinalityKeyNames.REQUEST_STREAM.withValue(String.valueOf(context.isStream())),
				LowCardinalityKeyNames.RESPONSE_MODEL.withValue(orNone(context.getResponseModel())),
				LowCardinalityKeyNames.WORKLOAD.withValue(target.workload()),
				LowCardinalityKeyNames.PROJECT.withValue(orNone(target.project())),
				LowCardinalityKeyNames.SERVER_ADDRESS.withValue(target.serverAddress()),
				LowCardinalityKeyNames.SERVER_PORT.withValue(String.valueOf(target.serverPort())),
				LowCardinalityKeyNames.ERROR_TYPE.withValue(orNone(context.getErrorType())),
				LowCardinalityKeyNames.OUTCOME.withValue(context.getOutcome()));
	}

	private static String orNone(@Nullable String value) {
		return (value != null) ? value : KeyValue.NONE_VALUE;
	}

	@Override
	public KeyValues getHighCardinalityKeyValues(CallContext context) {
		List<KeyValue> keys = new ArrayList<>();
		context.getParameters().forEach((name, value) -> add(keys, PARAMETERS.get(name), value));
		add(keys, HighCardinalityKeyNames.RESPONSE_FINISH_REASONS, context.getFinishReason());
		add(keys, HighCardinalityKeyNames.RESPONSE_TIME_TO_FIRST_CHUNK, context.getSecondsToFirstChunk());
		add(keys, HighCardinalityKeyNames.USAGE_INPUT_TOKENS, context.getInputTokens());
		add(keys, HighCardinalityKeyNames.USAGE_OUTPUT_TOKENS, context.getOutputTokens());
		add(keys, HighCardinalityKeyNames.USAGE_CACHE_READ_INPUT_TOKENS, context.getCachedInputTokens());
		add(keys, HighCardinalityKeyNames.USAGE_REASONING_OUTPUT_TOKENS, context.getReasoningTokens());
		add(keys, HighCardinalityKeyNames.ATTEMPTS, context.getAttempts());
		add(keys, HighCardinalityKeyNames.REQUEST_ID, context.getRequestId());
		add(keys, HighCardinalityKeyNames.INPUT_MESSAGES, context.getInputMessages());
		add(keys, HighCardinalityKeyNames.OUTPUT_MESSAGES, context.getOutputMessages());
		return KeyValues.of(keys);
	}

	private static void add(List<KeyValue> keys, @Nullable HighCardinalityKeyNames name, @Nullable Object value) {
		if (name != null && value != null) {
			keys.add(name.withValue(value.toString()));
		}
	}

}
