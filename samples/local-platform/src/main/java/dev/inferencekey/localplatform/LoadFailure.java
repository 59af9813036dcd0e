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

package dev.inferencekey.localplatform;

import org.jspecify.annotations.Nullable;

/**
 * Says why the model cannot be loaded, and what to do about it.
 */
final class LoadFailure {

	private LoadFailure() {
	}

	static String describe(Throwable failure) {
		return "The model " + MiniLm.NAME + " cannot be loaded, so that no workload answers that is served by it: "
				+ reason(failure);
	}

	private static String reason(Throwable failure) {
		Throwable root = failure;
		for (@Nullable
		Throwable cause = failure; cause != null; cause = cause.getCause()) {
			if (cause instanceof UnsatisfiedLinkError) {
				return "its native library is refused (" + cause.getMessage() + "). It is unpacked below "
						+ System.getProperty("java.io.tmpdir")
						+ ", which must not be mounted noexec; with Docker, mount it as --tmpfs /tmp:exec.";
			}
			root = cause;
		}
		return root.toString();
	}

}
