package dev.inferencekey.transport;

/**
 * Where prompts and answers may be shown. Keys never are.
 *
 * @param trace whether traces show them
 * @param log whether the log shows them, at DEBUG
 */
public record ContentSettings(boolean trace, boolean log) {

	/**
	 * Nowhere, which is the default.
	 */
	public static final ContentSettings NOWHERE = new ContentSettings(false, false);

}
