package dev.inferencekey.credential;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

/**
 * A credential of the InferenceKey platform. It prints as its public prefix, for example
 * {@code ik_live_a1b2c3d4…}, whoever prints it; a key of another shape prints as
 * {@code ik…}. Two keys are equal when their secrets are. Only {@link #reveal()} gives
 * the secret away.
 * <p>
 * Implements the redaction rule of the wire contract, section "Two planes, two
 * credentials".
 */
public final class ApiKey {

	/** How a data key begins: the credential of inference. */
	public static final String DATA_PREFIX = "ik_live_";

	/** How a control token begins: the credential that declares workloads. */
	public static final String CONTROL_PREFIX = "ik_sdk_";

	private static final Pattern SHAPE = Pattern.compile("ik_([a-z]+)_([0-9a-f]{8})_\\S+");

	// Transient keeps the secret out of every serializer that walks over fields.
	private final transient String value;

	// Kept, since texts are searched for it with every answer.
	private final transient String secretPart;

	private final String prefix;

	private final @Nullable String id;

	private ApiKey(String value) {
		this.value = value;
		Matcher matcher = SHAPE.matcher(value);
		this.id = matcher.matches() ? matcher.group(2) : null;
		this.prefix = (this.id != null) ? "ik_" + matcher.group(1) + "_" + this.id + "…" : "ik…";
		this.secretPart = (this.id != null) ? value.substring(this.prefix.length()) : value;
	}

	/**
	 * Wrap a credential. White space around it is dropped, since files and environment
	 * variables often end with a line feed.
	 * @param value the whole credential
	 * @return the key
	 * @throws IllegalArgumentException if the value is empty or contains a character that
	 * cannot stand in an HTTP header, which is anything but visible ASCII; the message
	 * does not show the value
	 */
	public static ApiKey of(String value) {
		String stripped = value.strip();
		if (stripped.isEmpty()) {
			throw new IllegalArgumentException("the key is empty");
		}
		if (!stripped.chars().allMatch((c) -> c > ' ' && c < 0x7f)) {
			throw new IllegalArgumentException("the key contains a character other than visible ASCII");
		}
		return new ApiKey(stripped);
	}

	/**
	 * Whether this is a data key, the kind that may call a workload.
	 * @return {@code true} for a key that starts with {@code ik_live_}
	 */
	public boolean isDataKey() {
		return this.value.startsWith(DATA_PREFIX);
	}

	/**
	 * Whether this is a control token, which no data route accepts.
	 * @return {@code true} for a token that starts with {@code ik_sdk_}
	 */
	public boolean isControlToken() {
		return this.value.startsWith(CONTROL_PREFIX);
	}

	/**
	 * The public part that identifies the key, eight hexadecimal digits.
	 * @return the id, or {@code null} for a key of another shape
	 */
	public @Nullable String id() {
		return this.id;
	}

	/**
	 * The whole credential, for the one place that writes it into a request header.
	 * @return the secret
	 */
	public String reveal() {
		return this.value;
	}

	/**
	 * What is secret of a key by itself, without the public prefix.
	 * @return the part after the id, or the whole of a key of another shape
	 */
	String secretPart() {
		return this.secretPart;
	}

	@Override
	public boolean equals(@Nullable Object other) {
		return other instanceof ApiKey that && MessageDigest.isEqual(this.value.getBytes(StandardCharsets.US_ASCII),
				that.value.getBytes(StandardCharsets.US_ASCII));
	}

	@Override
	public int hashCode() {
		return this.value.hashCode();
	}

	@Override
	public String toString() {
		return this.prefix;
	}

}
