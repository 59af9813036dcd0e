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

package dev.inferencekey.transport;

import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;

import dev.inferencekey.credential.ApiKey;
import dev.inferencekey.credential.KeySource;
import dev.inferencekey.credential.Redaction;
import dev.inferencekey.error.ConfigurationException;
import dev.inferencekey.error.InferenceKeyException;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

/**
 * Asks the key source of the application for the key of one workload. Thread-safe.
 */
final class WorkloadKeys {

	private static final Log LOGGER = LogFactory.getLog(WorkloadKeys.class);

	private final String workload;

	private final AtomicReference<@Nullable ApiKey> last = new AtomicReference<>();

	private final KeySource source;

	WorkloadKeys(String workload, KeySource source) {
		this.workload = workload;
		this.source = source;
	}

	/**
	 * The key to use now.
	 * @return the key, {@code null} to send none
	 */
	@Nullable ApiKey current() {
		ApiKey key = ask((source) -> source.current(this.workload));
		ApiKey before = this.last.get();
		if (key != null && !key.equals(before) && this.last.compareAndSet(before, key) && before != null) {
			LOGGER.info("Workload \"" + this.workload + "\" uses the key " + key + " in place of " + before + ".");
		}
		return key;
	}

	/**
	 * Take keys out of text that an answer may have quoted.
	 * @param text any text
	 * @return the text without the key that was used last, or any of the platform
	 */
	String hideIn(String text) {
		return Redaction.redact(text, this.last.get());
	}

	/**
	 * Have the key read again.
	 * @param refused the key that the server refused, {@code null} if none was sent
	 * @return {@code true} if there is another key now
	 */
	boolean renew(@Nullable ApiKey refused) {
		return ask((source) -> source.renew(this.workload, refused));
	}

	private <T extends @Nullable Object> T ask(Function<KeySource, T> question) {
		try {
			return question.apply(this.source);
		}
		catch (InferenceKeyException ex) {
			throw ex;
		}
		catch (Throwable ex) {
			// The message may quote anything, even a key.
			throw new ConfigurationException(this.workload,
					"The key source of workload \"" + this.workload + "\" failed with " + ex.getClass().getSimpleName()
							+ ".",
					"Check the KeySource or InferenceKeyConnectionDetails of the application; it must not block on threads of the network.");
		}
	}

}
