package dev.inferencekey.observation;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Bounds the number of series that names chosen by others can create: the first names are
 * kept as they are, all further ones become {@link #OTHER}. Thread-safe.
 */
public final class BoundedNames {

	/**
	 * Stands for all further names, as in OpenTelemetry.
	 */
	public static final String OTHER = "_OTHER";

	private static final int MAX_LENGTH = 128;

	private final int max;

	private final Set<String> known = ConcurrentHashMap.newKeySet();

	/**
	 * Create an instance.
	 * @param max how many names are kept
	 */
	public BoundedNames(int max) {
		this.max = max;
	}

	/**
	 * Return the name to use.
	 * @param name any name
	 * @return the name, or {@link #OTHER} if it is longer than 128 characters or one too
	 * many
	 */
	public String of(String name) {
		if (this.known.contains(name)) {
			return name;
		}
		if (name.length() > MAX_LENGTH) {
			return OTHER;
		}
		synchronized (this.known) {
			return (this.known.size() < this.max && this.known.add(name)) || this.known.contains(name) ? name : OTHER;
		}
	}

}
