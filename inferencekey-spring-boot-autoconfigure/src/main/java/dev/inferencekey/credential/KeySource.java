package dev.inferencekey.credential;

import org.jspecify.annotations.Nullable;

/**
 * Where the key of a workload comes from. Asked once for each request, so that a key can
 * be renewed while the application runs.
 */
@FunctionalInterface
public interface KeySource {

	/**
	 * The key to use now.
	 * @param workload the name of the workload that is called
	 * @return the key, or {@code null} to send none
	 */
	@Nullable ApiKey current(String workload);

	/**
	 * Read the key again, since the server refused it.
	 * @param workload the name of the workload that is called
	 * @param refused the key that was sent, {@code null} if none was
	 * @return {@code true} if {@link #current} gives another key now
	 */
	default boolean renew(String workload, @Nullable ApiKey refused) {
		ApiKey now = current(workload);
		return now != null && !now.equals(refused);
	}

	/**
	 * A key that never changes.
	 * @param key the key, or {@code null} to send none
	 * @return a source of this key
	 */
	static KeySource fixed(@Nullable ApiKey key) {
		return (workload) -> key;
	}

}
