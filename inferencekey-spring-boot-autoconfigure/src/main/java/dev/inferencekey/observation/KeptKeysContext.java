package dev.inferencekey.observation;

import java.util.Map;

import io.micrometer.common.KeyValue;
import io.micrometer.common.KeyValues;
import io.micrometer.observation.Observation;
import io.micrometer.observation.transport.Kind;
import io.micrometer.observation.transport.Propagator;
import io.micrometer.observation.transport.SenderContext;
import org.jspecify.annotations.Nullable;

/**
 * A context whose keys stay sorted.
 *
 * @see KeptKeys
 */
abstract class KeptKeysContext extends SenderContext<Map<String, String>> {

	private final KeptKeys lowCardinality = new KeptKeys();

	private final KeptKeys highCardinality = new KeptKeys();

	KeptKeysContext(Propagator.Setter<Map<String, String>> setter, Kind kind) {
		super(setter, kind);
	}

	/**
	 * The keys of high cardinality. Called at each look at them and before each change.
	 * @return the keys
	 */
	KeptKeys highCardinality() {
		return this.highCardinality;
	}

	@Override
	public KeyValues getLowCardinalityKeyValues() {
		return this.lowCardinality.all();
	}

	@Override
	public @Nullable KeyValue getLowCardinalityKeyValue(String key) {
		return this.lowCardinality.get(key);
	}

	@Override
	public Observation.Context addLowCardinalityKeyValue(KeyValue keyValue) {
		this.lowCardinality.add(keyValue);
		return this;
	}

	@Override
	public Observation.Context addLowCardinalityKeyValues(KeyValues keyValues) {
		this.lowCardinality.add(keyValues);
		return this;
	}

	@Override
	public Observation.Context removeLowCardinalityKeyValue(String keyName) {
		this.lowCardinality.remove(keyName);
		return this;
	}

	@Override
	public Observation.Context removeLowCardinalityKeyValues(String... keyNames) {
		this.lowCardinality.remove(keyNames);
		return this;
	}

	@Override
	public KeyValues getHighCardinalityKeyValues() {
		return highCardinality().all();
	}

	@Override
	public @Nullable KeyValue getHighCardinalityKeyValue(String key) {
		return highCardinality().get(key);
	}

	@Override
	public Observation.Context addHighCardinalityKeyValue(KeyValue keyValue) {
		highCardinality().add(keyValue);
		return this;
	}

	@Override
	@SuppressWarnings("ReferenceEquality")
	public Observation.Context addHighCardinalityKeyValues(KeyValues keyValues) {
		if (keyValues != KeyValues.empty()) {
			highCardinality().add(keyValues);
		}
		return this;
	}

	@Override
	public Observation.Context removeHighCardinalityKeyValue(String keyName) {
		highCardinality().remove(keyName);
		return this;
	}

	@Override
	public Observation.Context removeHighCardinalityKeyValues(String... keyNames) {
		highCardinality().remove(keyNames);
		return this;
	}

}
