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
