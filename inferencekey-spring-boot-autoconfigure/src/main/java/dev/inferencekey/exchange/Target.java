package dev.inferencekey.exchange;

import java.net.URI;

import org.jspecify.annotations.Nullable;

/**
 * The far side of an exchange: a workload, or another part of the platform. Thread-safe.
 */
public interface Target {

	/**
	 * What messages call the target.
	 * @return for example {@code workload "support-bot"}
	 */
	String label();

	/**
	 * The workload that exceptions name.
	 * @return its name, or {@code null} when the target is not a workload
	 */
	@Nullable String workload();

	/**
	 * The URL of a path.
	 * @param path the path of an operation, such as {@code /v1/embeddings}; everything in
	 * it is escaped, and a query may follow
	 * @return the absolute URL
	 */
	URI uri(String path);

	/**
	 * What the user can do about a failure.
	 * @param trouble the kind of failure
	 * @return a whole sentence that names the setting to change, where there is one
	 */
	String remedy(Trouble trouble);

	/**
	 * The headers in which servers and gateways give their id of a request.
	 * @return names of headers, the preferred one first
	 */
	default Iterable<String> requestIdHeaders() {
		return RequestIds.DEFAULT_HEADERS;
	}

}
