package dev.inferencekey.transport;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Pattern;

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

	private static final Pattern LINE_BREAKS = Pattern.compile("\\s*\\R\\s*");

	private static final Object[] NO_CONTEXT = {};

	private final String workload;

	private final Transport.Telemetry telemetry;

	private final Json json;

	CallRecords(String workload, Transport.Telemetry telemetry, Json json) {
		this.workload = workload;
		this.telemetry = telemetry;
		this.json = json;
	}

	<Q, R> CallRecord<R> begin(Operation<Q, R> operation, Q request, boolean stream, ContextView context) {
		return new CallRecord<>(this, operation.name(), observe(operation, request, stream, context));
	}

	private <Q> @Nullable ObservedCall observe(Operation<Q, ?> operation, Q request, boolean stream,
			ContextView context) {
		try {
			ObservedCall observed = this.telemetry.observations()
				.start(operation.name(), stream, () -> numbers(request),
						context.isEmpty() ? NO_CONTEXT : new Object[] { context });
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
		return this.telemetry.observations().isEnabled();
	}

	String workload() {
		return this.workload;
	}

	ObserverFailures failures() {
		return this.telemetry.failures();
	}

	/**
	 * Text that is not ours may have several lines, of which a log would make entries.
	 * @param text any text
	 * @return the same on one line
	 */
	static String oneLine(String text) {
		return LINE_BREAKS.matcher(text).replaceAll(" ");
	}

	ActivityRecorder activity() {
		return this.telemetry.activity();
	}

	boolean tracesContent() {
		return this.telemetry.content().trace();
	}

	boolean logsContent() {
		return this.telemetry.content().log() && LOGGER.isDebugEnabled();
	}

	boolean keepsText(@Nullable ObservedCall observed) {
		return logsContent() || (observed != null && tracesContent());
	}

	String outputMessages(String text) {
		return this.json.text((generator) -> {
			generator.writeStartArray();
			generator.writeStartObject();
			generator.writeStringProperty("role", "assistant");
			generator.writeName("parts");
			generator.writeStartArray();
			generator.writeStartObject();
			generator.writeStringProperty("type", "text");
			generator.writeStringProperty("content", Redaction.redact(text));
			generator.writeEndObject();
			generator.writeEndArray();
			generator.writeEndObject();
			generator.writeEndArray();
		});
	}

}
