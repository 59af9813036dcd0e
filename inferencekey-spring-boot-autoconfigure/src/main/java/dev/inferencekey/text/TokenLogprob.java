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

package dev.inferencekey.text;

import java.util.List;
import java.util.Objects;

import org.jspecify.annotations.Nullable;

/**
 * How likely a token was, and which others were. Immutable.
 */
public final class TokenLogprob {

	private final String token;

	private final double logprob;

	private final List<TokenLogprob> alternatives;

	private TokenLogprob(String token, double logprob, List<TokenLogprob> alternatives) {
		this.token = token;
		this.logprob = logprob;
		this.alternatives = List.copyOf(alternatives);
	}

	/**
	 * Create a token, for example to mock an endpoint.
	 * @param token the text of the token
	 * @param logprob the natural logarithm of its probability
	 * @return a token without alternatives
	 */
	public static TokenLogprob of(String token, double logprob) {
		return new TokenLogprob(token, logprob, List.of());
	}

	/**
	 * The same token beside others.
	 * @param alternatives the most likely tokens at this place
	 * @return a new token
	 */
	public TokenLogprob withAlternatives(List<TokenLogprob> alternatives) {
		return new TokenLogprob(this.token, this.logprob, alternatives);
	}

	/**
	 * The token.
	 * @return its text
	 */
	public String token() {
		return this.token;
	}

	/**
	 * How likely the token was.
	 * @return the natural logarithm of its probability, {@code -Infinity} for none,
	 * {@code NaN} when the server does not say
	 */
	public double logprob() {
		return this.logprob;
	}

	/**
	 * The most likely tokens at this place.
	 * @return as many as were asked for; theirs are empty
	 */
	public List<TokenLogprob> alternatives() {
		return this.alternatives;
	}

	@Override
	public boolean equals(@Nullable Object obj) {
		return obj instanceof TokenLogprob other && this.token.equals(other.token)
				&& Double.compare(this.logprob, other.logprob) == 0 && this.alternatives.equals(other.alternatives);
	}

	@Override
	public int hashCode() {
		return Objects.hash(this.token, this.logprob, this.alternatives);
	}

	@Override
	public String toString() {
		return "TokenLogprob[" + this.token.length() + " characters, " + this.logprob + "]";
	}

}
