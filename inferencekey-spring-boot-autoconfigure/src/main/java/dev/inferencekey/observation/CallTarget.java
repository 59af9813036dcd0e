package dev.inferencekey.observation;

import org.jspecify.annotations.Nullable;

/**
 * The target of a call: the part of an observation that is the same for all calls of a
 * workload.
 *
 * @param workload the name of the workload
 * @param project its project, {@code null} for a workload with a URL of its own
 * @param model the model as requests name it
 * @param serverAddress the host
 * @param serverPort the port
 */
public record CallTarget(String workload, @Nullable String project, String model, String serverAddress,
		int serverPort) {
}
