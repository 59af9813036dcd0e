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
