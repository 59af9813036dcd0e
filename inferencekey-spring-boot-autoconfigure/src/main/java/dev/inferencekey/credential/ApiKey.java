/*
 * Copyright 2026 the original author or authors.
 *
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * You may obtain a copy of the License at
 *
 *      https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software
 * distributed under the License is distributed on an "AS IS" BASIS,
 * WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied.
 * See the License for the specific language governing permissions and
 * limitations under the License.
 */

package dev.inferencekey.credential;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import dev.inferencekey.error.SafeText;
import org.jspecify.annotations.Nullable;

/**
 * A credential of the InferenceKey platform. It always prints as its public prefix, for
 * example {@code ik_live_a1b2c3d4…}; a key of another shape prints as {@code ik…}. Two
 * keys are equal if their whole values are. Only {@link #reveal()} returns the secret.
 * <p>
 * Implements the redaction rule of the wire contract, section "Two planes, two
 * credentials".
 */
public final class ApiKey {

	/** The prefix of a data key, the credential for inference. */
	public static final String DATA_PREFIX = "ik_live_";

	/** The prefix of a control token, the credential for declaring workloads. */
	public static final String CONTROL_PREFIX = "ik_sdk_";

	// Of an id, the first 8 characters are public; what follows counts as secret.
	private static final Pattern SHAPE = Pattern.compile("(ik_[a-z]+_)([^_]{1,8})(.*)");

	private static final Pattern SECRET = Pattern.compile("[^_]*_.+");

	// Transient keeps the secret out of every serializer that walks over fields.
	private final transient String value;

	private final transient String secretPart;

	// Finds a key that neither its shape nor a part of it gives away.
	private final transient @Nullable Pattern whole;

	private transient volatile @Nullable SecretSearch search;

	private final String prefix;

	private final @Nullable String id;

	private ApiKey(String value) {
		this.value = value;
		Matcher shape = SHAPE.matcher(value);
		if (shape.matches() && SECRET.matcher(shape.group(3)).matches()) {
			this.id = shape.group(2);
			this.prefix = shape.group(1) + this.id + "…";
			this.secretPart = shape.group(3);
		}
		else {
			this.id = null;
			this.prefix = "ik…";
			this.secretPart = value;
		}
		this.whole = (this.id == null || !SecretSearch.isSearchable(this.secretPart))
				? Pattern.compile(value, Pattern.LITERAL | Pattern.CASE_INSENSITIVE) : null;
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
	 * Whether a value looks like a key of the platform or quotes one, in either case.
	 * Such a value is refused as the name of a workload, project or model, so that
	 * swapped arguments do not put a key into URLs, metrics and logs.
	 * @param value any text
	 * @return {@code true} if the value must not be used as a name
	 */
	public static boolean looksLikeKey(String value) {
		return SafeText.looksLikeKey(value);
	}

	/**
	 * Whether this is a data key, the kind that may call a workload.
	 * @return {@code true} for a key of the form {@code ik_live_<id>_<secret>}
	 */
	public boolean isDataKey() {
		return this.id != null && this.value.startsWith(DATA_PREFIX);
	}

	/**
	 * Whether this is a control token, which no data route accepts.
	 * @return {@code true} for a value that starts with {@code ik_sdk_}
	 */
	public boolean isControlToken() {
		return this.value.startsWith(CONTROL_PREFIX);
	}

	/**
	 * The public part of the key's id, which identifies the key.
	 * @return at most 8 characters, or {@code null} for a key of another shape
	 */
	public @Nullable String id() {
		return this.id;
	}

	/**
	 * The whole credential, for the one place that writes it to a request header.
	 * @return the credential, secret included
	 */
	public String reveal() {
		return this.value;
	}

	/**
	 * Hide what a text quotes of this key.
	 * @param text any text
	 * @return the text without the key, the same instance when it was not quoted
	 */
	String hideIn(String text) {
		String shown = text;
		if (this.whole != null && text.length() >= this.value.length()) {
			Matcher matcher = this.whole.matcher(text);
			shown = matcher.find() ? matcher.replaceAll(Matcher.quoteReplacement(this.prefix)) : text;
		}
		SecretSearch existing = this.search;
		if (existing == null) {
			existing = SecretSearch.of(this.secretPart);
			this.search = existing;
		}
		return existing.hide(shown);
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
