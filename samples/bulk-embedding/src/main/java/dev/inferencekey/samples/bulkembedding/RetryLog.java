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

package dev.inferencekey.samples.bulkembedding;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.core.retry.RetryListener;
import org.springframework.core.retry.RetryPolicy;
import org.springframework.core.retry.RetryState;
import org.springframework.core.retry.Retryable;

/**
 * Says why a chunk is waiting.
 */
class RetryLog implements RetryListener {

	private static final Logger logger = LoggerFactory.getLogger(RetryLog.class);

	@Override
	public void onRetryableExecution(RetryPolicy policy, Retryable<?> chunk, RetryState state) {
		if (!state.isSuccessful() && policy.shouldRetry(state.getLastException())) {
			logger.warn("A chunk failed and will be retried: {}", state.getLastException().getMessage());
		}
	}

}
