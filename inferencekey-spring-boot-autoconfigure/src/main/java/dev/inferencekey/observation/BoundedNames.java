package dev.inferencekey.observation;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Keeps names that others choose from making series without end: the first so many stay
 * as they are, all others become one. Thread-safe.
 */
public final class BoundedNames {

	/**
	 * What stands for all further names, as in OpenTelemetry.
	 */
	public static final String OTHER = "_OTHER";

	private static final int MAX_LENGTH = 128;

	private final int max;

	private final Set<String> known = ConcurrentHashMap.newKeySet();

	/**
	 * Create an instance.
	 * @param max how many names there may be
	 */
	public BoundedNames(int max) {
		this.max = max;
	}

	/**
	 * The name to use.
	 * @param name any name
	 * @return the name or {@link #OTHER}
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
