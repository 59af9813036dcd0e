package dev.inferencekey.transport;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;

import dev.inferencekey.credential.Redaction;
import dev.inferencekey.error.ConfigurationException;

/**
 * Where a workload is: on the platform, or at the bare base of an OpenAI-compatible
 * server. Every part of it is validated, so that nothing can break out of its place in
 * the URL.
 */
public final class WorkloadAddress {

	private static final Pattern SLUG = Pattern.compile("[a-z0-9][a-z0-9-]*");

	private static final Pattern PROJECT = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]*");

	private static final Pattern LOOPBACK = Pattern.compile("localhost|.*\\.localhost|127(\\.\\d{1,3}){3}|\\[::1]");

	// The version in an operation's path, which a bare base has already.
	private static final String VERSION = "/v1";

	private static final int MAX_SHOWN = 64;

	private final URI base;

	private final boolean versioned;

	private final Map<String, URI> uris = new ConcurrentHashMap<>();

	private WorkloadAddress(URI base, boolean versioned) {
		this.base = base;
		this.versioned = versioned;
	}

	/**
	 * A workload on the platform.
	 * @param workload the name that the application has for it
	 * @param baseUrl the platform's base URL
	 * @param project the project
	 * @param slug the name that the platform has for it
	 * @return the address
	 * @throws ConfigurationException if a part is not valid
	 */
	public static WorkloadAddress onPlatform(String workload, String baseUrl, String project, String slug) {
		if (!SLUG.matcher(slug).matches()) {
			// What is no slug may be a key in the wrong place, or anything from outside.
			String shown = shown(slug);
			String name = shown(workload);
			throw new ConfigurationException(name, "\"" + shown + "\" is no slug of a workload.",
					"A slug has lower-case letters, digits and dashes, and begins with a letter or digit; set inferencekey.workloads."
							+ name + ".slug.");
		}
		if (!PROJECT.matcher(project).matches()) {
			throw new ConfigurationException(workload, "The project is no slug of a project.",
					"Use letters, digits, dashes, dots and underscores only; set inferencekey.project.");
		}
		URI base = parse(workload, "base-url", baseUrl);
		return new WorkloadAddress(URI.create(base + "/endpoint/" + project + "/" + slug), false);
	}

	private static String shown(String name) {
		String redacted = Redaction.redact(name).replaceAll("[\\p{Cntrl}\\s]+", " ");
		return (redacted.length() > MAX_SHOWN) ? redacted.substring(0, MAX_SHOWN) + "…" : redacted;
	}

	/**
	 * A workload at a bare OpenAI-compatible base.
	 * @param workload the name that the application has for it
	 * @param url the base, such as {@code http://localhost:11434/v1}
	 * @return the address
	 * @throws ConfigurationException if the URL is not valid
	 */
	public static WorkloadAddress at(String workload, String url) {
		return new WorkloadAddress(parse(workload, "url", url), true);
	}

	private static URI parse(String workload, String setting, String url) {
		String trimmed = url.strip();
		while (trimmed.endsWith("/")) {
			trimmed = trimmed.substring(0, trimmed.length() - 1);
		}
		URI uri;
		try {
			uri = new URI(trimmed);
		}
		catch (URISyntaxException ex) {
			throw badUrl(workload, setting, "is no URL");
		}
		if (uri.getRawUserInfo() != null) {
			throw badUrl(workload, setting, "contains user information, which is no place for a credential");
		}
		if (!"http".equalsIgnoreCase(uri.getScheme()) && !"https".equalsIgnoreCase(uri.getScheme())) {
			throw badUrl(workload, setting, "does not begin with https:// or http://");
		}
		if (uri.getHost() == null || uri.getPort() > 65535) {
			throw badUrl(workload, setting, "has no valid host and port");
		}
		if (uri.getRawQuery() != null || uri.getRawFragment() != null) {
			throw badUrl(workload, setting, "contains a query or fragment");
		}
		return uri;
	}

	private static ConfigurationException badUrl(String workload, String setting, String problem) {
		// The value is not shown: what is no URL may be a key in the wrong place.
		return new ConfigurationException(workload,
				"The " + setting + " of workload \"" + workload + "\" " + problem + ".",
				"Set inferencekey." + (setting.equals("url") ? "workloads." + workload + ".url" : "base-url")
						+ " to an absolute URL, for example "
						+ (setting.equals("url") ? "http://localhost:11434/v1." : "https://api.inferencekey.com."));
	}

	/**
	 * The URL of an operation.
	 * @param path the operation's path, such as {@code /v1/embeddings}
	 * @return the URL
	 */
	URI resolve(String path) {
		return this.uris.computeIfAbsent(path, (key) -> {
			String below = (this.versioned && key.startsWith(VERSION + "/")) ? key.substring(VERSION.length()) : key;
			return URI.create(this.base + below);
		});
	}

	/**
	 * Whether the workload is on the platform.
	 * @return {@code false} for one with a URL of its own
	 */
	public boolean isOnPlatform() {
		return !this.versioned;
	}

	/**
	 * Whether a key would travel unencrypted to another machine.
	 * @return {@code true} for plain {@code http} to a host that is not loopback
	 */
	public boolean isInsecure() {
		return "http".equalsIgnoreCase(this.base.getScheme()) && !LOOPBACK.matcher(this.base.getHost()).matches();
	}

	/**
	 * The host that is called.
	 * @return its name or address
	 */
	public String host() {
		return this.base.getHost();
	}

	/**
	 * The port that is called.
	 * @return the port of the URL, else the one of its scheme
	 */
	public int port() {
		int port = this.base.getPort();
		return (port >= 0) ? port : ("https".equalsIgnoreCase(this.base.getScheme()) ? 443 : 80);
	}

	@Override
	public String toString() {
		return this.base.toString();
	}

}
