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

package dev.inferencekey.text;

import org.jspecify.annotations.Nullable;

/**
 * What a message says of a tool call: all of it, or in a stream a part of it. What is
 * missing or blank is {@code null}.
 *
 * @param index the number of the call
 * @param id what the tool's result refers to
 * @param name the name of the tool
 * @param arguments the arguments as JSON text, or the next piece of it
 */
record ToolCallFragment(@Nullable Integer index, @Nullable String id, @Nullable String name,
		@Nullable String arguments) {
}
