package dev.inferencekey.operation;

import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * The JSON of an answer, parsed when it is first asked for. Thread-safe.
 */
public final class LazyJson {

	private final Supplier<JsonNode> source;

	private volatile @Nullable JsonNode node;

	/**
	 * Create an instance.
	 * @param source parses the JSON; it may be asked more than once when threads race
	 */
	public LazyJson(Supplier<JsonNode> source) {
		this.source = source;
	}

	/**
	 * The tree.
	 * @return the same tree every time, unless threads race for the first
	 */
	public JsonNode get() {
		JsonNode current = this.node;
		if (current == null) {
			current = this.source.get();
			this.node = current;
		}
		return current;
	}

}
