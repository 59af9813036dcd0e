package dev.inferencekey.error;

import org.jspecify.annotations.Nullable;

/**
 * The configuration of the client cannot work. Detected before any request is sent. The
 * message names the property to change and never shows the value of a key.
 */
public class ConfigurationException extends InferenceKeyException {

	private final String problem;

	private final String remedy;

	/**
	 * Create an exception.
	 * @param workload the workload concerned, {@code null} for none in particular
	 * @param problem what is wrong
	 * @param remedy what to change
	 */
	public ConfigurationException(@Nullable String workload, String problem, String remedy) {
		this(workload, problem, remedy, null);
	}

	/**
	 * Create an exception.
	 * @param workload the workload concerned, {@code null} for none in particular
	 * @param problem what is wrong
	 * @param remedy what to change
	 * @param cause the underlying exception, {@code null} for none
	 */
	public ConfigurationException(@Nullable String workload, String problem, String remedy, @Nullable Throwable cause) {
		super("configuration error: " + problem + " " + remedy, FailureOrigin.local(workload).withCause(cause));
		this.problem = SafeText.redact(problem);
		this.remedy = SafeText.redact(remedy);
	}

	/**
	 * What is wrong.
	 * @return a sentence
	 */
	public String problem() {
		return this.problem;
	}

	/**
	 * What to change.
	 * @return a sentence that names the property
	 */
	public String remedy() {
		return this.remedy;
	}

}
