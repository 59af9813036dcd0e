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

/**
 * The credential is of the wrong kind, project or scope: status 403, or rejected by this
 * client before anything was sent ({@link #status()} is 0). {@link #permissionCode()}
 * tells which.
 */
public class PermissionDeniedException extends InferenceKeyException {

	private final PermissionCode permissionCode;

	/**
	 * Create an exception.
	 * @param permissionCode why access was denied
	 * @param message what the server said, and the public prefix of the key that was sent
	 * @param origin the facts behind the failure
	 */
	public PermissionDeniedException(PermissionCode permissionCode, String message, FailureOrigin origin) {
		super("permission denied [" + shown(permissionCode, origin) + "]: " + message, origin);
		this.permissionCode = permissionCode;
	}

	private static String shown(PermissionCode permissionCode, FailureOrigin origin) {
		String code = origin.code();
		return (permissionCode != PermissionCode.UNKNOWN || code == null) ? permissionCode.wireName() : code;
	}

	/**
	 * Why access was denied. {@link #code()} has the code as the server wrote it.
	 * @return the reason, {@link PermissionCode#UNKNOWN} for a code that the wire
	 * contract does not list
	 */
	public PermissionCode permissionCode() {
		return this.permissionCode;
	}

}
