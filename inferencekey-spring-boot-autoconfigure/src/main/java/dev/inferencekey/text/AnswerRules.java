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

/**
 * How the answers of a workload are read.
 *
 * @param requireFinishReason whether {@code [DONE]} alone does not complete a stream
 * whose frames have the field {@code finish_reason}
 * @param thinkTags whether {@code <think>…</think>} at the start of a text is reasoning
 */
record AnswerRules(boolean requireFinishReason, boolean thinkTags) {
}
