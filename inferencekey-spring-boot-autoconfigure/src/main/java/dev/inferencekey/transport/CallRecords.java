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

import java.util.LinkedHashMap;
import java.util.Map;

import dev.inferencekey.credential.Redaction;
import dev.inferencekey.observation.CallObservations;
import dev.inferencekey.observation.ObservedCall;
import dev.inferencekey.observation.ActivityRecorder;
import dev.inferencekey.operation.Json;
import dev.inferencekey.operation.Operation;
import dev.inferencekey.operation.Parameterized;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;
import reactor.util.context.ContextView;

/**
 * Begins the records of the calls of one workload.
 */
final class CallRecords {

	/**
	 * One line at WARN for each failed call; at DEBUG what calls ask and answer, if that
	 * is allowed.
	 */
	static final Log LOGGER = LogFactory.getLog("dev.inferencekey.calls");

	private static final Object[] NO_CONTEXT = {};

	private final String workload;

	private final CallObservations observations;

	private final ActivityRecorder activity;

	private final ContentSettings content;

	private final ObserverFailures failures;

	private final Json json;

	CallRecords(String workload, CallObservations observations, ActivityRecorder activity,
			TransportResources resources) {
		this.workload = workload;
		this.observations = observations;
		this.activity = activity;
		this.content = resources.content();
		this.failures = resources.failures();
		this.json = resources.json();
	}

	<Q, R> CallRecord<R> begin(Operation<Q, R> operation, Q request, ContextView context) {
		return new CallRecord<>(this, operation, observe(operation, request, context));
	}

	private <Q> @Nullable ObservedCall observe(Operation<Q, ?> operation, Q request, ContextView context) {
		try {
			ObservedCall observed = this.observations.start(operation.name(), operation.framing().isStreamed(),
					() -> numbers(request), context.isEmpty() ? NO_CONTEXT : new Object[] { context });
			if (observed != null && tracesContent()) {
				show(operation, request, observed);
			}
			return observed;
		}
		catch (Throwable ex) {
			failures().add("A call of workload \"" + this.workload + "\" cannot be observed", ex);
			return null;
		}
	}

	private <Q> void show(Operation<Q, ?> operation, Q request, ObservedCall observed) {
		try {
			String content = operation.encoder().content(request, this.json);
			observed.input((content != null) ? Redaction.redact(content) : null);
		}
		catch (Throwable ex) {
			failures().add("What a call of workload \"" + this.workload + "\" asks cannot be shown in traces", ex);
		}
	}

	// Only numbers: any other value may be content.
	private static Map<String, Number> numbers(@Nullable Object request) {
		if (!(request instanceof Parameterized parameterized) || parameterized.parameters().isEmpty()) {
			return Map.of();
		}
		Map<String, Number> numbers = new LinkedHashMap<>();
		parameterized.parameters().forEach((name, value) -> {
			if (value instanceof Number number) {
				numbers.put(name, number);
			}
		});
		return numbers;
	}

	boolean isObserved() {
		return this.observations.isEnabled();
	}

	String workload() {
		return this.workload;
	}

	ObserverFailures failures() {
		return this.failures;
	}

	ActivityRecorder activity() {
		return this.activity;
	}

	boolean tracesContent() {
		return this.content.trace();
	}

	boolean logsContent() {
		return this.content.log() && LOGGER.isDebugEnabled();
	}

	boolean keepsContent(@Nullable ObservedCall observed) {
		return logsContent() || (observed != null && tracesContent());
	}

	Json json() {
		return this.json;
	}

}
