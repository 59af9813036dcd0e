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

package dev.inferencekey.samples.supportdesk;

/**
 * Says what a sentence of an answer rests on. Positions count UTF-16 units, as Java and
 * JavaScript do.
 *
 * @param start where the sentence starts in the answer
 * @param end where it ends
 * @param passage the number of the passage, from 1
 * @param from where the sentence that it rests on starts in the passage's text
 * @param to where that ends; as {@code from} if it rests on the passage as a whole
 */
record Citation(int start, int end, int passage, int from, int to) {
}
