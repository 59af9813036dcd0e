package dev.inferencekey.localplatform;

/**
 * What a workload does. A workload serves the one route of its task; see the wire
 * contract, section "Data plane, synchronous routes".
 */
public enum Task {

	/**
	 * Chat completions, whole and streamed.
	 */
	CHAT("/v1/chat/completions"),

	/**
	 * Vectors of texts.
	 */
	EMBEDDINGS("/v1/embeddings"),

	/**
	 * Documents ordered by how well they answer a query.
	 */
	RERANK("/v1/rerank");

	private final String path;

	Task(String path) {
		this.path = path;
	}

	/**
	 * The route below the workload's address.
	 * @return a path that starts with {@code /v1}
	 */
	String path() {
		return this.path;
	}

}
