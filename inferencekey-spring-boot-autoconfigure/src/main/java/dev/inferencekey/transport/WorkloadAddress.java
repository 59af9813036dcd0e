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

package dev.inferencekey.transport;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import dev.inferencekey.credential.ApiKey;
import dev.inferencekey.credential.Redaction;
import dev.inferencekey.error.ConfigurationException;
import org.jspecify.annotations.Nullable;

/**
 * Where a workload is: on the platform, or at the bare base of an OpenAI-compatible
 * server. Every part of it is validated, so that nothing can break out of its place in
 * the URL.
 */
public final class WorkloadAddress {

	private static final Pattern SLUG = Pattern.compile("[a-z0-9][a-z0-9-]*");

	private static final Pattern PROJECT = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]*");

	private static final Pattern LOOPBACK = Pattern.compile("localhost|.*\\.localhost|127(\\.\\d{1,3}){3}|\\[::1]");

	private static final Pattern WORKLOAD_PATH = Pattern.compile(".*/endpoint/[^/]+(/.*)?");

	private static final Pattern OPERATION_PATH = Pattern
		.compile("(?i)/(chat(/completions)?|completions|responses|embeddings|rerank|models|audio/\\w+|images/\\w+)$");

	// The version in an operation's path, which a bare base has already.
	private static final String VERSION = "/v1";

	private static final int MAX_SHOWN = 64;

	private final URI base;

	private final boolean versioned;

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
			// An invalid slug may be a key in the wrong place, or anything from outside.
			String shown = shown(slug);
			String name = shown(workload);
			throw new ConfigurationException(name, "\"" + shown + "\" is not a valid workload slug.",
					"Use lower-case letters, digits and dashes, starting with a letter or digit; set inferencekey.workloads."
							+ name + ".slug.");
		}
		if (!PROJECT.matcher(project).matches() || ApiKey.looksLikeKey(project)) {
			throw new ConfigurationException(workload,
					"The project of workload \"" + workload + "\" is not a valid project slug.",
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

	/**
	 * Find out what is wrong with the platform's base URL.
	 * @param baseUrl the URL
	 * @return a phrase that follows the name of the setting, or {@code null} if nothing
	 * is wrong
	 */
	public static @Nullable String problemWithBaseUrl(String baseUrl) {
		String problem = problem(baseUrl);
		if (problem != null) {
			return problem;
		}
		String path = URI.create(trim(baseUrl)).getPath();
		if (WORKLOAD_PATH.matcher(path).matches()) {
			return "contains the path of a workload, which the client adds itself";
		}
		return path.endsWith(VERSION) ? "ends in /v1, which the client adds itself" : null;
	}

	/**
	 * Find out what is wrong with the bare base of an OpenAI-compatible server.
	 * @param url the URL
	 * @return a phrase that follows the name of the setting, or {@code null} if nothing
	 * is wrong
	 */
	public static @Nullable String problemWithUrl(String url) {
		return problem(url);
	}

	/**
	 * Whether a URL that nothing is wrong with would carry a key unencrypted to another
	 * machine.
	 * @param url the URL
	 * @return {@code true} for plain {@code http} to a host that is not loopback
	 */
	public static boolean isInsecure(String url) {
		return isInsecure(URI.create(trim(url)));
	}

	private static String trim(String url) {
		String trimmed = url.strip();
		while (trimmed.endsWith("/")) {
			trimmed = trimmed.substring(0, trimmed.length() - 1);
		}
		return trimmed;
	}

	private static @Nullable String problem(String url) {
		URI uri;
		try {
			uri = new URI(trim(url));
		}
		catch (URISyntaxException ex) {
			return "is not a valid URL";
		}
		if (uri.getRawUserInfo() != null) {
			return "contains user information, where a credential does not belong";
		}
		if (!"http".equalsIgnoreCase(uri.getScheme()) && !"https".equalsIgnoreCase(uri.getScheme())) {
			return "does not start with https:// or http://";
		}
		if (uri.getHost() == null && uri.getRawAuthority() != null && uri.getRawAuthority().contains("_")) {
			return "has an underscore in its host name, which is not allowed; give the host another name, such as an alias";
		}
		if (uri.getHost() == null || uri.getPort() > 65535) {
			return "has no valid host and port";
		}
		if (uri.getRawQuery() != null || uri.getRawFragment() != null) {
			return "contains a query or fragment";
		}
		if (ApiKey.looksLikeKey(url)) {
			return "contains what looks like a key, which would be shown wherever the address is";
		}
		Matcher operation = OPERATION_PATH.matcher(uri.getPath());
		return operation.find()
				? "ends in " + operation.group() + ", the path of an operation, which the client adds itself" : null;
	}

	private static URI parse(String workload, String setting, String url) {
		String problem = setting.equals("url") ? problemWithUrl(url) : problemWithBaseUrl(url);
		if (problem != null) {
			throw badUrl(workload, setting, problem);
		}
		return URI.create(trim(url));
	}

	private static ConfigurationException badUrl(String workload, String setting, String problem) {
		// The value is not shown, since it may be a key in the wrong place.
		return new ConfigurationException(workload,
				"The " + setting + " of workload \"" + workload + "\" " + problem + ".",
				"Set inferencekey." + (setting.equals("url") ? "workloads." + workload + ".url" : "base-url")
						+ " to an absolute URL, for example "
						+ (setting.equals("url") ? "http://localhost:11434/v1." : "https://api.inferencekey.com."));
	}

	/**
	 * The URL of an operation.
	 * @param path the operation's path, escaped, such as {@code /v1/embeddings}
	 * @return the URL
	 */
	URI resolve(String path) {
		String below = (this.versioned && path.startsWith(VERSION + "/")) ? path.substring(VERSION.length()) : path;
		return URI.create(this.base + below);
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
		return isInsecure(this.base);
	}

	private static boolean isInsecure(URI uri) {
		return "http".equalsIgnoreCase(uri.getScheme()) && !LOOPBACK.matcher(uri.getHost()).matches();
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
