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

package dev.inferencekey;

/**
 * The most texts that a server takes in one request, as far as is known. It may have
 * refused a batch for the length of its texts rather than for their number, so the limit
 * is doubled after some full batches, and after twice as many if that was in vain.
 * Thread-safe.
 */
final class BatchLimit {

	private static final int FIRST_PATIENCE = 16;

	private static final int MAX_PATIENCE = 4096;

	private int size = Integer.MAX_VALUE;

	private int patience = FIRST_PATIENCE;

	private int full;

	private boolean raised;

	/**
	 * The most texts to send.
	 * @return at least 1
	 */
	synchronized int size() {
		return this.size;
	}

	/**
	 * Note that a batch was refused.
	 * @param before the limit at that time; a limit that has changed since then stays
	 * @param size how many texts the server has taken instead
	 */
	synchronized void lower(int before, int size) {
		if (this.size != before || size >= before) {
			return;
		}
		this.patience = this.raised ? Math.min(this.patience * 2, MAX_PATIENCE) : this.patience;
		this.size = size;
		this.full = 0;
		this.raised = false;
	}

	/**
	 * Note that a batch was taken.
	 * @param size the number of its texts
	 */
	synchronized void taken(int size) {
		if (size < this.size) {
			return;
		}
		if (this.raised) {
			this.raised = false;
			this.patience = FIRST_PATIENCE;
		}
		this.full++;
		if (this.full >= this.patience) {
			this.size = (this.size > Integer.MAX_VALUE / 2) ? Integer.MAX_VALUE : this.size * 2;
			this.full = 0;
			this.raised = true;
		}
	}

}
