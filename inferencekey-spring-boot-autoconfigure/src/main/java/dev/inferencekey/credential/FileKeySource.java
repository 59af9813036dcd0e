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

package dev.inferencekey.credential;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;

import dev.inferencekey.error.ConfigurationException;
import dev.inferencekey.error.SafeText;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

/**
 * A key in a file, as Kubernetes or Vault mounts it. The file is read again at most once
 * a second and after a key was rejected. A key of another length than the last one counts
 * when two readings agree, since a file may be read while it is written. While the file
 * does not hold a key of the kind that it held at start, the last key stays in use, and
 * one warning is logged. Thread-safe.
 */
public final class FileKeySource implements KeySource {

	private static final Log LOGGER = LogFactory.getLog(FileKeySource.class);

	private static final Duration INTERVAL = Duration.ofSeconds(1);

	private static final Duration SETTLING = Duration.ofMillis(50);

	private final KeyFile file;

	private final Clock clock;

	private final boolean dataKey;

	// Only one thread reads at a time, so that the newest reading wins.
	private final ReentrantLock lock = new ReentrantLock();

	private volatile Reading reading;

	// The next two are guarded by the lock.
	private @Nullable ApiKey unconfirmed;

	private boolean warned;

	/**
	 * Create a source and read the key for the first time.
	 * @param file a regular file that holds nothing but the key
	 * @throws ConfigurationException if the file cannot be read or does not hold a key;
	 * the message says why
	 */
	public FileKeySource(Path file) {
		this(file, Clock.systemUTC());
	}

	FileKeySource(Path file, Clock clock) {
		this.file = new KeyFile(file);
		this.clock = clock;
		ApiKey key = this.file.read();
		this.dataKey = key.isDataKey();
		this.reading = new Reading(key, clock.instant());
	}

	@Override
	public ApiKey current(String workload) {
		return current();
	}

	/**
	 * Return the key to use now.
	 * @return the last good key from the file
	 */
	public ApiKey current() {
		// While another thread reads, the last key is good enough.
		if (isDue() && this.lock.tryLock()) {
			try {
				if (isDue()) {
					readAgain();
				}
			}
			finally {
				this.lock.unlock();
			}
		}
		return this.reading.key();
	}

	private boolean isDue() {
		return !this.clock.instant().isBefore(this.reading.at().plus(INTERVAL));
	}

	@Override
	public boolean renew(String workload, @Nullable ApiKey refused) {
		this.lock.lock();
		try {
			readAgain();
			if (this.unconfirmed != null) {
				// Long enough for the writer of the file to finish.
				LockSupport.parkNanos(SETTLING.toNanos());
				readAgain();
			}
			return !this.reading.key().equals(refused);
		}
		finally {
			this.lock.unlock();
		}
	}

	private void readAgain() {
		ApiKey last = this.reading.key();
		this.reading = new Reading(readOrKeep(last), this.clock.instant());
	}

	private ApiKey readOrKeep(ApiKey last) {
		try {
			ApiKey key = this.file.read();
			if (this.dataKey && !key.isDataKey()) {
				throw this.file.unusable("no longer holds a data key", null);
			}
			this.warned = false;
			return isComplete(key, last) ? replace(last, key) : last;
		}
		catch (ConfigurationException ex) {
			this.unconfirmed = null;
			warn(ex, last);
			return last;
		}
	}

	// Half a key has the shape of a whole one.
	private boolean isComplete(ApiKey key, ApiKey last) {
		String value = key.reveal();
		if (value.length() != last.reveal().length() && !key.equals(this.unconfirmed)) {
			this.unconfirmed = last.reveal().startsWith(value) ? null : key;
			return false;
		}
		this.unconfirmed = null;
		return true;
	}

	private ApiKey replace(ApiKey last, ApiKey key) {
		if (key.equals(last)) {
			return last;
		}
		LOGGER.info("The key " + last + " was replaced by " + key + " from " + this.file + ".");
		return key;
	}

	private void warn(ConfigurationException problem, ApiKey last) {
		if (!this.warned) {
			this.warned = true;
			LOGGER.warn(SafeText.oneLine(problem.problem()) + " The key " + last + " stays in use.");
		}
	}

	private record Reading(ApiKey key, Instant at) {
	}

	@Override
	public String toString() {
		return "FileKeySource[" + this.file + "]";
	}

}
