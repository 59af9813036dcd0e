package dev.inferencekey.autoconfigure;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import dev.inferencekey.DataClient;
import dev.inferencekey.credential.ApiKey;
import dev.inferencekey.credential.FileKeySource;
import dev.inferencekey.credential.KeySource;
import dev.inferencekey.error.ConfigurationException;
import org.jspecify.annotations.Nullable;

import org.springframework.util.StringUtils;

/**
 * Adapts {@link InferenceKeyProperties} to {@link InferenceKeyConnectionDetails}. Blank
 * means absent.
 */
class PropertiesInferenceKeyConnectionDetails implements InferenceKeyConnectionDetails, KeySource {

	// What Spring leaves as it is when nothing resolves it.
	private static final Pattern PLACEHOLDER = Pattern.compile("\\$\\{([\\w.-]+)[^}]*}");

	private final InferenceKeyProperties properties;

	private final Map<String, FileKeySource> files = new ConcurrentHashMap<>();

	// Asked for each request; a key prepares once how texts are searched for it.
	private final Map<String, ApiKey> keys = new ConcurrentHashMap<>();

	PropertiesInferenceKeyConnectionDetails(InferenceKeyProperties properties) {
		this.properties = properties;
	}

	@Override
	public String getBaseUrl() {
		String baseUrl = this.properties.getBaseUrl();
		return (baseUrl != null && !baseUrl.isBlank()) ? baseUrl : DataClient.DEFAULT_BASE_URL;
	}

	@Override
	public @Nullable String getProject() {
		return textOrNull(this.properties.getProject());
	}

	@Override
	public @Nullable String getUrl(String workload) {
		WorkloadProperties own = this.properties.getWorkloads().get(workload);
		return (own != null) ? textOrNull(own.getUrl()) : null;
	}

	@Override
	public @Nullable ApiKey getApiKey(String workload) {
		boolean onPlatform = getUrl(workload) == null;
		WorkloadProperties own = this.properties.getWorkloads().get(workload);
		ApiKey key = (own != null) ? key(own, WorkloadNames.PROPERTY + "." + workload, onPlatform) : null;
		if (key != null) {
			return key;
		}
		// A default key of the platform is no business of another server.
		return onPlatform ? key(this.properties, "inferencekey", true) : null;
	}

	@Override
	public @Nullable ApiKey current(String workload) {
		return getApiKey(workload);
	}

	@Override
	public boolean renew(String workload, @Nullable ApiKey refused) {
		this.files.values().forEach((file) -> file.renew(workload, refused));
		return KeySource.super.renew(workload, refused);
	}

	private @Nullable ApiKey key(CommonProperties properties, String prefix, boolean onPlatform) {
		String value = textOrNull(properties.getApiKey());
		String location = textOrNull(properties.getApiKeyLocation());
		if (value != null && location != null) {
			throw new ConfigurationException(null,
					"Both " + prefix + ".api-key and " + prefix + ".api-key-location are set.", "Remove one of them.");
		}
		if (location != null) {
			return check(this.files.computeIfAbsent(location, (file) -> source(prefix, file)).current(),
					prefix + ".api-key-location", onPlatform);
		}
		if (value == null) {
			return null;
		}
		String property = prefix + ".api-key";
		return check(this.keys.computeIfAbsent(value, (text) -> parse(property, text)), property, onPlatform);
	}

	private static FileKeySource source(String prefix, String location) {
		try {
			return new FileKeySource(Path.of(location.startsWith("file:") ? location.substring(5) : location));
		}
		catch (InvalidPathException ex) {
			throw new ConfigurationException(null, "The value of " + prefix + ".api-key-location is no path.",
					"Set it to a file that holds the key.");
		}
	}

	private static ApiKey parse(String property, String value) {
		Matcher unresolved = PLACEHOLDER.matcher(value);
		if (unresolved.matches()) {
			throw new ConfigurationException(null,
					property + " names ${" + unresolved.group(1) + "}, which nothing sets.",
					"Set the environment variable or property " + unresolved.group(1) + " to the key.");
		}
		try {
			return ApiKey.of(value);
		}
		catch (IllegalArgumentException ex) {
			throw new ConfigurationException(null,
					"The value of " + property + " is no valid key: " + ex.getMessage() + ".",
					"Set " + property + " to a data key, which starts with ik_live_ and has no blanks in it.");
		}
	}

	private static @Nullable ApiKey check(@Nullable ApiKey key, String property, boolean onPlatform) {
		if (key == null || !onPlatform || key.isDataKey()) {
			return key;
		}
		String remedy = "Set " + property + " to a data key, which starts with ik_live_.";
		if (key.isControlToken()) {
			throw new ConfigurationException(null,
					"The value of " + property + " is the control token " + key
							+ " (wrong_credential_type); control tokens declare workloads and cannot call them.",
					remedy);
		}
		throw new ConfigurationException(null, "The value of " + property + " is no data key.", remedy);
	}

	static @Nullable String textOrNull(@Nullable String value) {
		return StringUtils.hasText(value) ? value.strip() : null;
	}

}
