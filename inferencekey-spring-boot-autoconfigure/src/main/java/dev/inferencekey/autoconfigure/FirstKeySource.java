package dev.inferencekey.autoconfigure;

import java.util.List;

import dev.inferencekey.credential.ApiKey;
import dev.inferencekey.credential.KeySource;
import org.jspecify.annotations.Nullable;

/**
 * Asks the key sources of the application in order, and then the configuration.
 */
class FirstKeySource implements KeySource {

	private final List<KeySource> sources;

	private final KeySource fallback;

	FirstKeySource(List<KeySource> sources, KeySource fallback) {
		this.sources = sources;
		this.fallback = fallback;
	}

	@Override
	public @Nullable ApiKey current(String workload) {
		for (KeySource source : this.sources) {
			ApiKey key = source.current(workload);
			if (key != null) {
				return key;
			}
		}
		return this.fallback.current(workload);
	}

	@Override
	public boolean renew(String workload, @Nullable ApiKey refused) {
		for (KeySource source : this.sources) {
			if (source.current(workload) != null) {
				return source.renew(workload, refused);
			}
		}
		return this.fallback.renew(workload, refused);
	}

}
