package dev.inferencekey.credential;

import org.jspecify.annotations.Nullable;

/**
 * Supplies the key of a workload. Asked at the start of each call, and again when the
 * server has rejected the key, so that a key can be replaced while the application runs.
 * {@link #current} is called on the thread of the caller, which may be a thread of the
 * network: it must not block, and it should return the same {@link ApiKey} instance for
 * as long as the key is the same. {@link #renew} may block.
 */
@FunctionalInterface
public interface KeySource {

	/**
	 * Return the key to use now.
	 * @param workload the name of the called workload
	 * @return the key, or {@code null} to send none
	 */
	@Nullable ApiKey current(String workload);

	/**
	 * Read the key again after the server rejected it.
	 * @param workload the name of the called workload
	 * @param refused the rejected key, {@code null} if none was sent
	 * @return {@code true} if {@link #current} now returns another key
	 */
	default boolean renew(String workload, @Nullable ApiKey refused) {
		ApiKey now = current(workload);
		return now != null && !now.equals(refused);
	}

	/**
	 * Create a source for a key that never changes.
	 * @param key the key, or {@code null} to send none
	 * @return a source that always returns this key
	 */
	static KeySource fixed(@Nullable ApiKey key) {
		return (workload) -> key;
	}

}
