package dev.inferencekey.observation;

import java.util.Arrays;
import java.util.HashSet;
import java.util.Iterator;
import java.util.Set;

import io.micrometer.common.KeyValue;
import io.micrometer.common.KeyValues;
import org.jspecify.annotations.Nullable;

/**
 * Keys of an observation that stay sorted. Micrometer's context keeps them in a map and
 * sorts them for every handler that asks, which was half of what observing a call cost.
 * Thread-safe.
 */
final class KeptKeys {

	private volatile KeyValues keys = KeyValues.empty();

	KeyValues all() {
		return this.keys;
	}

	@Nullable KeyValue get(String name) {
		for (KeyValue key : this.keys) {
			if (key.getKey().equals(name)) {
				return key;
			}
		}
		return null;
	}

	synchronized void add(KeyValue key) {
		this.keys = this.keys.and(key);
	}

	synchronized void add(KeyValues more) {
		this.keys = replaceAll(more, this.keys) ? more : this.keys.and(more);
	}

	synchronized void remove(String... names) {
		Set<String> removed = new HashSet<>(Arrays.asList(names));
		this.keys = KeyValues.of(this.keys.stream().filter((key) -> !removed.contains(key.getKey())).toList());
	}

	// As those of a convention do that is asked again at the end of a call.
	private static boolean replaceAll(KeyValues more, KeyValues all) {
		Iterator<KeyValue> others = more.iterator();
		for (KeyValue key : all) {
			if (!others.hasNext() || !others.next().getKey().equals(key.getKey())) {
				return false;
			}
		}
		return !others.hasNext() || !all.iterator().hasNext();
	}

}
