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
