package dev.inferencekey.error;

/**
 * Status 403, or refused by this client before anything was sent: the credential is of
 * the wrong kind, project or scope. {@link #code()} tells which.
 */
public class PermissionDeniedException extends InferenceKeyException {

	private final PermissionCode code;

	/**
	 * Create an exception.
	 * @param code why
	 * @param message what the server said and which key it was, by its prefix
	 * @param origin where it happened
	 */
	public PermissionDeniedException(PermissionCode code, String message, FailureOrigin origin) {
		super("permission denied ["
				+ ((code != PermissionCode.UNKNOWN || origin.code() == null) ? code.wireName() : origin.code()) + "]: "
				+ message, origin);
		this.code = code;
	}

	/**
	 * Why the credential may not do this.
	 * @return the reason
	 */
	public PermissionCode code() {
		return this.code;
	}

}
