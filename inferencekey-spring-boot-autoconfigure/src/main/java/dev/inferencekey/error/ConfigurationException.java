package dev.inferencekey.error;

import org.jspecify.annotations.Nullable;

/**
 * The client is configured in a way that cannot work; found before any request. The
 * message names what to change and never shows a value of a key.
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
	 * @param cause the exception underneath, {@code null} for none
	 */
	public ConfigurationException(@Nullable String workload, String problem, String remedy, @Nullable Throwable cause) {
		super("configuration error: " + problem + " " + remedy, FailureOrigin.local(workload).withCause(cause));
		this.problem = problem;
		this.remedy = remedy;
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
