package dev.inferencekey.observation;

import io.micrometer.observation.Observation;
import org.jspecify.annotations.Nullable;

/**
 * The context of the observation of the execution of a tool.
 */
public final class ToolContext extends Observation.Context {

	private final String toolName;

	private final @Nullable String callId;

	/**
	 * Create a context.
	 * @param toolName the name of the tool. It becomes a tag of metrics, so it must be
	 * one of the tools that the application offers, not any name that a model invents.
	 * @param callId the id of the tool call, {@code null} if the model gave none
	 */
	public ToolContext(String toolName, @Nullable String callId) {
		this.toolName = toolName;
		this.callId = callId;
	}

	/**
	 * Return the name of the tool.
	 * @return the name
	 */
	public String getToolName() {
		return this.toolName;
	}

	/**
	 * Return the id of the tool call.
	 * @return the id, or {@code null} if the model gave none
	 */
	public @Nullable String getCallId() {
		return this.callId;
	}

}
