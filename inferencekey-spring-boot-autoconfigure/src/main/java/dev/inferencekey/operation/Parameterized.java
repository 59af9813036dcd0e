package dev.inferencekey.operation;

import java.util.Map;

/**
 * A request with parameters that traces may show.
 */
public interface Parameterized {

	/**
	 * Every field of the body that is set, but for what the call is about.
	 * @return the fields by their names on the wire
	 */
	Map<String, Object> parameters();

}
