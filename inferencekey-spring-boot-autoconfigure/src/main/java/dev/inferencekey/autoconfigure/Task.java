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

package dev.inferencekey.autoconfigure;

import java.util.Locale;

/**
 * What workloads do, in the words of the platform.
 */
public enum Task {

	/**
	 * Text from messages.
	 */
	TEXT2TEXT,

	/**
	 * Vectors from texts.
	 */
	EMBEDDING,

	/**
	 * Images from a text.
	 */
	TEXT2IMAGE,

	/**
	 * A video from a text.
	 */
	TEXT2VIDEO,

	/**
	 * Speech, music or sounds from a text.
	 */
	TEXT2AUDIO,

	/**
	 * Images from images.
	 */
	IMAGE2IMAGE,

	/**
	 * A video from an image.
	 */
	IMAGE2VIDEO,

	/**
	 * Text from speech.
	 */
	AUDIO2TEXT,

	/**
	 * Several kinds of input and output.
	 */
	OMNI,

	/**
	 * Documents by their relevance to a query.
	 */
	RERANKER,

	/**
	 * Labels of texts.
	 */
	CLASSIFICATION,

	/**
	 * Scores of answers.
	 */
	REWARD,

	/**
	 * The future of time series.
	 */
	FORECAST;

	String wireName() {
		return name().toLowerCase(Locale.ROOT);
	}

}
