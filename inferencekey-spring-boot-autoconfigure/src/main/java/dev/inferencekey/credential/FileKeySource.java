package dev.inferencekey.credential;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.locks.ReentrantLock;

import dev.inferencekey.error.ConfigurationException;
import org.jspecify.annotations.Nullable;

/**
 * A key in a file, as Kubernetes or Vault mounts it. Looked at again at most once a
 * second and when asked; while the file cannot be read, the last key stays in use.
 * Thread-safe.
 */
public final class FileKeySource implements KeySource {

	private static final Duration INTERVAL = Duration.ofSeconds(1);

	private static final int MAX_LENGTH = 16 * 1024;

	private final Path file;

	private final Clock clock;

	// One reads at a time, so that who reads last has the last word.
	private final ReentrantLock lock = new ReentrantLock();

	private volatile Reading reading;

	/**
	 * Read the key for the first time.
	 * @param file holds nothing but the key
	 * @throws ConfigurationException if there is no key in it
	 */
	public FileKeySource(Path file) {
		this(file, Clock.systemUTC());
	}

	FileKeySource(Path file, Clock clock) {
		this.file = file;
		this.clock = clock;
		this.reading = new Reading(read(), clock.instant());
	}

	@Override
	public ApiKey current(String workload) {
		return current();
	}

	/**
	 * The key to use now.
	 * @return the key in the file
	 */
	public ApiKey current() {
		// While somebody else reads, the last key is good enough.
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
			return !this.reading.key().equals(refused);
		}
		finally {
			this.lock.unlock();
		}
	}

	private void readAgain() {
		this.reading = new Reading(readOrKeep(this.reading.key()), this.clock.instant());
	}

	private ApiKey readOrKeep(ApiKey last) {
		try {
			return read();
		}
		catch (ConfigurationException ex) {
			// A file in the middle of being replaced is no reason to fail a call.
			return last;
		}
	}

	private ApiKey read() {
		try {
			if (Files.size(this.file) > MAX_LENGTH) {
				throw unusable("is too long for a key", null);
			}
			return ApiKey.of(Files.readString(this.file));
		}
		catch (IOException ex) {
			throw unusable("cannot be read", ex);
		}
		catch (IllegalArgumentException ex) {
			throw unusable("holds no key: " + ex.getMessage(), null);
		}
	}

	private ConfigurationException unusable(String problem, @Nullable IOException cause) {
		return new ConfigurationException(null, "The file " + this.file + " " + problem + ".",
				"Check the property api-key-location below inferencekey and what is mounted there.", cause);
	}

	private record Reading(ApiKey key, Instant at) {
	}

	@Override
	public String toString() {
		return "FileKeySource[" + this.file + "]";
	}

}
