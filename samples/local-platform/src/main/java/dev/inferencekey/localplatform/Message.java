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

package dev.inferencekey.localplatform;

import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * One turn of the conversation.
 *
 * @param role who speaks
 * @param text what is said, empty for an assistant that only calls tools
 * @param toolCalls the tools that an assistant called
 * @param toolCallId the call that a tool's result belongs to
 */
record Message(String role, String text, List<ToolCall> toolCalls, @Nullable String toolCallId) {

	boolean isFrom(String role) {
		return this.role.equals(role);
	}

}
