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
	 * A key that never changes.
	 * @param key the key, or {@code null} to send none
	 * @return a source of this key
	 */
	static KeySource fixed(@Nullable ApiKey key) {
		return (workload) -> key;
	}

}
