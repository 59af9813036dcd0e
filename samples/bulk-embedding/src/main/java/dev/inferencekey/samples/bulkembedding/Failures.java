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

import dev.inferencekey.error.ApiException;
import dev.inferencekey.error.CallRejectedException;
import dev.inferencekey.error.ValidationException;

/**
 * What to do about a failure of the client.
 */
final class Failures {

	private static final int CONTENT_TOO_LARGE = 413;

	private Failures() {
	}

	/**
	 * Whether the fault lies in a document, so that no retry helps but the others can go
	 * on without it.
	 * @param failure how a request failed
	 * @return {@code true} if the document is to be skipped
	 */
	static boolean isRefusal(Throwable failure) {
		return failure instanceof ValidationException
				|| (failure instanceof ApiException api && api.status() == CONTENT_TOO_LARGE);
	}

	/**
	 * Whether time may help. The client has retried such a failure already, within
	 * seconds, unless it never sent the call; what is left is to wait for longer. All
	 * else, such as a wrong key, stays wrong until somebody corrects it.
	 * @param failure how a request failed
	 * @return {@code true} if the chunk is to be retried after a while
	 */
	static boolean isTemporary(Throwable failure) {
		return failure instanceof CallRejectedException || (failure instanceof ApiException api && api.isRetryable());
	}

}
