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

package dev.inferencekey.exchange;

/**
 * The kinds of failure that have a remedy of their own.
 */
public enum Trouble {

	/** The name of the host does not resolve. */
	UNKNOWN_HOST,

	/** The server refuses connections. */
	NO_CONNECTION,

	/** Connecting takes too long. */
	CONNECT_TIMEOUT,

	/** The TLS handshake fails. */
	TLS,

	/** The proxy refuses to lead on. */
	PROXY,

	/** The HTTP client's own limit between two reads has passed. */
	READ_TIMEOUT,

	/** What comes back is not HTTP. */
	NOT_HTTP,

	/** No stream began in time. */
	FIRST_CHUNK,

	/** A gap in the answer is too long. */
	IDLE,

	/** The answer is not what the operation expects. */
	UNREADABLE,

	/** The server redirects. */
	REDIRECT,

	/** The server asks for a key, and none was sent. */
	NO_KEY,

	/** The key is unknown or revoked. */
	KEY_REFUSED,

	/** A control token was used for data, or the reverse. */
	WRONG_CREDENTIAL_TYPE,

	/** The key belongs to another project. */
	OTHER_PROJECT,

	/** The key does not cover the target. */
	OUT_OF_SCOPE,

	/** The key may not do this, for a reason that only the server knows. */
	DENIED,

	/** The server knows no such target or route. */
	NOT_FOUND

}
