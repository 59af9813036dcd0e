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

package dev.inferencekey.error;

import java.util.Locale;

import org.jspecify.annotations.Nullable;

/**
 * Why a credential may not do what was asked: the codes of the wire contract, section
 * "Errors".
 */
public enum PermissionCode {

	/**
	 * A control token ({@code ik_sdk_}) was used for inference, or the reverse.
	 */
	WRONG_CREDENTIAL_TYPE,

	/**
	 * The key belongs to another project.
	 */
	PROJECT_SCOPE_MISMATCH,

	/**
	 * The key does not cover this workload.
	 */
	SCOPE_INSUFFICIENT,

	/**
	 * Any other reason.
	 */
	UNKNOWN;

	/**
	 * Find the constant for a code of the platform.
	 * @param code the code, such as {@code scope_insufficient}, or {@code null}
	 * @return the constant, {@link #UNKNOWN} for anything else
	 */
	public static PermissionCode of(@Nullable String code) {
		for (PermissionCode candidate : values()) {
			if (candidate.wireName().equals(code)) {
				return candidate;
			}
		}
		return UNKNOWN;
	}

	/**
	 * The code as the platform writes it.
	 * @return the code in snake case
	 */
	public String wireName() {
		return name().toLowerCase(Locale.ROOT);
	}

}
