package dev.inferencekey.localplatform;

import java.util.regex.Pattern;

/**
 * The names of projects and workloads: lower case letters, digits and dashes.
 */
final class Slug {

	private static final Pattern SHAPE = Pattern.compile("[a-z0-9][a-z0-9-]*");

	private Slug() {
	}

	static boolean matches(String value) {
		return SHAPE.matcher(value).matches();
	}

	static String require(String what, String value) {
		if (!matches(value)) {
			throw new IllegalArgumentException(
					"'" + value + "' is no " + what + ": use lower case letters, digits and dashes");
		}
		return value;
	}

}
